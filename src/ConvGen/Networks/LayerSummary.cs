namespace ConvGen;

/// <summary>One layer of a <see cref="NetworkSummary"/>.</summary>
/// <param name="Name">The layer's name, such as <c>Conv1</c>.</param>
/// <param name="Kind">The name of its attribute, such as <c>Conv</c>.</param>
/// <param name="OutputShape">The shape of its output: channels, height, width; or the length of a vector.</param>
/// <param name="Parameters">The number of its trainable values.</param>
/// <param name="MultiplyAdds">The multiply-adds of its forward pass over one sample, skipped zeros included.</param>
public sealed record LayerSummary(
    string Name, string Kind, IReadOnlyList<int> OutputShape, int Parameters, long MultiplyAdds)
{
    /// <summary>The names of the layers whose outputs it reads, in order; <c>Input</c> is the input of the network.</summary>
    public IReadOnlyList<string> Inputs { get; init; } = [];

    /// <summary>The window of a convolution or a pooling; a single pixel with its padding for a Pad; null for other layers.</summary>
    public LayerWindow? Window { get; init; }

    /// <summary>The factor that prediction applies: 1 - rate for a dropout that is not inverted, the slope for negative values
    /// for LeakyReLU; 1 for other layers.</summary>
    public float Factor { get; init; } = 1f;

    /// <summary>The number that a normalization adds to the variance; 0 for other layers.</summary>
    public double Epsilon { get; init; }

    /// <summary>The factor of a <see cref="ScaleAttribute">Scale</see>, or one for each channel; empty for other layers.</summary>
    public IReadOnlyList<float> Factors { get; init; } = [];

    /// <summary>The offset of a <see cref="ScaleAttribute">Scale</see>, or one for each channel; empty for other layers.</summary>
    public IReadOnlyList<float> Offsets { get; init; } = [];

    /// <summary>The lower bound of a Clip; minus infinity for other layers.</summary>
    public float Min { get; init; } = float.NegativeInfinity;

    /// <summary>The upper bound of a Clip; infinity for other layers.</summary>
    public float Max { get; init; } = float.PositiveInfinity;

    /// <summary>The first channel or element that a Slice takes; 0 for other layers.</summary>
    public int First { get; init; }

    /// <summary>The number of groups of a ChannelShuffle; 1 for other layers.</summary>
    public int Groups { get; init; } = 1;

    /// <summary>How an Upsample computes an output; nearest for other layers.</summary>
    public UpsampleMode UpsampleMode { get; init; }
}
