namespace ConvGen;

/// <summary>A separate convolution of every channel: PyTorch's
/// <see href="https://pytorch.org/docs/stable/generated/torch.nn.Conv2d.html">Conv2d</see> with <c>groups</c> equal to its
/// channels and filters.</summary>
/// <remarks>
/// <para>
/// <c>output[c][y][x] = bias[c] + sum over i, j of weight[c][0][i][j] * input[c][y * strideY + i * dilationY - padTop][x *
/// strideX + j * dilationX - padLeft]</c>, where input outside the image counts as zero. Channels do not mix; a 1x1 <c>Conv</c>
/// after it mixes them. Together the two need a fraction of the multiply-adds of a full convolution.
/// </para>
/// <para>
/// Shapes: <c>channels x height x width</c> becomes <c>channels x outHeight x outWidth</c> with
/// <c>outHeight = floor((height + padTop + padBottom - dilationY * (kernelHeight - 1) - 1) / strideY) + 1</c>, and likewise
/// for the width. Parameters: <c>weight [channels, 1, kernelHeight, kernelWidth]</c> and <c>bias [channels]</c>.
/// </para>
/// </remarks>
/// <example>
/// A separable convolution: 9 multiply-adds per value, then 32 per value, where a 3x3 convolution of 32 channels needs 288:
/// <code>
/// [DepthwiseConv(3, Same = true), Conv(32, 1), ReLU]
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class DepthwiseConvAttribute : LayerAttribute
{
    /// <summary>A square kernel for every channel.</summary>
    /// <param name="kernel">Rows and columns of the kernels, at least 1.</param>
    public DepthwiseConvAttribute(int kernel)
        : this(kernel, kernel)
    {
    }

    /// <summary>A kernel of any height and width for every channel.</summary>
    /// <param name="kernelHeight">Rows of the kernels, at least 1.</param>
    /// <param name="kernelWidth">Columns of the kernels, at least 1.</param>
    public DepthwiseConvAttribute(int kernelHeight, int kernelWidth)
    {
        KernelHeight = kernelHeight;
        KernelWidth = kernelWidth;
    }

    /// <summary>Rows of a kernel.</summary>
    public int KernelHeight { get; }

    /// <summary>Columns of a kernel.</summary>
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

    /// <summary>Whether every channel adds a bias. Default: true.</summary>
    public bool Bias { get; set; } = true;
}
