namespace ConvGen;

/// <summary>The quadratic cost with which Nielsen's "Neural Networks and Deep Learning" begins (chapter 1, equation 6).</summary>
/// <remarks>
/// <para>
/// The loss is the mean over samples of half the sum over outputs of <c>(output[k] - target[k])^2</c>: for n outputs n / 2 times
/// <see cref="MeanSquaredErrorAttribute"/>, so that the book's learning rates are right for it.
/// </para>
/// <para>
/// Shapes: n values in, the same n values out. A label counts as the target 1 at its place and 0 elsewhere; with a single
/// output it is the target itself, 0 or 1. The last attribute of a network.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// [Dense(10), Sigmoid, QuadraticCost]
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class QuadraticCostAttribute : Attribute;
