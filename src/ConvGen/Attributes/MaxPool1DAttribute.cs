namespace ConvGen;

/// <summary>The maximum of every window of a signal, channel by channel: PyTorch's
/// <see href="https://pytorch.org/docs/stable/generated/torch.nn.MaxPool1d.html">MaxPool1d</see>.</summary>
/// <remarks>
/// <para>
/// <c>output[c][x] = max over j of input[c][x * stride + j * dilation - padLeft]</c>, where input outside the signal counts as minus
/// infinity. The gradient goes to the first maximum; a NaN in the window wins.
/// </para>
/// <para>
/// A signal is an image of one row: <c>channels x 1 x length</c> becomes <c>channels x 1 x outLength</c> with
/// <c>outLength = floor((length + padLeft + padRight - dilation * (window - 1) - 1) / stride) + 1</c>, rounded up instead of down with
/// <see cref="CeilMode"/> as long as the last window begins inside the signal or the padding before it. No parameters.
/// </para>
/// </remarks>
/// <example>
/// A window of two values with its own size as stride halves the length: 8x1x128 becomes 8x1x64.
/// <code>
/// [Conv1D(8, 5, Same = true), MaxPool1D(2), ReLU]
/// </code>
/// </example>
/// <param name="window">Values of the window, at least 1; also the stride unless one is given.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class MaxPool1DAttribute(int window) : LayerAttribute
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

    /// <summary>Distance between neighbouring values of a window. Default: 1.</summary>
    public int Dilation { get; set; } = 1;
}
