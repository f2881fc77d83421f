namespace ConvGen.Generators.Planning.Convolution.Backward;

/// <summary>How a convolution computes the gradient of its input. A closed family.</summary>
internal abstract record InputGradientSchedule : CandidateSchedule;

/// <summary>
/// Field by field: a field's pixels stay in registers while the weights of all its live filters are added. Pixels are read
/// and written once, but each field starts a short loop of its own, whose end the processor cannot foresee.
/// </summary>
internal sealed record InputGradientByField : InputGradientSchedule
{
    public override string Describe() => "dx field by field";
}

/// <summary>
/// Filter by filter: a filter's weights stay in registers while they are added to the fields of all its live gradients. The
/// loops are long, but each entry reads and writes its pixels.
/// </summary>
internal sealed record InputGradientByFilter : InputGradientSchedule
{
    public override string Describe() => "dx filter by filter";
}

/// <summary>
/// Dense, for layers whose gradients are all alive: the convolution of the output gradient with the mirrored kernel, channels of
/// the input in lanes. A few vectors of channels times a few pixels stay in registers over the whole sum.
/// </summary>
internal sealed record InputGradientDense : InputGradientSchedule
{
    /// <summary>The output gradient with zeros around, so that the mirrored kernel knows no edges.</summary>
    public required ActivationLayout Bordered { get; init; }

    /// <summary>Where, in the bordered gradient, the mirrored kernel of the input's first pixel starts.</summary>
    public required int FirstRow { get; init; }
    public required int FirstColumn { get; init; }

    /// <summary>The input's channels, cut into blocks of one to three vectors; equal blocks share one method.</summary>
    public required EquatableArray<MirroredConvBlock> Blocks { get; init; }

    /// <summary>Terms of the sum of one pixel: kernel positions times filters.</summary>
    public required int ReductionLength { get; init; }

    /// <summary>Where the mirrored weights of a block start.</summary>
    public int WeightsFrom(int firstChannel) => firstChannel * ReductionLength;

    public override string Describe() =>
        $"dx dense, {string.Join(" and ", Blocks.Select(block => $"{block.Vectors} x {block.TilePixels}").Distinct())}";
}

/// <summary>Channels that one call computes, and the tile that it holds in registers.</summary>
internal sealed record MirroredConvBlock
{
    /// <summary>The first channel of each block that this method serves.</summary>
    public required EquatableArray<int> FirstChannels { get; init; }

    /// <summary>Channels of a vector.</summary>
    public required int Lanes { get; init; }

    /// <summary>Vectors of channels.</summary>
    public required int Vectors { get; init; }

    /// <summary>Pixels of a row that a full tile yields.</summary>
    public required int TilePixels { get; init; }

    /// <summary>Full tiles in a row, and the pixels of the last, smaller one (zero for none).</summary>
    public required int FullTiles { get; init; }
    public required int LastTilePixels { get; init; }

    /// <summary>Filters that are written out.</summary>
    public required int Unroll { get; init; }

    /// <summary>Channels of the block, with its padding.</summary>
    public int Channels => Vectors * Lanes;
}
