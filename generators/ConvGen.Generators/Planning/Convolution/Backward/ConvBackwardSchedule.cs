namespace ConvGen.Generators.Planning.Convolution.Backward;

/// <summary>
/// The backward pass of a convolution over the lists of its non-zero output gradients. After a 2x2 max pool at least three
/// quarters of them are zero, and ReLU kills about half of the rest. They are listed twice: as they lie in memory for a few
/// samples at a time, and from there filter by filter for a band of those at a time.
/// </summary>
internal sealed record ConvBackwardSchedule
{
    /// <summary>Samples listed at a time: their input should stay in the first-level cache.</summary>
    public required int GroupSamples { get; init; }

    /// <summary>Receptive fields of those samples.</summary>
    public required int GroupFields { get; init; }

    /// <summary>Gradients of those samples that can be alive, and room for a whole vector stored after the last.</summary>
    public required int GroupEntries { get; init; }

    /// <summary>Fields listed by filter at a time: the input that they cover stays in the first-level cache.</summary>
    public required int BandFields { get; init; }

    /// <summary>As many entries as so many fields are expected to have.</summary>
    public required int BandEntries { get; init; }

    /// <summary>Entries from the list of one filter to that of the next.</summary>
    public required int Capacity { get; init; }

    /// <summary>Sets of runs that one loop over a list serves: all of them, or one.</summary>
    public required int TileSets { get; init; }

    /// <summary>Runs of a set that one loop over a list serves; all where it serves all sets.</summary>
    public required int TileRuns { get; init; }

    /// <summary>Vectors of a run that one loop over a list serves.</summary>
    public required int TileVectors { get; init; }

    /// <summary>Full tiles along a run, and the vectors of the last, smaller one (zero for none).</summary>
    public required int FullTiles { get; init; }
    public required int LastTileVectors { get; init; }

    /// <summary>Entries per iteration: two where one would give too few independent sums to keep the units busy.</summary>
    public required int Interleave { get; init; }

    /// <summary>How the gradient of the input is computed.</summary>
    public required InputGradientSchedule InputGradient { get; init; }

    /// <summary>How the gradient of the weights is computed without lists; null where it is computed over them.</summary>
    public required EveryOutputSchedule? EveryOutput { get; init; }

    /// <summary>Whether either product runs over live gradients as they lie in memory.</summary>
    public bool ListsLive => EveryOutput is null || InputGradient is not InputGradientDense;

    /// <summary>Whether either product runs over the live gradients of filter after filter.</summary>
    public bool ListsByFilter => EveryOutput is null || InputGradient is InputGradientByFilter;

    /// <summary>Whether a group is listed by filter in several bands.</summary>
    public bool HasBands => BandFields < GroupFields;
}
