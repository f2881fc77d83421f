namespace ConvGen;

/// <summary>Applies the exponential linear unit element-wise: <c>x</c> if x is above 0, otherwise <c>exp(x) - 1</c>. PyTorch's
/// <see href="https://pytorch.org/docs/stable/generated/torch.nn.ELU.html">ELU</see> with its alpha of 1.</summary>
/// <remarks>Keeps the shape and has no parameters. The derivative is 1 if the output is above 0, otherwise the output plus
/// 1.</remarks>
/// <example>
/// <code>
/// [Dense(100), ELU]
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class ELUAttribute : LayerAttribute;
