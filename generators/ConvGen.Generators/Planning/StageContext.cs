namespace ConvGen.Generators.Planning;

/// <summary>What the planning of a stage knows beside its layers.</summary>
internal sealed record StageContext
{
    public required FusedLayers Layers { get; init; }

    /// <summary>How the value that it reads lies in memory, and the one that it writes.</summary>
    public required ActivationLayout Input { get; init; }
    public required ActivationLayout Output { get; init; }

    /// <summary>How the second value that it reads lies in memory; null where it reads one.</summary>
    public required ActivationLayout? SecondInput { get; init; }

    /// <summary>The most samples that a pass processes at a time.</summary>
    public required int ChunkSamples { get; init; }

    /// <summary>The dropouts before the stage.</summary>
    public required int DropoutsBefore { get; init; }

    /// <summary>Decides between candidates.</summary>
    public required CandidateChoice Choice { get; init; }

    /// <summary>True where the stage reads the input of the network, whose gradient is rarely requested.</summary>
    public bool ReadsNetworkInput => Layers.Values.Inputs.Contains(0);
}
