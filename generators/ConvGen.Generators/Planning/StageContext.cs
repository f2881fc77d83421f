namespace ConvGen.Generators.Planning;

/// <summary>The information for planning a stage, in addition to its layers.</summary>
internal sealed record StageContext
{
    public required FusedLayers Layers { get; init; }

    /// <summary>The layouts of the values that the stage reads, in order.</summary>
    public required IReadOnlyList<ActivationLayout> Inputs { get; init; }

    /// <summary>The layout of the first value that the stage reads.</summary>
    public ActivationLayout Input
    {
        get => field ?? Inputs[0];
        init;
    }

    /// <summary>The layout of the value that the stage writes.</summary>
    public required ActivationLayout Output { get; init; }

    /// <summary>The largest number of samples that a pass processes at a time.</summary>
    public required int ChunkSamples { get; init; }

    /// <summary>The number of dropouts before the stage.</summary>
    public required int DropoutsBefore { get; init; }

    /// <summary>Chooses between candidate schedules.</summary>
    public required CandidateChoice Choice { get; init; }

    /// <summary>True if the stage reads the input of the network, whose gradient is rarely requested.</summary>
    public bool ReadsNetworkInput => Layers.Values.Inputs.Contains(0);
}
