namespace ConvGen;

/// <summary>Enlarges an image by whole factors: PyTorch's
/// <see href="https://pytorch.org/docs/stable/generated/torch.nn.Upsample.html">Upsample</see>, ONNX's
/// <see href="https://onnx.ai/onnx/operators/onnx__Resize.html">Resize</see>.</summary>
/// <remarks>
/// <para>
/// <c>Nearest</c>: <c>output[c][y][x] = input[c][y / factorY][x / factorX]</c>, rounded down. The bilinear modes compute every output from
/// the four pixels around its position in the input; <see cref="UpsampleMode"/> states the positions. Beyond the edge the outermost pixel
/// counts.
/// </para>
/// <para>
/// Shapes: <c>channels x height x width</c> becomes <c>channels x height * factorY x width * factorX</c>. No parameters. The gradient of an
/// input is the sum of those of its outputs, each times the share of the input in it.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// [Upsample(2), Conv(8, 3, Same = true), ReLU]
/// [Upsample(2, Mode = UpsampleMode.Bilinear)]
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class UpsampleAttribute : LayerAttribute
{
    /// <summary>Enlarges an image by <paramref name="factor"/> in both directions.</summary>
    /// <param name="factor">The factor, at least 1.</param>
    public UpsampleAttribute(int factor)
        : this(factor, factor)
    {
    }

    /// <summary>Enlarges an image by a factor for each direction.</summary>
    /// <param name="factorY">The factor for rows, at least 1.</param>
    /// <param name="factorX">The factor for columns, at least 1.</param>
    public UpsampleAttribute(int factorY, int factorX) => (FactorY, FactorX) = (factorY, factorX);

    /// <summary>The factor for rows.</summary>
    public int FactorY { get; }

    /// <summary>The factor for columns.</summary>
    public int FactorX { get; }

    /// <summary>How an output is computed. Default: from the nearest pixel.</summary>
    public UpsampleMode Mode { get; set; }
}

/// <summary>How <see cref="UpsampleAttribute">Upsample</see> computes an output.</summary>
public enum UpsampleMode
{
    /// <summary>A copy of one pixel: output i copies input <c>i / factor</c>, rounded down.</summary>
    Nearest,

    /// <summary>Bilinear; output i is at <c>(i + 1/2) / factor - 1/2</c>. PyTorch's <c>align_corners=False</c>, ONNX's
    /// <c>half_pixel</c>.</summary>
    Bilinear,

    /// <summary>Bilinear; output i is at <c>i * (size - 1) / (size * factor - 1)</c>, so that the corners of both images are the same pixels.
    /// PyTorch's <c>align_corners=True</c>, ONNX's <c>align_corners</c>.</summary>
    BilinearAlignCorners,

    /// <summary>Bilinear; output i is at <c>i / factor</c>: ONNX's <c>asymmetric</c>.</summary>
    BilinearAsymmetric,
}
