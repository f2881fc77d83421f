namespace ConvGen.Generators.Planning.Convolution.Backward;

/// <summary>A schedule for the input gradient of a convolution.</summary>
internal abstract record InputGradientSchedule : CandidateSchedule;

/// <summary>
/// One receptive field at a time: its pixels stay in registers while the weights of all filters with a non-zero gradient are added.
/// Pixels are read and written once, but every field has a short loop whose end the processor cannot predict.
/// </summary>
internal sealed record InputGradientByField : InputGradientSchedule
{
    public override string Describe() => "dx field by field";
}

/// <summary>
/// One filter at a time: its weights stay in registers while they are added to the receptive fields of all its non-zero gradients. The
/// loops are long, but every entry reads and writes its pixels.
/// </summary>
internal sealed record InputGradientByFilter : InputGradientSchedule
{
    public override string Describe() => "dx filter by filter";
}

/// <summary>
/// Dense, for layers whose gradients are rarely zero: the convolution of the output gradient with the mirrored kernel, with channels of
/// the input in lanes. The sums for a few vectors of channels times a few pixels stay in registers until they are complete.
/// </summary>
internal sealed record InputGradientDense : InputGradientSchedule
{
    /// <summary>The output gradient with a border of zeros, so that the mirrored kernel needs no special cases at the edges.</summary>
    public required ActivationLayout Bordered { get; init; }

    /// <summary>The row of the bordered gradient at which the mirrored kernel for the input's first pixel starts.</summary>
    public required int FirstRow { get; init; }
    public required int FirstColumn { get; init; }

    /// <summary>The input's channels, divided into blocks of one to three vectors; equal blocks share one method.</summary>
    public required EquatableArray<MirroredConvBlock> Blocks { get; init; }

    /// <summary>The number of terms in the sum of a pixel: kernel positions times filters.</summary>
    public required int ReductionLength { get; init; }

    /// <summary>The offset of the mirrored weights of a block.</summary>
    public int WeightsFrom(int firstChannel) => firstChannel * ReductionLength;

    public override string Describe() =>
        $"dx dense, {string.Join(" and ", Blocks.Select(block => $"{block.Vectors} x {block.TilePixels}").Distinct())}";
}

/// <summary>The channels that one call computes, and its register tile.</summary>
internal sealed record MirroredConvBlock
{
    /// <summary>The first channel of each block that this method computes.</summary>
    public required EquatableArray<int> FirstChannels { get; init; }

    /// <summary>The number of channels per vector.</summary>
    public required int Lanes { get; init; }

    /// <summary>The number of channel vectors.</summary>
    public required int Vectors { get; init; }

    /// <summary>The number of pixels of a row in a full tile.</summary>
    public required int TilePixels { get; init; }

    /// <summary>The number of full tiles in a row, and the pixels of the last, smaller tile (zero if there is none).</summary>
    public required int FullTiles { get; init; }
    public required int LastTilePixels { get; init; }

    /// <summary>The unroll factor of the loop over filters.</summary>
    public required int Unroll { get; init; }

    /// <summary>The number of channels of the block, padding included.</summary>
    public int Channels => Vectors * Lanes;
}
