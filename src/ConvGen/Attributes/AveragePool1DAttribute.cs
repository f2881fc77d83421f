namespace ConvGen;

/// <summary>The mean of every window of a signal, channel by channel: PyTorch's
/// <see href="https://pytorch.org/docs/stable/generated/torch.nn.AvgPool1d.html">AvgPool1d</see>.</summary>
/// <remarks>
/// <para>
/// <c>output[c][x] = (sum over j of input[c][x * stride + j - padLeft]) / n</c>, where input outside the signal counts as zero. n is the
/// number of window values inside the padded signal or, with <c>CountPadding = false</c>, inside the signal itself.
/// </para>
/// <para>
/// A signal is an image of one row: <c>channels x 1 x length</c> becomes <c>channels x 1 x outLength</c> with
/// <c>outLength = floor((length + padLeft + padRight - window) / stride) + 1</c>, rounded up instead of down with
/// <see cref="CeilMode"/> as long as the last window begins inside the signal or the padding before it. No parameters.
/// </para>
/// </remarks>
/// <example>
/// A window of two values with its own size as stride halves the length: 8x1x128 becomes 8x1x64.
/// <code>
/// [Conv1D(8, 5, Same = true), AveragePool1D(2), ReLU]
/// </code>
/// </example>
/// <param name="window">Values of the window, at least 1; also the stride unless one is given.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class AveragePool1DAttribute(int window) : LayerAttribute
{
    /// <summary>Values of the window.</summary>
    public int Window { get; } = window;

    /// <summary>Step from window to window. Default: the window.</summary>
    public int Stride { get; set; } = window;

    /// <summary>Padding at both ends, at most half the window; give this or the two ends. Default: 0.</summary>
    public int Pad { get; set; }

    /// <summary>Padding before the signal, at most half the window. Default: 0.</summary>
    public int PadLeft { get; set; }

    /// <summary>Padding after the signal, at most half the window. Default: 0.</summary>
    public int PadRight { get; set; }

    /// <summary>Rounds the output's length up, so that the last values are pooled too. Default: false.</summary>
    public bool CeilMode { get; set; }

    /// <summary>Whether the divisor counts the zeros of the padding: PyTorch's <c>count_include_pad</c>. Default: true.</summary>
    public bool CountPadding { get; set; } = true;
}
