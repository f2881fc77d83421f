namespace ConvGen.Generators.Rendering.Rearrangement;

/// <summary>Some neighbouring channels of every pixel.</summary>
internal sealed class SliceMap(RearrangementStage stage, ShapedSlice slice) : PixelMap(stage)
{
    public override string Formula => $"y[c] = x[c + {slice.First}] for {slice.Output.Channels} of {slice.Input.Channels} "
        + (slice.Input.IsFlat ? "values" : "channels of every pixel");

    public override string BackwardFormula => $"dx[c + {slice.First}] = dy[c], and 0 for the others";

    public override string? ZerosInGradient =>
        $"{(slice.Input.IsFlat ? "Values" : "Channels")} outside the slice have no gradient, and the padding is zero.";

    public override IEnumerable<(string Name, int Value, string Meaning)> Constants =>
        [("First", slice.First, $"The first {(slice.Input.IsFlat ? "value" : "channel")} of the slice.")];

    public override string InputOffset => slice.First == 0 ? "" : "First";

    public override void RenderChannels(KernelWriter writer, string source, string target, bool isForward) =>
        ChannelCopy.Render(
            writer, slice.Output.Channels, isForward ? Stage.Output.PixelStride : slice.Output.Channels, source, target);
}

/// <summary>The channels of every pixel, dealt out to the groups in turn.</summary>
internal sealed class ChannelShuffleMap(RearrangementStage stage, ShapedChannelShuffle shuffle) : PixelMap(stage)
{
    public override string Formula =>
        $"y[c * {shuffle.Groups} + g] = x[g * {shuffle.GroupChannels} + c] for channel c of group g of every pixel";

    public override string BackwardFormula => $"dx[g * {shuffle.GroupChannels} + c] = dy[c * {shuffle.Groups} + g]";

    public override string Schedule => "pixel by pixel, channel by channel";

    public override IEnumerable<(string Name, int Value, string Meaning)> Constants =>
    [
        ("Groups", shuffle.Groups, "The number of groups."),
        ("GroupChannels", shuffle.GroupChannels, "The number of channels in a group."),
    ];

    public override void RenderChannels(KernelWriter writer, string source, string target, bool isForward)
    {
        const string Before = "group * GroupChannels + channel", After = "channel * Groups + group";
        (string from, string to) = isForward ? (Before, After) : (After, Before);
        using (writer.Block("for (int group = 0; group < Groups; group++)"))
        using (writer.Block("for (int channel = 0; channel < GroupChannels; channel++)"))
        {
            writer.Line($"Unsafe.Add(ref {target}, {to}) = Unsafe.Add(ref {source}, {from});");
        }

        ChannelCopy.RenderPadding(writer, shuffle.Input.Channels, Stage.Output.PixelStride, target);
    }
}

/// <summary>The channels of a pixel as a square of pixels.</summary>
internal sealed class PixelShuffleMap(RearrangementStage stage, ShapedPixelShuffle shuffle) : PixelMap(stage)
{
    private bool IsIdentity => shuffle.Factor == 1;

    private string Index =>
        $"x[(c * {shuffle.Factor} + i % {shuffle.Factor}) * {shuffle.Factor} + j % {shuffle.Factor}, i / {shuffle.Factor}, j / {shuffle.Factor}]";

    public override string Formula => $"y[c, i, j] = {Index}";

    public override string BackwardFormula => $"d{Index} = dy[c, i, j]";

    public override string Schedule => "output pixel by pixel, channel by channel";

    /// <summary>No output copies the padding.</summary>
    public override string? ZerosInGradient =>
        Stage.Input.PixelStride == shuffle.Input.Channels ? null : "The padding of the channels is zero.";

    public override IEnumerable<(string Name, int Value, string Meaning)> Constants =>
    [
        ("Factor", shuffle.Factor, "The rows and columns that a pixel of the input becomes."),
        ("Square", shuffle.Factor * shuffle.Factor, "The pixels that a pixel of the input becomes, each from one of as many channels."),
    ];

    public override string InputRow => IsIdentity ? "row" : "row / Factor";

    public override string InputColumn => IsIdentity ? "column" : "column / Factor";

    public override string InputOffset => IsIdentity ? "" : "row % Factor * Factor + column % Factor";

    public override void RenderChannels(KernelWriter writer, string source, string target, bool isForward)
    {
        string strided = IsIdentity ? "channel" : "channel * Square";
        (string from, string to) = isForward ? (strided, "channel") : ("channel", strided);
        using (writer.Block($"for (int channel = 0; channel < {shuffle.Output.Channels}; channel++)"))
        {
            writer.Line($"Unsafe.Add(ref {target}, {to}) = Unsafe.Add(ref {source}, {from});");
        }

        if (isForward)
        {
            ChannelCopy.RenderPadding(writer, shuffle.Output.Channels, Stage.Output.PixelStride, target);
        }
    }
}
