namespace ConvGen;

/// <summary>Applies the sigmoid linear unit <c>x / (1 + exp(-x))</c>, also called swish, element-wise: PyTorch's
/// <see href="https://pytorch.org/docs/stable/generated/torch.nn.SiLU.html">SiLU</see>.</summary>
/// <remarks>Keeps the shape and has no parameters. The derivative is <c>s + x * s * (1 - s)</c>, where s is the sigmoid of
/// x. For minus infinity the result is NaN, as in PyTorch.</remarks>
/// <example>
/// <code>
/// [Dense(100), SiLU]
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class SiLUAttribute : LayerAttribute;
