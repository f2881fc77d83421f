namespace ConvGen.Generators.Planning.Convolution.Forward;

/// <summary>
/// How the forward pass of a convolution is computed. A closed family: with filters or with pixels in the lanes of a vector, or
/// by Winograd's transforms.
/// </summary>
internal abstract record ConvForwardSchedule : CandidateSchedule
{
    /// <summary>Floats of the weights as the forward kernel reads them, biases after them.</summary>
    public required int PackedFloats { get; init; }

    /// <summary>Where the biases start among them: one float per filter, padded.</summary>
    public required int PackedBias { get; init; }

    /// <summary>The filters, block by block, as the kernel computes them and packing lays them out.</summary>
    public abstract IEnumerable<ConvBlock> FilterBlocks { get; }
}

/// <summary>
/// Filters in lanes, a register tile of a few filter vectors times a few pixels, and the reduction in loops around it.
/// </summary>
internal sealed record DirectForward : ConvForwardSchedule
{
    /// <summary>Filters, cut into blocks of one to three vectors; equal blocks share one method.</summary>
    public required EquatableArray<DirectBlock> Blocks { get; init; }

    public override IEnumerable<ConvBlock> FilterBlocks => Blocks;

    /// <summary>Filter vectors x pixels of each block: <c>direct, 3 x 2x2 and 2 x 2x2</c>.</summary>
    public override string Describe() => $"direct, {string.Join(" and ", Blocks.Select(block => block.Tile).Distinct())}";
}

/// <summary>
/// Winograd's minimal filtering (Lavin and Gray, "Fast Algorithms for Convolutional Neural Networks", 2016): tiles of the input
/// and the filters are transformed, multiplied element by element, and transformed back. F(2x2,5x5) needs 36
/// multiplications where the definition needs 100; sums are rounded differently, by a few units in the last place.
/// </summary>
internal sealed record WinogradForward : ConvForwardSchedule
{
    public required WinogradTransform Transform { get; init; }

    /// <summary>Tiles down and across, before pooling.</summary>
    public required int TilesY { get; init; }
    public required int TilesX { get; init; }

    /// <summary>Rows of tiles that are transformed and multiplied together: they stay in the second-level cache.</summary>
    public required int TileRows { get; init; }

    public required EquatableArray<WinogradBlock> Blocks { get; init; }

    /// <summary>Where the transformed weights start, after the directly packed ones, relative to its packed weights.</summary>
    public required int TransformedWeights { get; init; }

    /// <summary>Floats from one element of the transformed tiles to the next.</summary>
    public required int TransformedElement { get; init; }

    /// <summary>Floats from one element of the products to the next.</summary>
    public required int ProductElement { get; init; }

    /// <summary>The part of <see cref="CandidateSchedule.Cycles"/> for the transforms of the input and of the products.</summary>
    public required long TransformCycles { get; init; }

    /// <summary>Tiles in work together.</summary>
    public int Tiles => TileRows * TilesX;

    /// <summary>Floats of a tile's products of one element: those of the widest block, and the others leave a gap.</summary>
    public int ProductTile => Blocks.Max(block => block.Filters);

    public override IEnumerable<ConvBlock> FilterBlocks => Blocks;

    /// <summary>The transforms round differently, by a few units in the last place: that must be worth it.</summary>
    public override double WorthwhileShare => 0.85;

    public override string Describe() => Transform.Name;
}

/// <summary>Filters that one call computes. Blocks of one size share a method.</summary>
internal abstract record ConvBlock
{
    /// <summary>The first filter of each block that this method serves.</summary>
    public required EquatableArray<int> FirstFilters { get; init; }

    /// <summary>Filters that exist; the lanes of the others compute on zeros and are masked when they are stored.</summary>
    public required int RealFilters { get; init; }

    /// <summary>Lanes of the block, and floats of one step of its packed weights.</summary>
    public abstract int Filters { get; }
}

/// <summary>Filters that one call computes, and the tile that it holds in registers.</summary>
internal sealed record DirectBlock : ConvBlock
{
    /// <summary>Filters of a vector.</summary>
    public required int Lanes { get; init; }

    /// <summary>Vectors of filters.</summary>
    public required int Vectors { get; init; }

    public override int Filters => Vectors * Lanes;

    /// <summary>The window of the fused pooling; one pixel where none is fused.</summary>
    public required int WindowHeight { get; init; }
    public required int WindowWidth { get; init; }

    /// <summary>Outputs (pooled ones, where pooling is fused) in a row that a full tile yields.</summary>
    public required int TileOutputs { get; init; }

    /// <summary>Outputs of the last tile of a row; zero where full tiles cover it.</summary>
    public required int LastTileOutputs { get; init; }

    /// <summary>Full tiles in a row.</summary>
    public required int FullTiles { get; init; }

    /// <summary>Steps of the innermost reduction loop that are written out.</summary>
    public required int Unroll { get; init; }

    /// <summary>
    /// True where the filters of the last vector fill at most half of it and stand there twice: its lower half is multiplied by
    /// one pixel, its upper half by the pixel to the right, and no lane computes on zeros.
    /// </summary>
    public bool EndsInHalf { get; init; }

    /// <summary>Vectors whose filters stand there once.</summary>
    public int WholeVectors => EndsInHalf ? Vectors - 1 : Vectors;

    /// <summary>Filter vectors x pixels in registers: <c>3 x 2x2</c>, or <c>2.5 x 2x2</c> with a half vector.</summary>
    public string Tile => $"{WholeVectors}{(EndsInHalf ? ".5" : "")} x {WindowHeight}x{TileOutputs * WindowWidth}";

    /// <summary>Pixels of the convolution under so many outputs.</summary>
    public int Pixels(int outputs) => WindowHeight * WindowWidth * outputs;

    /// <summary>Sums that a tile of so many outputs keeps in registers.</summary>
    public int Sums(int outputs)
    {
        int pairs = WindowHeight * ((WindowWidth * outputs + 1) / 2);
        return WholeVectors * Pixels(outputs) + (EndsInHalf ? pairs : 0);
    }
}

/// <summary>Filters that one call multiplies, a few vectors of them times a few Winograd tiles at a time.</summary>
internal sealed record WinogradBlock : ConvBlock
{
    /// <summary>Filters of a vector.</summary>
    public required int Lanes { get; init; }

    /// <summary>Vectors of filters.</summary>
    public required int Vectors { get; init; }

    public override int Filters => Vectors * Lanes;

    /// <summary>Winograd tiles in registers at a time.</summary>
    public required int TileGroup { get; init; }

    /// <summary>Floats from the transformed weights of one element to those of the next.</summary>
    public required int WeightElement { get; init; }
}
