namespace ConvGen;

/// <summary>The loss for one class out of many: softmax followed by the cross-entropy, PyTorch's
/// <see href="https://pytorch.org/docs/stable/generated/torch.nn.CrossEntropyLoss.html">CrossEntropyLoss</see>.</summary>
/// <remarks>
/// <para>
/// With the last layer's values z, predictions are the probabilities <c>p[k] = exp(z[k]) / sum over j of exp(z[j])</c>. The
/// loss of a sample with targets t is <c>-sum over k of t[k] * ln p[k]</c>, which for a label is <c>-ln p[label]</c>; the
/// loss of a batch is the mean over its samples.
/// </para>
/// <para>Shapes: n values in, n probabilities out; a label lies in <c>0 .. n - 1</c>. Must be the last attribute of a network.</para>
/// </remarks>
/// <example>
/// <code>
/// [Dense(10), SoftmaxCrossEntropy]
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class SoftmaxCrossEntropyAttribute : Attribute;
