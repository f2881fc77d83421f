namespace ConvGen;

/// <summary>Adds rows and columns around an image: zeros, or copies of its own pixels. PyTorch's
/// <see href="https://pytorch.org/docs/stable/generated/torch.nn.ZeroPad2d.html">ZeroPad2d</see>,
/// <see href="https://pytorch.org/docs/stable/generated/torch.nn.ReflectionPad2d.html">ReflectionPad2d</see> and
/// <see href="https://pytorch.org/docs/stable/generated/torch.nn.ReplicationPad2d.html">ReplicationPad2d</see>.</summary>
/// <remarks>
/// Shapes: <c>channels x height x width</c> becomes <c>channels x top + height + bottom x left + width + right</c>. No parameters. The
/// gradients of all copies of a pixel add up. Before a convolution or a pooling that needs zeros, its own <c>Pad</c> is faster.
/// </remarks>
/// <example>
/// A convolution that sees the mirrored image beyond its edges:
/// <code>
/// [Pad(1, Mode = PadMode.Reflection), Conv(16, 3), ReLU]
/// [Pad(Bottom = 1, Right = 1), MaxPool(2)]
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class PadAttribute : LayerAttribute
{
    /// <summary>Adds the rows and columns of <see cref="Top"/>, <see cref="Left"/>, <see cref="Bottom"/> and <see cref="Right"/>.</summary>
    public PadAttribute()
    {
    }

    /// <summary>Adds as many rows and columns on every side that has no number of its own.</summary>
    /// <param name="all">Rows above and below, and columns left and right; at least 0.</param>
    public PadAttribute(int all) => (Top, Left, Bottom, Right) = (all, all, all, all);

    /// <summary>Rows above the image. With <see cref="PadMode.Reflection"/> fewer than the image has, as on every side.</summary>
    public int Top { get; set; }

    /// <summary>Columns left of the image.</summary>
    public int Left { get; set; }

    /// <summary>Rows below the image.</summary>
    public int Bottom { get; set; }

    /// <summary>Columns right of the image.</summary>
    public int Right { get; set; }

    /// <summary>The values of the added pixels. Default: zeros.</summary>
    public PadMode Mode { get; set; }
}

/// <summary>The values of the pixels that <see cref="PadAttribute">Pad</see> adds.</summary>
public enum PadMode
{
    /// <summary>Zeros.</summary>
    Zeros,

    /// <summary>The image, mirrored at its outermost pixels, which are not repeated: ONNX's <c>reflect</c>.</summary>
    Reflection,

    /// <summary>Copies of the nearest pixel of the image: PyTorch's replication, ONNX's <c>edge</c>.</summary>
    Edge,
}
