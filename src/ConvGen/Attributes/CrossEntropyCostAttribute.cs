namespace ConvGen;

/// <summary>The cross-entropy cost of Nielsen's "Neural Networks and Deep Learning" (chapter 3, equation 63), for sigmoid
/// outputs.</summary>
/// <remarks>
/// <para>
/// With the last layer's values z, predictions are <c>a[k] = 1 / (1 + exp(-z[k]))</c>: the sigmoid belongs to the loss, which
/// needs no attribute of its own for it. The loss is the mean over samples of the sum over outputs of
/// <c>-(t[k] * ln a[k] + (1 - t[k]) * ln(1 - a[k]))</c>, with targets t between 0 and 1: for n outputs n times
/// <see cref="SigmoidCrossEntropyAttribute"/>, so that the book's learning rates are right for it.
/// </para>
/// <para>
/// Shapes: n values in, n probabilities out. A label counts as the target 1 at its place and 0 elsewhere; with a single output
/// it is the target itself, 0 or 1. The last attribute of a network.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// [Dense(10), CrossEntropyCost]
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class CrossEntropyCostAttribute : Attribute;
