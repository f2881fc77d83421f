namespace ConvGen.Generators.Planning.Dense;

/// <summary>Register tiles of a fully connected layer, for the three products that it is made of.</summary>
internal sealed record DenseSchedule
{
    /// <summary>Forward: dot products of so many samples with so many units at a time.</summary>
    public required SampleTiles Forward { get; init; }

    /// <summary>Weight gradient: so many units times so many vectors of inputs, summed over the samples.</summary>
    public required int WeightUnits { get; init; }
    public required int WeightVectors { get; init; }

    /// <summary>Input gradient: so many samples times so many vectors of inputs, summed over the units.</summary>
    public required SampleTiles Input { get; init; }

    /// <summary>Input gradient: the rows of weights that are read side by side; all, or a few where they are many.</summary>
    public required int InputUnits { get; init; }
}

/// <summary>Samples times something else: the more samples, the more use is made of a weight that is loaded.</summary>
internal sealed record SampleTile(int Samples, int Across);

/// <summary>The tiles that a batch of any size is covered with.</summary>
/// <param name="Even">For a batch that it divides without a rest: the tenths and twentieths that people like to take.</param>
/// <param name="Full">For every other batch, as far as it goes.</param>
/// <param name="Single">For what is left then, sample by sample.</param>
internal sealed record SampleTiles(SampleTile Even, SampleTile Full, SampleTile Single)
{
    /// <summary>All of them, in the order in which a batch tries them.</summary>
    public IEnumerable<SampleTile> All => [Even, Full, Single];
}
