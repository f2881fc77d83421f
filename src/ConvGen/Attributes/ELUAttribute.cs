namespace ConvGen;

/// <summary>The exponential linear unit: <c>x</c> where x is above 0, else <c>exp(x) - 1</c>, value by value: PyTorch's
/// <see href="https://pytorch.org/docs/stable/generated/torch.nn.ELU.html">ELU</see> with its alpha of 1.</summary>
/// <remarks>Keeps the shape and has no parameters. The derivative is 1 where the output is above 0, else the output plus
/// 1.</remarks>
/// <example>
/// <code>
/// [Dense(100), ELU]
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class ELUAttribute : Attribute;
