namespace ConvGen;

/// <summary>The maximum of every window, channel by channel: PyTorch's
/// <see href="https://pytorch.org/docs/stable/generated/torch.nn.MaxPool2d.html">MaxPool2d</see>.</summary>
/// <remarks>
/// <para>
/// <c>output[c][y][x] = max over i, j of input[c][y * strideY + i * dilation - padTop][x * strideX + j * dilation -
/// padLeft]</c>, where input outside the image counts as minus infinity. The gradient goes to the first maximum in row-major
/// order; a NaN in the window wins.
/// </para>
/// <para>
/// Shapes: <c>channels x height x width</c> becomes <c>channels x outHeight x outWidth</c> with
/// <c>outHeight = floor((height + padTop + padBottom - dilation * (windowHeight - 1) - 1) / strideY) + 1</c>, rounded up
/// instead of down with <see cref="CeilMode"/> as long as the last window begins inside the image or the padding above it. No
/// parameters.
/// </para>
/// </remarks>
/// <example>
/// A 2x2 window with its own size as stride halves height and width: 20x24x24 becomes 20x12x12.
/// <code>
/// [Conv(20, 5), MaxPool(2), ReLU]
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class MaxPoolAttribute : LayerAttribute
{
    /// <summary>Pools over a square window.</summary>
    /// <param name="window">Rows and columns of the window, at least 1; also the stride unless one is given.</param>
    public MaxPoolAttribute(int window)
        : this(window, window)
    {
    }

    /// <summary>Pools over a window of any height and width.</summary>
    /// <param name="height">Rows of the window, at least 1; also the vertical stride unless one is given.</param>
    /// <param name="width">Columns of the window, at least 1; also the horizontal stride unless one is given.</param>
    public MaxPoolAttribute(int height, int width)
    {
        Height = height;
        Width = width;
        StrideY = height;
        StrideX = width;
    }

    /// <summary>Rows of the window.</summary>
    public int Height { get; }

    /// <summary>Columns of the window.</summary>
    public int Width { get; }

    /// <summary>Step in both directions; give this or <see cref="StrideY"/> and <see cref="StrideX"/>. Default: the
    /// window.</summary>
    public int Stride { get; set; }

    /// <summary>Step from row to row. Default: the window's height.</summary>
    public int StrideY { get; set; }

    /// <summary>Step from column to column. Default: the window's width.</summary>
    public int StrideX { get; set; }

    /// <summary>Padding on all four sides, at most half the window; give this or the four sides. Default: 0.</summary>
    public int Pad { get; set; }

    /// <summary>Padding rows above the image, at most half the window. Default: 0.</summary>
    public int PadTop { get; set; }

    /// <summary>Padding columns left of the image, at most half the window. Default: 0.</summary>
    public int PadLeft { get; set; }

    /// <summary>Padding rows below the image, at most half the window. Default: 0.</summary>
    public int PadBottom { get; set; }

    /// <summary>Padding columns right of the image, at most half the window. Default: 0.</summary>
    public int PadRight { get; set; }

    /// <summary>Rounds the output's size up, so that the last rows and columns are pooled too. Default: false.</summary>
    public bool CeilMode { get; set; }

    /// <summary>Distance between neighbouring elements of a window: a 2x2 window of dilation 3 reads the corners of 4x4 pixels.
    /// Default: 1.</summary>
    public int Dilation { get; set; } = 1;
}
