namespace ConvGen.Generators.Planning;

/// <summary>
/// The backward pass of a convolution over the list of its non-zero output gradients. Behind a 2x2 max pool at least three
/// quarters of them are zero, and ReLU kills about half of the rest.
/// </summary>
internal sealed record LiveGradientSchedule
{
    /// <summary>Samples listed at a time: their input and its gradient should stay in the first-level cache.</summary>
    public required int GroupSamples { get; init; }

    /// <summary>Entries that the list of one filter can hold.</summary>
    public required int Capacity { get; init; }

    /// <summary>Kernel rows that one loop over the list serves.</summary>
    public required int TileRows { get; init; }

    /// <summary>Vectors of a kernel row that one loop over the list serves.</summary>
    public required int TileVectors { get; init; }

    /// <summary>Full tiles along a kernel row, and the vectors of the last, smaller one (zero for none).</summary>
    public required int FullTiles { get; init; }
    public required int LastTileVectors { get; init; }

    /// <summary>Entries per iteration: two where one would give too few independent sums to keep the units busy.</summary>
    public required int Interleave { get; init; }
}
