namespace ConvGen;

/// <summary>The window of a convolution or a pooling, or the padding of a Pad: the arguments of its attribute with all defaults resolved. They have
/// PyTorch's meaning.</summary>
/// <param name="Height">Rows of the kernel or window.</param>
/// <param name="Width">Columns of the kernel or window.</param>
public sealed record LayerWindow(int Height, int Width)
{
    /// <summary>Rows from one window to the next.</summary>
    public int StrideY { get; init; } = 1;

    /// <summary>Columns from one window to the next.</summary>
    public int StrideX { get; init; } = 1;

    /// <summary>Rows from one row of the window to the next.</summary>
    public int DilationY { get; init; } = 1;

    /// <summary>Columns from one column of the window to the next.</summary>
    public int DilationX { get; init; } = 1;

    /// <summary>Rows of padding above the image.</summary>
    public int PadTop { get; init; }

    /// <summary>Columns of padding left of the image.</summary>
    public int PadLeft { get; init; }

    /// <summary>Rows of padding below the image.</summary>
    public int PadBottom { get; init; }

    /// <summary>Columns of padding right of the image.</summary>
    public int PadRight { get; init; }

    /// <summary>Whether the divisor of an average pooling counts the zeros of the padding.</summary>
    public bool CountPadding { get; init; } = true;

    /// <summary>The values of the padding of a <see cref="PadAttribute">Pad</see>; zeros for other layers.</summary>
    public PadMode PadMode { get; init; }
}
