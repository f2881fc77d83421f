namespace ConvGen;

/// <summary>A transposed convolution, which enlarges images: PyTorch's
/// <see href="https://pytorch.org/docs/stable/generated/torch.nn.ConvTranspose2d.html">ConvTranspose2d</see>.</summary>
/// <remarks>
/// <para>
/// Every input pixel adds a copy of the kernel to the output: <c>output[f][y * strideY + i - padTop][x * strideX + j - padLeft] +=
/// weight[c][f][i][j] * input[c][y][x]</c> over all c, y, x, i and j, on top of <c>bias[f]</c>; what falls outside the output is left
/// out. It computes what the gradient of a <c>Conv</c> with the same arguments does to the gradient of its input, so that it undoes the
/// change of the shape, not the values.
/// </para>
/// <para>
/// Shapes: <c>channels x height x width</c> becomes <c>filters x outHeight x outWidth</c> with
/// <c>outHeight = (height - 1) * strideY - padTop - padBottom + kernelHeight + outputPaddingY</c>, and likewise for the width. Padding
/// makes the output smaller. Parameters: <c>weight [channels, filters, kernelHeight, kernelWidth]</c> and <c>bias [filters]</c>.
/// </para>
/// <para>
/// The fan-in of <c>Init</c> is the number of products that an output sums on average, <c>channels * kernelHeight * kernelWidth /
/// (strideY * strideX)</c>, as the derivation of these initialisers demands. PyTorch's <c>init</c> functions take <c>filters *
/// kernelHeight * kernelWidth</c> instead, whatever the stride.
/// </para>
/// </remarks>
/// <example>
/// A kernel of 4 with a stride of 2 and a padding of 1 doubles the size exactly: 32x7x7 becomes 16x14x14.
/// <code>
/// [ConvTranspose(16, 4, Stride = 2, Pad = 1), ReLU]
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class ConvTransposeAttribute : LayerAttribute
{
    /// <summary>A transposed convolution with a square kernel.</summary>
    /// <param name="filters">Feature maps of the output, at least 1.</param>
    /// <param name="kernel">Rows and columns of the kernel, at least 1.</param>
    public ConvTransposeAttribute(int filters, int kernel)
        : this(filters, kernel, kernel)
    {
    }

    /// <summary>A transposed convolution with a kernel of any height and width.</summary>
    /// <param name="filters">Feature maps of the output, at least 1.</param>
    /// <param name="kernelHeight">Rows of the kernel, at least 1.</param>
    /// <param name="kernelWidth">Columns of the kernel, at least 1.</param>
    public ConvTransposeAttribute(int filters, int kernelHeight, int kernelWidth)
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

    /// <summary>The factor by which the image grows in both directions; give this or <see cref="StrideY"/> and <see cref="StrideX"/>.
    /// Default: 1.</summary>
    public int Stride { get; set; } = 1;

    /// <summary>Output rows from one input row to the next. Default: 1.</summary>
    public int StrideY { get; set; } = 1;

    /// <summary>Output columns from one input column to the next. Default: 1.</summary>
    public int StrideX { get; set; } = 1;

    /// <summary>Rows and columns removed from all four sides of the output; give this or the four sides. Default: 0.</summary>
    public int Pad { get; set; }

    /// <summary>Rows removed from the top of the output. Default: 0.</summary>
    public int PadTop { get; set; }

    /// <summary>Columns removed from the left of the output. Default: 0.</summary>
    public int PadLeft { get; set; }

    /// <summary>Rows removed from the bottom of the output. Default: 0.</summary>
    public int PadBottom { get; set; }

    /// <summary>Columns removed from the right of the output. Default: 0.</summary>
    public int PadRight { get; set; }

    /// <summary>Rows and columns added at the bottom and the right of the output, below the stride: it chooses between the sizes that a
    /// convolution with this stride maps to the same size. Give this or <see cref="OutputPaddingY"/> and <see cref="OutputPaddingX"/>.
    /// Default: 0.</summary>
    public int OutputPadding { get; set; }

    /// <summary>Rows added at the bottom of the output, below the stride. Default: 0.</summary>
    public int OutputPaddingY { get; set; }

    /// <summary>Columns added at the right of the output, below the stride. Default: 0.</summary>
    public int OutputPaddingX { get; set; }

    /// <summary>Whether every filter adds a bias. Default: true.</summary>
    public bool Bias { get; set; } = true;
}
