namespace ConvGen;

/// <summary>The mean of every channel: PyTorch's
/// <see href="https://pytorch.org/docs/stable/generated/torch.nn.AdaptiveAvgPool2d.html">AdaptiveAvgPool2d(1)</see>.</summary>
/// <remarks>
/// <c>output[c] = (sum over y, x of input[c][y][x]) / (height * width)</c>. <c>channels x height x width</c> becomes <c>channels
/// x 1 x 1</c>. No parameters.
/// </remarks>
/// <example>
/// One feature map per class instead of a dense layer:
/// <code>
/// [Conv(10, 3), GlobalAveragePool, SoftmaxCrossEntropy]
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class GlobalAveragePoolAttribute : LayerAttribute;
