namespace ConvGen.Generators.Planning;

/// <summary>
/// The network with every number resolved: stages, schedules, parameters and buffers. Rendering makes no further decisions.
/// </summary>
internal sealed record NetworkPlan
{
    public required ShapedNetwork Network { get; init; }
    public required NetworkNames Names { get; init; }

    /// <summary>The target of all layouts and schedules.</summary>
    public required Target Target { get; init; }

    /// <summary>The program for prediction.</summary>
    public required PassPlan Prediction { get; init; }

    /// <summary>The program for training; null if the network has no loss.</summary>
    public required PassPlan? Training { get; init; }

    /// <summary>All stages: those of training, and those that only prediction runs.</summary>
    public IReadOnlyList<StagePlan> Stages
    {
        get
        {
            IReadOnlyList<StagePlan> training = Training?.Stages ?? [];
            return [.. training, .. Prediction.Stages.Where(stage => !training.Any(other => IsSame(other, stage)))];
        }
    }

    /// <summary>The stages that kernels are rendered for. The other stages call the kernels of these.</summary>
    public IEnumerable<StagePlan> KernelStages => Stages.Where(stage => stage.OwnsKernels);

    /// <summary>The stages that call a part of the kernels of a stage, in order.</summary>
    public IEnumerable<StagePlan> CallersOf(StagePlan stage, string part) =>
        Stages.Where(other => other.ClassOf(part) == stage.Name + part);

    /// <summary>All convolutions, with one stage for all groups of a grouped convolution.</summary>
    public IEnumerable<ConvStage> Convolutions => Stages
        .Select(stage => stage is GroupedConvStage grouped ? grouped.Group : stage)
        .OfType<ConvStage>();

    /// <summary>The layout in which the first stage reads the input.</summary>
    public required ActivationLayout Input { get; init; }

    /// <summary>The outputs in order; at least one.</summary>
    public required IReadOnlyList<OutputPlan> Outputs { get; init; }

    /// <summary>The layout in which the last stage writes the only output, or the first of several.</summary>
    public ActivationLayout Output => Outputs[0].Layout;

    /// <summary>The layout in which the loss reads the output: a sample is a vector, <c>[channel][row][column]</c>.</summary>
    public ActivationLayout Logits => Outputs[0].Vector;

    /// <summary>True if the output that the loss reads is an image that must be reordered to become <see cref="Logits"/>.</summary>
    public bool ReordersOutput => Outputs[0].IsReordered;

    public required IReadOnlyList<ParameterPlan> Parameters { get; init; }
    public required int ParameterFloats { get; init; }
    public required int PackedFloats { get; init; }

    /// <summary>All packed weights, in the order of the parameters.</summary>
    public required IReadOnlyList<PackedPiece> PackedPieces { get; init; }

    /// <summary>The normalizations whose statistics are fixed when predicting, in order.</summary>
    public required IReadOnlyList<NormFold> Folds { get; init; }

    /// <summary>The packed weights that only prediction reads, except those of <see cref="Folds"/>.</summary>
    public required IReadOnlyList<PackedPiece> PredictionPieces { get; init; }

    /// <summary>Whether something is computed before the first prediction after a change of the parameters.</summary>
    public bool PreparesPrediction => Folds.Count > 0 || PredictionPieces.Count > 0;

    /// <summary>The floats that each slice contributes to the statistics of a mini-batch; zero without such statistics.</summary>
    public int MeetingFloats => Training?.Stages.OfType<BatchNormStage>().Sum(stage => stage.MeetingFloats) ?? 0;

    /// <summary>Whether training runs a stage, so that its backward kernels are needed.</summary>
    public bool Trains(StagePlan stage) => Training is not null && !stage.IsFolded;

    /// <summary>The largest number of samples that one call of a pass processes. Each stage processes all of them before the next stage
    /// runs.</summary>
    public required int ChunkSamples { get; init; }

    private static bool IsSame(StagePlan stage, StagePlan other) => stage.Name == other.Name && stage.GetType() == other.GetType();
}
