namespace ConvGen;

/// <summary>Applies the rectifier <c>max(x, 0)</c> element-wise: PyTorch's
/// <see href="https://pytorch.org/docs/stable/generated/torch.nn.ReLU.html">ReLU</see>.</summary>
/// <remarks>Keeps the shape and has no parameters. The gradient at 0 is 0, and NaN stays NaN, as in PyTorch.</remarks>
/// <example>
/// Before or after the pooling, with the same result:
/// <code>
/// [Conv(20, 5), MaxPool(2), ReLU]
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class ReLUAttribute : LayerAttribute;
