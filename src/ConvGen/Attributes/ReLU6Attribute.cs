namespace ConvGen;

/// <summary>Applies the rectifier with an upper bound <c>min(max(x, 0), 6)</c> element-wise: PyTorch's
/// <see href="https://pytorch.org/docs/stable/generated/torch.nn.ReLU6.html">ReLU6</see>.</summary>
/// <remarks>Keeps the shape and has no parameters. The derivative is 1 between 0 and 6 and 0 elsewhere, at 0 and 6 too, and NaN stays NaN,
/// as in PyTorch. In summaries and traces the first one is called <c>ReLU6_1</c>, because <c>ReLU61</c> is the 61st ReLU.</remarks>
/// <example>
/// <code>
/// [DepthwiseConv(3, Same = true), ReLU6]
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class ReLU6Attribute : LayerAttribute;
