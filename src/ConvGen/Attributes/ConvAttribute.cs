namespace ConvGen;

/// <summary>A two-dimensional convolution: PyTorch's
/// <see href="https://pytorch.org/docs/stable/generated/torch.nn.Conv2d.html">Conv2d</see>.</summary>
/// <remarks>
/// <para>
/// <c>output[f][y][x] = bias[f] + sum over c, i, j of weight[f][c][i][j] * input[c][y * strideY + i * dilationY - padTop][x *
/// strideX + j * dilationX - padLeft]</c>, where input outside the image counts as zero. As is usual in deep learning, the
/// kernel is not flipped: the layer computes a cross-correlation.
/// </para>
/// <para>
/// Shapes: <c>channels x height x width</c> becomes <c>filters x outHeight x outWidth</c> with
/// <c>outHeight = floor((height + padTop + padBottom - dilationY * (kernelHeight - 1) - 1) / strideY) + 1</c>, and likewise
/// for the width.
/// Parameters: <c>weight [filters, channels / groups, kernelHeight, kernelWidth]</c> and <c>bias [filters]</c>.
/// </para>
/// <para>
/// With several groups, filter f belongs to group <c>f / (filters / groups)</c> and reads only that group's channels: c counts
/// from <c>group * (channels / groups)</c>, so that the layer consists of <c>groups</c> independent convolutions.
/// </para>
/// </remarks>
/// <example>
/// Twenty 5x5 feature maps on 1x28x28 give 20x24x24; with <c>Same = true</c> they give 20x28x28:
/// <code>
/// [Network(1, 28, 28)]
/// [Conv(20, 5, Same = true), ReLU]
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class ConvAttribute : LayerAttribute
{
    /// <summary>A convolution with a square kernel.</summary>
    /// <param name="filters">Feature maps of the output, at least 1.</param>
    /// <param name="kernel">Rows and columns of the kernel, at least 1.</param>
    public ConvAttribute(int filters, int kernel)
        : this(filters, kernel, kernel)
    {
    }

    /// <summary>A convolution with a kernel of any height and width.</summary>
    /// <param name="filters">Feature maps of the output, at least 1.</param>
    /// <param name="kernelHeight">Rows of the kernel, at least 1.</param>
    /// <param name="kernelWidth">Columns of the kernel, at least 1.</param>
    public ConvAttribute(int filters, int kernelHeight, int kernelWidth)
    {
        Filters = filters;
        KernelHeight = kernelHeight;
        KernelWidth = kernelWidth;
    }

    /// <summary>Feature maps of the output.</summary>
    public int Filters { get; }

    /// <summary>Rows of the kernel.</summary>
    public int KernelHeight { get; }

    /// <summary>Columns of the kernel.</summary>
    public int KernelWidth { get; }

    /// <summary>Step in both directions; give this or <see cref="StrideY"/> and <see cref="StrideX"/>. Default: 1.</summary>
    public int Stride { get; set; } = 1;

    /// <summary>Step from row to row. Default: 1.</summary>
    public int StrideY { get; set; } = 1;

    /// <summary>Step from column to column. Default: 1.</summary>
    public int StrideX { get; set; } = 1;

    /// <summary>Zeros around the image on all four sides; give this or the four sides. Default: 0.</summary>
    public int Pad { get; set; }

    /// <summary>Rows of zeros above the image. Default: 0.</summary>
    public int PadTop { get; set; }

    /// <summary>Columns of zeros left of the image. Default: 0.</summary>
    public int PadLeft { get; set; }

    /// <summary>Rows of zeros below the image. Default: 0.</summary>
    public int PadBottom { get; set; }

    /// <summary>Columns of zeros right of the image. Default: 0.</summary>
    public int PadRight { get; set; }

    /// <summary>Chooses the padding so that the output has <c>ceil(input / stride)</c> rows and columns; if their number is
    /// odd, the extra zero goes to the bottom and the right. Cannot be combined with explicit padding.</summary>
    public bool Same { get; set; }

    /// <summary>Distance between neighbouring taps of the kernel in both directions: a 3x3 kernel of dilation 2 reaches over
    /// 5x5 pixels. Give this or <see cref="DilationY"/> and <see cref="DilationX"/>. Default: 1.</summary>
    public int Dilation { get; set; } = 1;

    /// <summary>Distance between neighbouring rows of the kernel. Default: 1.</summary>
    public int DilationY { get; set; } = 1;

    /// <summary>Distance between neighbouring columns of the kernel. Default: 1.</summary>
    public int DilationX { get; set; } = 1;

    /// <summary>The number of independent groups into which channels and filters are split; must divide both. Default: 1.</summary>
    public int Groups { get; set; } = 1;

    /// <summary>Whether every filter adds a bias. Default: true.</summary>
    public bool Bias { get; set; } = true;
}
