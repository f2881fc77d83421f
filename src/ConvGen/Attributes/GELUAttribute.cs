namespace ConvGen;

/// <summary>Applies the Gaussian error linear unit <c>x * (1 + erf(x / sqrt 2)) / 2</c> element-wise: PyTorch's
/// <see href="https://pytorch.org/docs/stable/generated/torch.nn.GELU.html">GELU</see> in its exact form.</summary>
/// <remarks>Keeps the shape and has no parameters. The derivative is <c>P(x) + x * p(x)</c>, where P is the cumulative distribution
/// function of the standard normal distribution and p is its density. For minus infinity the result is NaN, as in
/// PyTorch.</remarks>
/// <example>
/// <code>
/// [Dense(100), GELU]
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class GELUAttribute : LayerAttribute;
