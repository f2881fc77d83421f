namespace ConvGen.Generators.Inference;

/// <summary>A layer without parameters that moves values to other places, and may repeat them or leave some out.</summary>
internal abstract record ShapedRearrangement : ShapedLayer
{
    /// <summary>Why every output equals its input; null if some do not.</summary>
    public abstract string? NoEffect { get; }

    public sealed override int Parameters => 0;
    public sealed override (decimal Count, string Formula) ParameterCount => (0, "none");
    public sealed override Padding Border => Padding.None;
    public sealed override LayerProperty? Property => null;
    public sealed override long MultiplyAdds => 0;
}

/// <summary>Some neighbouring channels of an image, or elements of a vector.</summary>
internal sealed record ShapedSlice : ShapedRearrangement
{
    /// <summary>The first channel or element that is kept.</summary>
    public required int First { get; init; }

    public override string Kind => "Slice";
    public override string? NoEffect => Output == Input ? $"it takes all {Input.Channels} {(Input.IsFlat ? "values" : "channels")}" : null;
}

/// <summary>Channel k of group g becomes channel k * groups + g.</summary>
internal sealed record ShapedChannelShuffle : ShapedRearrangement
{
    public required int Groups { get; init; }

    /// <summary>The number of channels in each group of the input.</summary>
    public int GroupChannels => Input.Channels / Groups;

    public override string Kind => "ChannelShuffle";
    public override string? NoEffect => Groups == 1 ? "all channels are in one group"
        : GroupChannels == 1 ? "every group has a single channel"
        : null;
}

/// <summary>Factor * factor neighbouring channels become a square of pixels.</summary>
internal sealed record ShapedPixelShuffle : ShapedRearrangement
{
    public required int Factor { get; init; }

    public override string Kind => "PixelShuffle";
    public override string? NoEffect => Factor == 1 ? "its factor is 1" : null;
}

/// <summary>Rows and columns around an image.</summary>
internal sealed record ShapedPad : ShapedRearrangement
{
    public required Padding Padding { get; init; }
    public required PadMode Mode { get; init; }

    public override string Kind => "Pad";
    public override string? NoEffect => Padding == Padding.None ? "it adds no row and no column" : null;
}

/// <summary>An image enlarged by whole factors.</summary>
internal sealed record ShapedUpsample : ShapedRearrangement
{
    public required int FactorY { get; init; }
    public required int FactorX { get; init; }
    public required UpsampleMode Mode { get; init; }

    public override string Kind => "Upsample";
    public override string? NoEffect => FactorY == 1 && FactorX == 1 ? "its factor is 1" : null;
}
