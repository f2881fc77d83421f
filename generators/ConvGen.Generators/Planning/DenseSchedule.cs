namespace ConvGen.Generators.Planning;

/// <summary>Register tiles of a fully connected layer, for the three products that it is made of.</summary>
internal sealed record DenseSchedule
{
    /// <summary>Forward: dot products of so many units with <see cref="ForwardSamples"/> samples at a time.</summary>
    public required int ForwardUnits { get; init; }
    public required int ForwardSamples { get; init; }

    /// <summary>Forward, for one sample: dot products of so many units at a time.</summary>
    public required int SingleSampleUnits { get; init; }

    /// <summary>Weight gradient: so many units times so many vectors of inputs, summed over the samples.</summary>
    public required int WeightUnits { get; init; }
    public required int WeightVectors { get; init; }

    /// <summary>Input gradient: so many samples times so many vectors of inputs, summed over the units.</summary>
    public required int InputSamples { get; init; }
    public required int InputVectors { get; init; }

    /// <summary>Input gradient: the rows of weights that are read side by side; all, or a few where they are many.</summary>
    public required int InputUnits { get; init; }
}
