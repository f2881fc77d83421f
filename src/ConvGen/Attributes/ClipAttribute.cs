namespace ConvGen;

/// <summary>Limits every value to a range: <c>min(max(x, Min), Max)</c>. PyTorch's
/// <see href="https://pytorch.org/docs/stable/generated/torch.nn.Hardtanh.html">Hardtanh</see>.</summary>
/// <remarks>Keeps the shape and has no parameters. The derivative is 1 between the bounds and 0 elsewhere, at the bounds too, as in PyTorch's
/// Hardtanh; the gradient of its <c>clamp</c> differs at the bounds, where it is 1. NaN stays NaN.</remarks>
/// <example>
/// <code>
/// [Conv(20, 5), Clip(-1, 1), MaxPool(2)]
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class ClipAttribute : LayerAttribute
{
    /// <summary>Limits values to the range from <paramref name="min"/> to <paramref name="max"/>, both rounded to float.</summary>
    /// <param name="min">The lower bound: finite as a float.</param>
    /// <param name="max">The upper bound: finite as a float, and above the lower bound.</param>
    public ClipAttribute(double min, double max) => (Min, Max) = (min, max);

    /// <summary>The lower bound.</summary>
    public double Min { get; }

    /// <summary>The upper bound.</summary>
    public double Max { get; }
}
