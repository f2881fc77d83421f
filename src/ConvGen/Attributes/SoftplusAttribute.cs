namespace ConvGen;

/// <summary>Applies the smooth rectifier <c>ln(1 + exp(x))</c> element-wise: PyTorch's
/// <see href="https://pytorch.org/docs/stable/generated/torch.nn.Softplus.html">Softplus</see> with its beta of 1.</summary>
/// <remarks>Keeps the shape and has no parameters. The derivative is the sigmoid of x, which is <c>1 - exp(-y)</c> for the output
/// y.</remarks>
/// <example>
/// <code>
/// [Dense(100), Softplus]
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class SoftplusAttribute : LayerAttribute;
