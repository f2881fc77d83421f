namespace ConvGen;

/// <summary>Multiplies by a fixed factor and adds a fixed offset: <c>y[c, i, j] = x[c, i, j] * factor[c] + offset[c]</c>. Neither is
/// trained.</summary>
/// <remarks>
/// <para>
/// Keeps the shape and has no parameters. One number applies to all values; a list has a number for each channel, or for each value of a
/// vector. All numbers are rounded to float.
/// </para>
/// <para>
/// The arguments of an attribute are constants, so that a list is written with constant expressions, as in the example, and stays in the
/// source. PyTorch's counterpart is <c>x * factor + offset</c> with two buffers, or torchvision's
/// <see href="https://pytorch.org/vision/stable/generated/torchvision.transforms.Normalize.html">Normalize</see>, whose factor is 1 / std
/// and whose offset is -mean / std.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// [Network(3, 224, 224)]
/// [Scale(new[] { 1 / 0.229, 1 / 0.224, 1 / 0.225 }, new[] { -0.485 / 0.229, -0.456 / 0.224, -0.406 / 0.225 })]
/// [Conv(20, 5), ReLU, Scale(0.5)]
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class ScaleAttribute : LayerAttribute
{
    private readonly double[] _factors;
    private readonly double[] _offsets;

    /// <summary>Multiplies all values by a number.</summary>
    /// <param name="factor">The factor: finite as a float.</param>
    public ScaleAttribute(double factor)
        : this(factor, 0)
    {
    }

    /// <summary>Multiplies all values by a number, and adds another one.</summary>
    /// <param name="factor">The factor: finite as a float.</param>
    /// <param name="offset">The number that is added to the product: finite as a float.</param>
    public ScaleAttribute(double factor, double offset) => (_factors, _offsets) = ([factor], [offset]);

    /// <summary>Multiplies each channel by a number of its own.</summary>
    /// <param name="factors">The factor of each channel: finite as a float.</param>
    public ScaleAttribute(double[] factors) => (_factors, _offsets) = (factors, new double[factors.Length]);

    /// <summary>Multiplies each channel by a number of its own, and adds another one.</summary>
    /// <param name="factors">The factor of each channel: finite as a float.</param>
    /// <param name="offsets">The number that is added to the product of each channel: finite as a float.</param>
    public ScaleAttribute(double[] factors, double[] offsets) => (_factors, _offsets) = (factors, offsets);

    /// <summary>The factor of all values, or one for each channel.</summary>
    public IReadOnlyList<double> Factors => _factors;

    /// <summary>The offset of all values, or one for each channel.</summary>
    public IReadOnlyList<double> Offsets => _offsets;
}
