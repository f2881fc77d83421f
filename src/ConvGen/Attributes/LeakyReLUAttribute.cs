namespace ConvGen;

/// <summary>Applies the leaky rectifier element-wise: <c>x</c> if x is above 0, otherwise <c>slope * x</c>. PyTorch's
/// <see href="https://pytorch.org/docs/stable/generated/torch.nn.LeakyReLU.html">LeakyReLU</see>.</summary>
/// <remarks>Keeps the shape and has no parameters. The derivative at 0 is the slope, and NaN stays NaN, as in PyTorch.</remarks>
/// <example>
/// <code>
/// [Conv(20, 5), MaxPool(2), LeakyReLU(0.1)]
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class LeakyReLUAttribute : LayerAttribute
{
    /// <summary>Applies a rectifier that multiplies negative values by <paramref name="slope"/>.</summary>
    /// <param name="slope">The factor for negative values: finite as a float, and at least 0.</param>
    public LeakyReLUAttribute(double slope = 0.01) => Slope = slope;

    /// <summary>The factor for negative values.</summary>
    public double Slope { get; }
}
