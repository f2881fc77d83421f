namespace ConvGen;

/// <summary>Applies the hyperbolic tangent element-wise: PyTorch's
/// <see href="https://pytorch.org/docs/stable/generated/torch.nn.Tanh.html">Tanh</see>.</summary>
/// <remarks>Keeps the shape and has no parameters. The derivative is <c>1 - t * t</c>, where t is the output.</remarks>
/// <example>
/// <code>
/// [Conv(6, 5, Pad = 2), Tanh, MaxPool(2)]
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class TanhAttribute : LayerAttribute;
