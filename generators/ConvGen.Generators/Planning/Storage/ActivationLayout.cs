namespace ConvGen.Generators.Planning.Storage;

/// <summary>
/// The memory layout of one sample's activations between two stages. Either the channels of a pixel are adjacent
/// (<c>[row][column][channel]</c>, with channels padded to whole vectors with zeros), as all kernels write them, or each channel is a
/// plane (<c>[channel][row][column]</c>), which suits an input with few channels. If the next convolution pads, the image has a border of
/// zeros, so that the kernel needs no special cases at the edges.
/// </summary>
internal sealed record ActivationLayout
{
    /// <summary>The target; channels and samples are padded to its vector width.</summary>
    public required Target Target { get; init; }
    public required Shape Shape { get; init; }
    public required bool IsPlanar { get; init; }
    public required Padding Border { get; init; }

    /// <summary>The distance in floats between neighbours in a row.</summary>
    public int PixelStride => IsPlanar ? 1 : Target.Padded(Shape.Channels);

    /// <summary>The distance in floats between neighbours in a column.</summary>
    public int RowStride => (Border.Left + Shape.Width + Border.Right) * PixelStride;

    /// <summary>The distance in floats between neighbouring channels.</summary>
    public int ChannelStride => IsPlanar ? RowStride * Rows : 1;

    /// <summary>The number of rows, including the border.</summary>
    public int Rows => Border.Top + Shape.Height + Border.Bottom;

    /// <summary>The offset of channel 0 of the first pixel inside the border.</summary>
    public int Origin => Border.Top * RowStride + Border.Left * PixelStride;

    /// <summary>The distance in floats between two samples.</summary>
    public int SampleStride => Target.Padded(IsPlanar ? Shape.Channels * ChannelStride : RowStride * Rows);

    public bool HasBorder => Border != Padding.None;

    /// <summary>The number of vectors for the channels of a pixel.</summary>
    public int ChannelVectors => Target.Vectors(Shape.Channels);

    /// <summary>True if the layout is exactly <c>[channel][row][column]</c>, without padding.</summary>
    public bool IsChannelMajor =>
        !HasBorder && SampleStride == Shape.Length && (IsPlanar || Shape.Channels == Shape.Length);

    /// <summary>Extra floats at the end of a buffer: vectors read from a planar row extend past its end, and from the last row past the
    /// buffer.</summary>
    public int Slack => IsPlanar ? Target.Lanes : 0;

    public static ActivationLayout ChannelsLast(Target target, Shape shape, Padding border) =>
        new() { Target = target, Shape = shape, IsPlanar = false, Border = border };

    public static ActivationLayout Planar(Target target, Shape shape, Padding border) =>
        new() { Target = target, Shape = shape, IsPlanar = true, Border = border };

    /// <summary>Describes the layout for the head of a generated file.</summary>
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
