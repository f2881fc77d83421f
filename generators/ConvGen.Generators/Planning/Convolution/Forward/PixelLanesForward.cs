namespace ConvGen.Generators.Planning.Convolution.Forward;

/// <summary>
/// Neighbouring pixels of a planar input in lanes, weights broadcast. Filters need not fill vectors, which suits a first layer
/// of few of them. A register tile is two rows of a vector of pixels times a few filters; its results are turned from rows of pixels
/// to the output's rows of channels on their way to memory.
/// </summary>
internal sealed record PixelLanesForward : ConvForwardSchedule
{
    /// <summary>Pixels of a tile: two rows, which a 2x2 pooling needs, and which let a weight serve twice.</summary>
    public const int TileRows = 2;
    public required int TileColumns { get; init; }

    /// <summary>Filters, four by four; the last block takes a few more or fewer.</summary>
    public required EquatableArray<PixelLanesBlock> Blocks { get; init; }

    /// <summary>Tiles along a row; the last one starts earlier where the row has no place for all of it.</summary>
    public required int RowTiles { get; init; }

    /// <summary>
    /// True where the end of a row is half a tile: a tile of its own then holds the end of one pair of rows in the lower half of
    /// its vectors, and that of the next pair in the upper half.
    /// </summary>
    public required bool EndsInHalves { get; init; }

    /// <summary>Rows and columns of outputs that a tile yields; fewer where it pools.</summary>
    public required int OutputRows { get; init; }
    public required int OutputColumns { get; init; }

    /// <summary>Kernel columns that are written out.</summary>
    public required int Unroll { get; init; }

    public override IEnumerable<ConvBlock> FilterBlocks => Blocks;

    public override string Describe() => $"pixels in lanes, {Blocks[Blocks.Count - 1].RealFilters} x {TileRows}x{TileColumns}";
}

/// <summary>Filters that one call computes.</summary>
internal sealed record PixelLanesBlock : ConvBlock
{
    /// <summary>Channels that are stored, four by four: the last block also writes the zeros of the padding.</summary>
    public required int StoredChannels { get; init; }

    public override int Filters => RealFilters;
}
