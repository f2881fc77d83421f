namespace ConvGen.Generators.Planning.Convolution.Forward;

/// <summary>
/// Neighbouring pixels of a planar input in lanes, with broadcast weights. The filters need not fill vectors, which suits a first layer
/// with few filters. A register tile is two rows of a vector of pixels times a few filters. Its results are transposed when stored,
/// because the channels of an output pixel are adjacent in memory.
/// </summary>
internal sealed record PixelLanesForward : ConvForwardSchedule
{
    /// <summary>The number of rows of a tile. A 2x2 pooling needs two rows, and each broadcast weight is then used twice.</summary>
    public const int TileRows = 2;
    public required int TileColumns { get; init; }

    /// <summary>The filters in blocks of four, or of eight with 32 registers; the last block has a few more or fewer.</summary>
    public required EquatableArray<PixelLanesBlock> Blocks { get; init; }

    /// <summary>The number of tiles in a row. If a full tile does not fit at the end, the last one overlaps the one before it.</summary>
    public required int RowTiles { get; init; }

    /// <summary>
    /// True if a row ends with half a tile. An additional tile then computes the ends of two pairs of rows: one in the lower halves of
    /// its vectors, the next in the upper halves.
    /// </summary>
    public required bool EndsInHalves { get; init; }

    /// <summary>The number of output rows and columns of a tile, after pooling.</summary>
    public required int OutputRows { get; init; }
    public required int OutputColumns { get; init; }

    /// <summary>The unroll factor of the loop over kernel columns.</summary>
    public required int Unroll { get; init; }

    public override IEnumerable<ConvBlock> FilterBlocks => Blocks;

    public override string Describe() => $"pixels in lanes, {Blocks[Blocks.Count - 1].RealFilters} x {TileRows}x{TileColumns}";
}

/// <summary>The filters that one call computes.</summary>
internal sealed record PixelLanesBlock : ConvBlock
{
    /// <summary>The number of channels stored, in groups of four: the last block also writes the zeros of the padding.</summary>
    public required int StoredChannels { get; init; }

    public override int Filters => RealFilters;
}
