namespace ConvGen.Generators.Planning.Convolution.Forward;

/// <summary>
/// How the forward pass of a convolution is computed: with filters or with pixels in the lanes of a vector, or by Winograd's transforms.
/// </summary>
internal abstract record ConvForwardSchedule : CandidateSchedule
{
    /// <summary>The number of floats of the packed weights, including the biases after them.</summary>
    public required int PackedFloats { get; init; }

    /// <summary>The offset of the biases among the packed weights: one float per filter, padded.</summary>
    public required int PackedBias { get; init; }

    /// <summary>The blocks of filters in the order in which the kernel computes them and packing stores them.</summary>
    public abstract IEnumerable<ConvBlock> FilterBlocks { get; }
}

/// <summary>
/// Filters in lanes, with a register tile of a few filter vectors times a few pixels inside the reduction loops.
/// </summary>
internal sealed record DirectForward : ConvForwardSchedule
{
    /// <summary>The filters, divided into blocks of one to three vectors; equal blocks share one method.</summary>
    public required EquatableArray<DirectBlock> Blocks { get; init; }

    public override IEnumerable<ConvBlock> FilterBlocks => Blocks;

    /// <summary>Describes filter vectors x pixels of each block: <c>direct, 3 x 2x2 and 2 x 2x2</c>.</summary>
    public override string Describe() => $"direct, {string.Join(" and ", Blocks.Select(block => block.Tile).Distinct())}";
}

/// <summary>
/// Winograd's minimal filtering (Lavin and Gray, "Fast Algorithms for Convolutional Neural Networks", 2016): tiles of the input and the
/// filters are transformed, multiplied element by element, and transformed back. F(2x2,5x5) needs 36 multiplications instead of the 100
/// of the definition; results differ by a few units in the last place.
/// </summary>
internal sealed record WinogradForward : ConvForwardSchedule
{
    public required WinogradTransform Transform { get; init; }

    /// <summary>The number of tiles vertically and horizontally, before pooling.</summary>
    public required int TilesY { get; init; }
    public required int TilesX { get; init; }

    /// <summary>The number of rows of tiles that are transformed and multiplied together, so that they stay in the second-level
    /// cache.</summary>
    public required int TileRows { get; init; }

    public required EquatableArray<WinogradBlock> Blocks { get; init; }

    /// <summary>The offset of the transformed weights in this layer's packed weights, after the directly packed ones.</summary>
    public required int TransformedWeights { get; init; }

    /// <summary>The distance in floats between two elements of the transformed tiles.</summary>
    public required int TransformedElement { get; init; }

    /// <summary>The distance in floats between two elements of the products.</summary>
    public required int ProductElement { get; init; }

    /// <summary>The part of <see cref="CandidateSchedule.Cycles"/> for the transforms of the input and of the products.</summary>
    public required long TransformCycles { get; init; }

    /// <summary>The number of tiles that are transformed and multiplied together.</summary>
    public int Tiles => TileRows * TilesX;

    /// <summary>The number of floats per tile and element in the products: that of the widest block. Narrower blocks leave a
    /// gap.</summary>
    public int ProductTile => Blocks.Max(block => block.Filters);

    public override IEnumerable<ConvBlock> FilterBlocks => Blocks;

    /// <summary>The transforms cost accuracy, a few units in the last place, so they must save a considerable share of the
    /// time.</summary>
    public override double WorthwhileShare => 0.85;

    public override string Describe() => Transform.Name;
}

/// <summary>The filters that one call computes. Blocks of equal size share a method.</summary>
internal abstract record ConvBlock
{
    /// <summary>The first filter of each block that this method computes.</summary>
    public required EquatableArray<int> FirstFilters { get; init; }

    /// <summary>The number of filters without padding. The remaining lanes compute on zeros and are masked when stored.</summary>
    public required int RealFilters { get; init; }

    /// <summary>The number of lanes of the block, which is also the number of floats per step of its packed weights.</summary>
    public abstract int Filters { get; }
}

/// <summary>The filters that one call computes, and its register tile.</summary>
internal sealed record DirectBlock : ConvBlock
{
    /// <summary>The number of filters per vector.</summary>
    public required int Lanes { get; init; }

    /// <summary>The number of filter vectors.</summary>
    public required int Vectors { get; init; }

    public override int Filters => Vectors * Lanes;

    /// <summary>The window of the fused pooling; one pixel if none is fused.</summary>
    public required int WindowHeight { get; init; }
    public required int WindowWidth { get; init; }

    /// <summary>The number of outputs (after pooling, if fused) of a row in a full tile.</summary>
    public required int TileOutputs { get; init; }

    /// <summary>The number of outputs in the last tile of a row; zero if full tiles cover the row.</summary>
    public required int LastTileOutputs { get; init; }

    /// <summary>The number of full tiles in a row.</summary>
    public required int FullTiles { get; init; }

    /// <summary>The unroll factor of the innermost reduction loop.</summary>
    public required int Unroll { get; init; }

    /// <summary>
    /// True if the filters of the last vector fill at most half of it and are stored twice: the lower half is multiplied by one pixel and
    /// the upper half by the pixel to its right, so that fewer lanes compute on zeros.
    /// </summary>
    public bool EndsInHalf { get; init; }

    /// <summary>The number of vectors whose filters are stored once.</summary>
    public int WholeVectors => EndsInHalf ? Vectors - 1 : Vectors;

    /// <summary>Describes filter vectors x pixels in registers: <c>3 x 2x2</c>, or <c>2.5 x 2x2</c> with a half vector.</summary>
    public string Tile => $"{WholeVectors}{(EndsInHalf ? ".5" : "")} x {WindowHeight}x{TileOutputs * WindowWidth}";

    /// <summary>The number of the convolution's pixels that belong to the given number of outputs.</summary>
    public int Pixels(int outputs) => WindowHeight * WindowWidth * outputs;

    /// <summary>The number of sums that a tile with the given number of outputs keeps in registers.</summary>
    public int Sums(int outputs)
    {
        int pairs = WindowHeight * ((WindowWidth * outputs + 1) / 2);
        return WholeVectors * Pixels(outputs) + (EndsInHalf ? pairs : 0);
    }
}

/// <summary>The filters that one call multiplies, with a register tile of a few filter vectors times a few Winograd tiles.</summary>
internal sealed record WinogradBlock : ConvBlock
{
    /// <summary>The number of filters per vector.</summary>
    public required int Lanes { get; init; }

    /// <summary>The number of filter vectors.</summary>
    public required int Vectors { get; init; }

    public override int Filters => Vectors * Lanes;

    /// <summary>The number of Winograd tiles in registers at a time.</summary>
    public required int TileGroup { get; init; }

    /// <summary>The distance in floats between the transformed weights of two elements.</summary>
    public required int WeightElement { get; init; }
}
