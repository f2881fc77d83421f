namespace ConvGen;

/// <summary>Makes the channels of each pixel, or the values of a vector, positive numbers that add up to 1:
/// <c>y[c] = exp(x[c]) / sum over k of exp(x[k])</c>. PyTorch's
/// <see href="https://pytorch.org/docs/stable/generated/torch.nn.Softmax.html">Softmax</see> with <c>dim=1</c>.</summary>
/// <remarks>
/// <para>
/// Keeps the shape and has no parameters. The largest value is subtracted from all of them first, which changes nothing but keeps the
/// exponentials from overflowing.
/// </para>
/// <para>
/// A network that ends with <see cref="SoftmaxCrossEntropyAttribute">SoftmaxCrossEntropy</see> needs no softmax before it: the loss applies
/// one itself, in predictions, too.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// [Conv(8, 1), Softmax(Name = "Attention")]
/// [From("Features"), Multiply("Attention")]
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class SoftmaxAttribute : LayerAttribute;
