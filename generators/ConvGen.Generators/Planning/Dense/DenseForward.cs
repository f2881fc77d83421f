namespace ConvGen.Generators.Planning.Dense;

/// <summary>How the forward kernels of a fully connected layer use the lanes of a vector.</summary>
internal abstract record DenseForward
{
    /// <summary>The samples that a call processes at a time.</summary>
    public required SampleTiles Tiles { get; init; }

    /// <summary>The number of floats of the packed weights; 0 if the kernels read the weights themselves.</summary>
    public abstract int PackedFloats { get; }

    /// <summary>The most sums that a tile of samples holds in registers.</summary>
    public abstract int Sums(SampleTile tile);
}

/// <summary>Inputs in lanes: the dot product of a row of weights and a sample, whose lanes are added up at the end. The tiles are
/// samples x units.</summary>
internal sealed record InputLanesForward : DenseForward
{
    public override int PackedFloats => 0;

    public override int Sums(SampleTile tile) => tile.Samples * tile.Across;
}

/// <summary>
/// Units in lanes: each input is broadcast and multiplied by the weights of all units of a vector, which are packed next to each other. No
/// lanes are added up, and the weights are read as one stream. The tiles are samples x sums.
/// </summary>
internal sealed record UnitLanesForward : DenseForward
{
    /// <summary>The blocks of units in their order.</summary>
    public required EquatableArray<UnitBlock> Blocks { get; init; }

    /// <summary>The inputs that have weights: all but the padding.</summary>
    public required InputRuns Inputs { get; init; }

    /// <summary>Whether the input is the caller's memory, which the processor does not prefetch from one sample to the next.</summary>
    public required bool PrefetchesInput { get; init; }

    public override int PackedFloats => Blocks.Sum(block => PackedFloatsOf(block));

    public override int Sums(SampleTile tile) =>
        tile.Samples * Blocks.Max(block => VectorsAtOnce(block, tile) * block.SumsPerOutput);

    /// <summary>The packed floats of a block.</summary>
    public int PackedFloatsOf(UnitBlock block) => Inputs.Count * Inputs.Length * block.Lanes;

    /// <summary>The vectors of a block that a tile computes at once: all of them, or an equal share. <see cref="SampleTile.Across"/> is the
    /// number of sums per sample.</summary>
    public static int VectorsAtOnce(UnitBlock block, SampleTile tile)
    {
        int most = tile.Across / block.SumsPerOutput;
        int calls = (block.Vectors + most - 1) / most;
        return (block.Vectors + calls - 1) / calls;
    }
}

/// <summary>Units whose weights are packed together: for each input, the weights of all of them.</summary>
/// <param name="FirstUnit">The first unit.</param>
/// <param name="Units">The number of units.</param>
/// <param name="Vectors">The number of vectors that hold a weight of each.</param>
/// <param name="Lanes">The floats of these vectors, padding included.</param>
internal sealed record UnitBlock(int FirstUnit, int Units, int Vectors, int Lanes)
{
    /// <summary>The sums of each output, which take turns, so that a single sample has three or four independent chains of
    /// multiply-adds.</summary>
    public int SumsPerOutput => Vectors <= 2 ? 2 : 1;
}

/// <summary>The inputs of a sample in memory, without padding: <paramref name="Count"/> runs of <paramref name="Length"/> contiguous floats
/// that start <paramref name="Stride"/> floats apart.</summary>
internal sealed record InputRuns(int Count, int Length, int Stride)
{
    /// <summary>The runs of a layout: the channels of each pixel, or all floats if no padding separates them.</summary>
    public static InputRuns Of(ActivationLayout layout)
    {
        int pixels = layout.SampleStride / layout.PixelStride;
        return layout.IsPlanar || layout.HasBorder || layout.PixelStride == layout.Shape.Channels || pixels == 1
            ? new InputRuns(1, pixels == 1 && !layout.IsPlanar ? layout.Shape.Channels : layout.SampleStride, layout.SampleStride)
            : new InputRuns(pixels, layout.Shape.Channels, layout.PixelStride);
    }
}
