namespace ConvGen;

/// <summary>The Gaussian error linear unit <c>x * (1 + erf(x / sqrt 2)) / 2</c>, value by value: PyTorch's
/// <see href="https://pytorch.org/docs/stable/generated/torch.nn.GELU.html">GELU</see> in its exact form.</summary>
/// <remarks>Keeps the shape and has no parameters. The derivative is <c>P(x) + x * p(x)</c>, with the normal distribution's function P
/// and density p. Minus infinity gives the limit 0, where PyTorch gives NaN.</remarks>
/// <example>
/// <code>
/// [Dense(100), GELU]
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class GELUAttribute : Attribute;
