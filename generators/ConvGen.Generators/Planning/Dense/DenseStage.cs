namespace ConvGen.Generators.Planning.Dense;

/// <summary>A fully connected layer with its bias and activation.</summary>
internal sealed record DenseStage : StagePlan
{
    public required ShapedDense Dense { get; init; }
    public required DenseSchedule Schedule { get; init; }

    /// <summary>The weights and biases among the parameters; null until they are placed.</summary>
    public ParameterPlan? Weights { get; init; }
    public ParameterPlan? Bias { get; init; }

    /// <summary>The offset of its weights among all packed weights.</summary>
    public int PackedOffset { get; init; }

    public override int PackedFloats => Schedule.Forward.PackedFloats;

    public override IReadOnlyList<PackedPiece> PackedPieces => UnitPiece.Of(this);

    public override StagePlan Place(ParameterAllocator parameters, int packedOffset) => this with
    {
        Weights = parameters.AddDenseWeights(Dense, Input),
        Bias = Dense.Bias ? parameters.AddBias(Dense) : null,
        PackedOffset = packedOffset,
    };

    public override void CheckTarget(Target target)
    {
        TargetChecker.CheckSums(target, Schedule.WeightUnits * Schedule.WeightVectors, this);
        foreach (SampleTile tile in Schedule.Forward.Tiles.All)
        {
            TargetChecker.CheckSums(target, Schedule.Forward.Sums(tile), this);
        }

        foreach (SampleTile tile in Schedule.Input.All)
        {
            TargetChecker.CheckSums(target, tile.Samples * tile.Across, this);
        }
    }

    public override IEnumerable<BufferRequest> Buffers(PassKind pass, int samples) => [];

    public override KernelCall ForwardCall(PassKind pass) => new(
        KernelName + "Forward", "Run", [ForwardWeights, .. BiasesOperand(Bias), InputOperand, OutputOperand]);

    public override KernelCall BackwardCall() => new(
        KernelName + "Backward",
        "Run",
        [
            WeightsOperand(Weights), InputOperand, .. ActivatedOutput, OutputGradientOperand,
            .. ParameterGradients(Weights, Bias), InputGradientOperand,
        ]);

    protected override StagePlan WithoutOperands() =>
        this with { Dense = Anonymous(Dense), Weights = null, Bias = null, PackedOffset = 0 };

    private Operand ForwardWeights => Schedule.Forward switch
    {
        InputLanesForward => WeightsOperand(Weights),
        UnitLanesForward => Operand.Floats("packed", new Memory.Packed(PackedOffset)),
        _ => throw Unreachable.Kind(Schedule.Forward),
    };
}
