namespace ConvGen.Generators.Planning.Storage;

/// <summary>
/// How the activations of one sample lie in memory between two stages. Either the channels of a pixel lie together
/// (<c>[row][column][channel]</c>, channels padded to whole vectors with zeros), which every kernel writes, or each channel is a
/// plane of its own (<c>[channel][row][column]</c>), which suits an input of few channels. A border of zeros lies around the
/// image where the next convolution pads, so that its kernel knows no edges.
/// </summary>
internal sealed record ActivationLayout
{
    /// <summary>Its vectors are those to which channels and samples are padded.</summary>
    public required Target Target { get; init; }
    public required Shape Shape { get; init; }
    public required bool IsPlanar { get; init; }
    public required Padding Border { get; init; }

    /// <summary>Floats between neighbours in a row.</summary>
    public int PixelStride => IsPlanar ? 1 : Target.Padded(Shape.Channels);

    /// <summary>Floats between neighbours in a column.</summary>
    public int RowStride => (Border.Left + Shape.Width + Border.Right) * PixelStride;

    /// <summary>Floats between neighbouring channels.</summary>
    public int ChannelStride => IsPlanar ? RowStride * Rows : 1;

    /// <summary>Rows, border included.</summary>
    public int Rows => Border.Top + Shape.Height + Border.Bottom;

    /// <summary>The offset of channel 0 of the first pixel inside the border.</summary>
    public int Origin => Border.Top * RowStride + Border.Left * PixelStride;

    /// <summary>Floats between two samples.</summary>
    public int SampleStride => Target.Padded(IsPlanar ? Shape.Channels * ChannelStride : RowStride * Rows);

    public bool HasBorder => Border != Padding.None;

    /// <summary>Vectors that hold the channels of a pixel.</summary>
    public int ChannelVectors => Target.Vectors(Shape.Channels);

    /// <summary>True where the floats are exactly those of <c>[channel][row][column]</c>, one sample after the other.</summary>
    public bool IsChannelMajor =>
        !HasBorder && SampleStride == Shape.Length && (IsPlanar || Shape.Channels == Shape.Length);

    /// <summary>Vectors read from a planar row reach past its end, past the last row beyond the buffer.</summary>
    public int Slack => IsPlanar ? Target.Lanes : 0;

    public static ActivationLayout ChannelsLast(Target target, Shape shape, Padding border) =>
        new() { Target = target, Shape = shape, IsPlanar = false, Border = border };

    public static ActivationLayout Planar(Target target, Shape shape, Padding border) =>
        new() { Target = target, Shape = shape, IsPlanar = true, Border = border };

    /// <summary>For the head of a generated file: what a reader must know to follow the offsets.</summary>
    public string Describe()
    {
        if (Shape.IsFlat)
        {
            return PixelStride == Shape.Channels ? $"{Shape} floats" : $"{Shape} floats, padded to {PixelStride}";
        }

        string border = !HasBorder ? ""
            : Border == new Padding(Border.Top, Border.Top, Border.Top, Border.Top) ? $", zeros around: {Border.Top} on each side"
            : $", zeros around: {Border.Top} above, {Border.Left} left, {Border.Bottom} below, {Border.Right} right";
        return IsPlanar
            ? $"{Shape} as [channel][row][column], {RowStride} floats per row{border}"
            : $"{Shape} as [row][column][channel], {PixelStride} floats per pixel, {RowStride} per row{border}";
    }
}
