namespace ConvGen;

/// <summary>Applies <c>x * min(max(x + 3, 0), 6) / 6</c> element-wise: PyTorch's
/// <see href="https://pytorch.org/docs/stable/generated/torch.nn.Hardswish.html">Hardswish</see>, from
/// <see href="https://arxiv.org/abs/1905.02244">Searching for MobileNetV3</see>.</summary>
/// <remarks>Keeps the shape and has no parameters. The derivative is 0 up to -3, 1 from 3 on, and <c>x / 3 + 1 / 2</c> between them, as in
/// PyTorch since version 2.9; earlier versions return -1/2 at -3, and some 3/2 at 3. For minus infinity the result is NaN, as in PyTorch.</remarks>
/// <example>
/// <code>
/// [DepthwiseConv(3, Same = true), HardSwish]
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class HardSwishAttribute : LayerAttribute;
