namespace ConvGen;

/// <summary>The sigmoid linear unit <c>x / (1 + exp(-x))</c>, also called swish, value by value: PyTorch's
/// <see href="https://pytorch.org/docs/stable/generated/torch.nn.SiLU.html">SiLU</see>.</summary>
/// <remarks>Keeps the shape and has no parameters. The derivative is <c>s + x * s * (1 - s)</c> where s is the sigmoid of x. Minus
/// infinity gives the limit 0, where PyTorch gives NaN.</remarks>
/// <example>
/// <code>
/// [Dense(100), SiLU]
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class SiLUAttribute : Attribute;
