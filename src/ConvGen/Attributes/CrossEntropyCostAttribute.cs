namespace ConvGen;

/// <summary>The cross-entropy cost of Nielsen's "Neural Networks and Deep Learning" (chapter 3, equation 63), for sigmoid
/// outputs.</summary>
/// <remarks>
/// <para>
/// With the last layer's values z, predictions are <c>a[k] = 1 / (1 + exp(-z[k]))</c>: the loss includes the sigmoid, which
/// must not be declared as a layer of its own. The loss is the mean over samples of the sum over outputs of
/// <c>-(t[k] * ln a[k] + (1 - t[k]) * ln(1 - a[k]))</c>, with targets t between 0 and 1: n times
/// <see cref="SigmoidCrossEntropyAttribute"/> for n outputs, so that the book's learning rates apply.
/// </para>
/// <para>
/// Shapes: n values in, n probabilities out. A label stands for the target 1 at its index and 0 elsewhere; with a single output
/// it is the target itself, 0 or 1. Must be the last attribute of a network.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// [Dense(10), CrossEntropyCost]
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class CrossEntropyCostAttribute : Attribute;
