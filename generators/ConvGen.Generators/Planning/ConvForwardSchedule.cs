namespace ConvGen.Generators.Planning;

/// <summary>
/// The forward kernel of a convolution: filters in lanes, a register tile of a few filter vectors times a few pixels, and the
/// reduction in loops around it.
/// </summary>
internal sealed record ConvForwardSchedule
{
    /// <summary>Filters, cut into blocks of one to three vectors; equal blocks share one method.</summary>
    public required IReadOnlyList<FilterBlock> Blocks { get; init; }

    /// <summary>Floats of the weights as the forward kernel reads them, biases behind them.</summary>
    public required int PackedFloats { get; init; }

    /// <summary>Where they start among all packed weights.</summary>
    public required int PackedOffset { get; init; }

    /// <summary>Where the biases start, relative to <see cref="PackedOffset"/>: one float per filter, padded.</summary>
    public required int PackedBias { get; init; }
}

/// <summary>Filters that one call computes, and the tile that it holds in registers.</summary>
internal sealed record FilterBlock
{
    /// <summary>The first filter of each block that this method serves.</summary>
    public required IReadOnlyList<int> FirstFilters { get; init; }

    /// <summary>Vectors of eight filters.</summary>
    public required int Vectors { get; init; }

    /// <summary>Outputs (pooled ones, where pooling is fused) in a row that a full tile yields.</summary>
    public required int TileOutputs { get; init; }

    /// <summary>Outputs of the last tile of a row; zero where full tiles cover it.</summary>
    public required int LastTileOutputs { get; init; }

    /// <summary>Full tiles in a row.</summary>
    public required int FullTiles { get; init; }

    /// <summary>Steps of the innermost reduction loop that are written out.</summary>
    public required int Unroll { get; init; }

    /// <summary>Filters that exist; the lanes of the others compute on zeros and are masked when they are stored.</summary>
    public required int RealFilters { get; init; }

    /// <summary>Lanes of the block.</summary>
    public int Filters => Vectors * VectorSize.Lanes;
}
