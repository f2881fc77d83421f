namespace ConvGen;

/// <summary>The maximum of every channel: PyTorch's
/// <see href="https://pytorch.org/docs/stable/generated/torch.nn.AdaptiveMaxPool2d.html">AdaptiveMaxPool2d(1)</see>.</summary>
/// <remarks>
/// <c>output[c] = max over y, x of input[c][y][x]</c>. <c>channels x height x width</c> becomes <c>channels x 1 x 1</c>. The
/// gradient goes to the first maximum in row-major order; a NaN in the channel wins. No parameters.
/// </remarks>
/// <example>
/// Detects whether a feature occurs anywhere in the image:
/// <code>
/// [Conv(32, 3), ReLU, GlobalMaxPool, Dense(10), SoftmaxCrossEntropy]
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class GlobalMaxPoolAttribute : LayerAttribute;
