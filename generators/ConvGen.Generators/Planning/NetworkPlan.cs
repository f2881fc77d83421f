namespace ConvGen.Generators.Planning;

/// <summary>
/// The network with every number resolved: stages, schedules, parameters and buffers. Rendering decides nothing more.
/// </summary>
internal sealed record NetworkPlan
{
    public required ShapedNetwork Network { get; init; }
    public required NetworkNames Names { get; init; }

    /// <summary>The kind of processor that every layout and schedule is made for.</summary>
    public required Target Target { get; init; }

    /// <summary>The program that predicts.</summary>
    public required PassPlan Prediction { get; init; }

    /// <summary>The program that trains; null when the network has no loss.</summary>
    public required PassPlan? Training { get; init; }

    /// <summary>The stages of training, and those of prediction that training does not have.</summary>
    public IReadOnlyList<StagePlan> Stages
    {
        get
        {
            IReadOnlyList<StagePlan> training = Training?.Stages ?? [];
            return [.. training, .. Prediction.Stages.Where(stage => !training.Any(other => IsSame(other, stage)))];
        }
    }

    /// <summary>The stages that kernels are rendered for. The others call kernels of these.</summary>
    public IEnumerable<StagePlan> KernelStages => Stages.Where(stage => stage.OwnsKernels);

    /// <summary>Every convolution, and one for all groups of a grouped one.</summary>
    public IEnumerable<ConvStage> Convolutions => Stages
        .Select(stage => stage is GroupedConvStage grouped ? grouped.Group : stage)
        .OfType<ConvStage>();

    /// <summary>The input as the first stage reads it.</summary>
    public required ActivationLayout Input { get; init; }

    /// <summary>The output as the last stage leaves it.</summary>
    public required ActivationLayout Output { get; init; }

    /// <summary>The output as the loss and the caller read it: a sample is a vector, <c>[channel][row][column]</c>.</summary>
    public required ActivationLayout Logits { get; init; }

    /// <summary>True where the last stage's output is an image that must be reordered to become <see cref="Logits"/>.</summary>
    public bool ReordersOutput => IsReordered(Output);

    public required IReadOnlyList<ParameterPlan> Parameters { get; init; }
    public required int ParameterFloats { get; init; }
    public required int PackedFloats { get; init; }

    /// <summary>All packed weights, in the order of the parameters.</summary>
    public required IReadOnlyList<PackedPiece> PackedPieces { get; init; }

    /// <summary>The most samples that one call of a pass processes, all stages over all of them.</summary>
    public required int ChunkSamples { get; init; }

    private static bool IsSame(StagePlan stage, StagePlan other) => stage.Name == other.Name && stage.GetType() == other.GetType();

    /// <summary>True for an output of which a sample is not a vector yet.</summary>
    public static bool IsReordered(ActivationLayout output) =>
        output.Shape.Height != 1 || output.Shape.Width != 1 || output.IsPlanar || output.HasBorder;
}
