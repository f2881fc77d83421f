namespace ConvGen;

/// <summary>The quadratic cost with which Nielsen's "Neural Networks and Deep Learning" begins (chapter 1, equation 6).</summary>
/// <remarks>
/// <para>
/// The loss is the mean over samples of half the sum over outputs of <c>(output[k] - target[k])^2</c>: n / 2 times
/// <see cref="MeanSquaredErrorAttribute"/> for n outputs, so that the book's learning rates apply.
/// </para>
/// <para>
/// Shapes: n values in, the same n values out. A label stands for the target 1 at its index and 0 elsewhere; with a single
/// output it is the target itself, 0 or 1. Must be the last attribute of a network.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// [Dense(10), Sigmoid, QuadraticCost]
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class QuadraticCostAttribute : Attribute;
