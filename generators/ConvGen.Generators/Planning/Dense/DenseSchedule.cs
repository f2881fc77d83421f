namespace ConvGen.Generators.Planning.Dense;

/// <summary>The register tiles of a fully connected layer for its three matrix products.</summary>
internal sealed record DenseSchedule
{
    /// <summary>The forward kernels of training, which read the weights as the optimizer leaves them.</summary>
    public required InputLanesForward Forward { get; init; }

    /// <summary>The forward kernels of prediction, for which weights can be packed once.</summary>
    public required DenseForward Prediction { get; init; }

    /// <summary>Weight gradient: units x vectors of inputs, summed over the samples.</summary>
    public required int WeightUnits { get; init; }
    public required int WeightVectors { get; init; }

    /// <summary>Input gradient: samples x vectors of inputs, summed over the units.</summary>
    public required SampleTiles Input { get; init; }

    /// <summary>Input gradient: the number of rows of weights that are read at once.</summary>
    public required int InputUnits { get; init; }
}

/// <summary>A tile of samples x units or vectors. With more samples, each loaded weight is used more often.</summary>
internal sealed record SampleTile(int Samples, int Across);

/// <summary>The tiles that together cover any number of samples.</summary>
/// <param name="Even">For batch sizes that are a multiple of it, such as 10 and 20; null to treat them like all others.</param>
/// <param name="Full">For all other batch sizes, except the remainder: from the most samples to the fewest.</param>
/// <param name="Single">For the remainder, one sample at a time.</param>
internal sealed record SampleTiles(SampleTile? Even, EquatableArray<SampleTile> Full, SampleTile Single)
{
    /// <summary>All tiles, in the order in which generated code tries them.</summary>
    public IEnumerable<SampleTile> All => [.. Even is null ? [] : (SampleTile[])[Even], .. Full, Single];
}
