namespace ConvGen;

/// <summary>The mean of every window, channel by channel: PyTorch's
/// <see href="https://pytorch.org/docs/stable/generated/torch.nn.AvgPool2d.html">AvgPool2d</see>.</summary>
/// <remarks>
/// <para>
/// <c>output[c][y][x] = (sum over i, j of input[c][y * strideY + i - padTop][x * strideX + j - padLeft]) / n</c>, where input
/// outside the image counts as zero. n is the number of window elements inside the padded image or, with <c>CountPadding =
/// false</c>, inside the image itself. Every element of a window receives the same share of its gradient.
/// </para>
/// <para>
/// Shapes: <c>channels x height x width</c> becomes <c>channels x outHeight x outWidth</c> with
/// <c>outHeight = floor((height + padTop + padBottom - windowHeight) / strideY) + 1</c>, rounded up instead of down with
/// <see cref="CeilMode"/> as long as the last window begins inside the image or the padding above it. No parameters.
/// </para>
/// </remarks>
/// <example>
/// The subsampling of the first convolutional networks; 6x28x28 becomes 6x14x14:
/// <code>
/// [Conv(6, 5, Pad = 2), AveragePool(2), Tanh]
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class AveragePoolAttribute : LayerAttribute
{
    /// <summary>Pools over a square window.</summary>
    /// <param name="window">Rows and columns of the window, at least 1; also the stride unless one is given.</param>
    public AveragePoolAttribute(int window)
        : this(window, window)
    {
    }

    /// <summary>Pools over a window of any height and width.</summary>
    /// <param name="height">Rows of the window, at least 1; also the vertical stride unless one is given.</param>
    /// <param name="width">Columns of the window, at least 1; also the horizontal stride unless one is given.</param>
    public AveragePoolAttribute(int height, int width)
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

    /// <summary>Whether the divisor counts the zeros of the padding: PyTorch's
    /// <c>count_include_pad</c>. Default: true.</summary>
    public bool CountPadding { get; set; } = true;
}
