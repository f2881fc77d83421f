namespace ConvGen;

/// <summary>A one-dimensional convolution: PyTorch's
/// <see href="https://pytorch.org/docs/stable/generated/torch.nn.Conv1d.html">Conv1d</see>.</summary>
/// <remarks>
/// <para>
/// <c>output[f][x] = bias[f] + sum over c, j of weight[f][c][j] * input[c][x * stride + j * dilation - padLeft]</c>, where input
/// outside the signal counts as zero. The kernel is not flipped.
/// </para>
/// <para>
/// A signal is an image of one row, so that <c>Conv1D(filters, kernel)</c> computes the same as <c>Conv(filters, 1, kernel)</c>, and other
/// layers follow it as they follow a <c>Conv</c>. Shapes: <c>channels x 1 x length</c> becomes <c>filters x 1 x outLength</c> with
/// <c>outLength = floor((length + padLeft + padRight - dilation * (kernel - 1) - 1) / stride) + 1</c>.
/// Parameters: <c>weight [filters, channels / groups, kernel]</c> and <c>bias [filters]</c>.
/// </para>
/// </remarks>
/// <example>
/// Eight filters over six channels of 128 samples give 8x1x128, and the pooling 8x1x64:
/// <code>
/// [Network(6, 1, 128)]
/// [Conv1D(8, 5, Same = true), MaxPool1D(2), ReLU]
/// </code>
/// </example>
/// <param name="filters">Feature maps of the output, at least 1.</param>
/// <param name="kernel">Taps of the kernel, at least 1.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class Conv1DAttribute(int filters, int kernel) : LayerAttribute
{
    /// <summary>Feature maps of the output.</summary>
    public int Filters { get; } = filters;

    /// <summary>Taps of the kernel.</summary>
    public int Kernel { get; } = kernel;

    /// <summary>Step from output to output. Default: 1.</summary>
    public int Stride { get; set; } = 1;

    /// <summary>Zeros at both ends of the signal; give this or the two ends. Default: 0.</summary>
    public int Pad { get; set; }

    /// <summary>Zeros before the signal. Default: 0.</summary>
    public int PadLeft { get; set; }

    /// <summary>Zeros after the signal. Default: 0.</summary>
    public int PadRight { get; set; }

    /// <summary>Chooses the padding so that the output has <c>ceil(length / stride)</c> values; if the number of zeros is odd, the extra
    /// one goes to the right. Cannot be combined with explicit padding.</summary>
    public bool Same { get; set; }

    /// <summary>Distance between neighbouring taps of the kernel. Default: 1.</summary>
    public int Dilation { get; set; } = 1;

    /// <summary>The number of independent groups into which channels and filters are split; must divide both. Default: 1.</summary>
    public int Groups { get; set; } = 1;

    /// <summary>Whether every filter adds a bias. Default: true.</summary>
    public bool Bias { get; set; } = true;
}
