namespace ConvGen.Generators.Planning.Convolution.Backward;

/// <summary>
/// The backward pass of a convolution over lists of its non-zero output gradients. With a 2x2 max pooling, at least three quarters of the
/// output gradients are zero, and ReLU sets about half of the others to zero. The non-zero ones are listed twice: first in memory order,
/// for a few samples at a time, and then by filter, for one band of those at a time.
/// </summary>
internal sealed record ConvBackwardSchedule
{
    /// <summary>The number of samples listed at a time. Their input and its gradient should stay in the first-level cache.</summary>
    public required int GroupSamples { get; init; }

    /// <summary>The number of receptive fields of those samples.</summary>
    public required int GroupFields { get; init; }

    /// <summary>The largest number of non-zero gradients of those samples, and room for a whole vector stored after the last.</summary>
    public required int GroupEntries { get; init; }

    /// <summary>The number of receptive fields listed by filter at a time. The input that they cover stays in the first-level
    /// cache.</summary>
    public required int BandFields { get; init; }

    /// <summary>The expected number of non-zero gradients in <see cref="BandFields"/> receptive fields.</summary>
    public required int BandEntries { get; init; }

    /// <summary>The distance in entries between the lists of two filters.</summary>
    public required int Capacity { get; init; }

    /// <summary>The tile of the weight gradient, in which one loop over a list adds up weights of a filter.</summary>
    public required RunTile WeightTile { get; init; }

    /// <summary>The tile of the input gradient over lists: the weights, or pixels, that stay in registers.</summary>
    public required RunTile InputTile { get; init; }

    /// <summary>The number of floats per vector of a tile: fewer than the target's for short runs.</summary>
    public required int TileLanes { get; init; }

    /// <summary>Entries per iteration: two if one would give too few independent sums to keep the multiply-add units busy.</summary>
    public required int Interleave { get; init; }

    /// <summary>The schedule of the input gradient.</summary>
    public required InputGradientSchedule InputGradient { get; init; }

    /// <summary>The schedule of the weight gradient if it is computed over every output; null if it is computed over lists.</summary>
    public required EveryOutputSchedule? EveryOutput { get; init; }

    /// <summary>True if a gradient is computed over the list in memory order.</summary>
    public bool ListsLive => EveryOutput is null || InputGradient is not InputGradientDense;

    /// <summary>True if a gradient is computed over the lists by filter.</summary>
    public bool ListsByFilter => EveryOutput is null || InputGradient is InputGradientByFilter;

    /// <summary>True if the samples listed at a time are listed by filter in several bands.</summary>
    public bool HasBands => BandFields < GroupFields;
}
