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

    public override int PackedFloats => Schedule.Prediction.PackedFloats;

    public override IReadOnlyList<PackedPiece> PackedPieces => [];

    public override IReadOnlyList<PackedPiece> PredictionPieces => UnitPiece.Of(this);

    public override StagePlan Place(ParameterAllocator parameters, int packedOffset) => this with
    {
        Weights = parameters.AddDenseWeights(Dense, Input),
        Bias = Dense.Bias ? parameters.AddBias(Dense) : null,
        PackedOffset = packedOffset,
    };

    public override void CheckTarget(Target target)
    {
        TargetChecker.CheckSums(target, Schedule.WeightUnits * Schedule.WeightVectors, this);
        foreach (DenseForward forward in (DenseForward[])[Schedule.Forward, Schedule.Prediction])
        {
            foreach (SampleTile tile in forward.Tiles.All)
            {
                TargetChecker.CheckSums(target, forward.Sums(tile), this);
            }
        }

        foreach (SampleTile tile in Schedule.Input.All)
        {
            TargetChecker.CheckSums(target, tile.Samples * tile.Across, this);
        }
    }

    public override IEnumerable<BufferRequest> Buffers(PassKind pass, int samples) => [];

    public override KernelCall ForwardCall(PassKind pass) => ForwardOf(pass) switch
    {
        InputLanesForward => new(
            KernelName + "Forward", "Run", [WeightsOperand(Weights), .. BiasesOperand(Bias), InputOperand, OutputOperand]),
        UnitLanesForward => new(
            KernelName + "Predict",
            "Run",
            [Operand.Floats("packed", new Memory.Packed(PackedOffset)), .. BiasesOperand(Bias), InputOperand, OutputOperand]),
        var unknown => throw Unreachable.Kind(unknown),
    };

    private DenseForward ForwardOf(PassKind pass) => pass switch
    {
        PassKind.Prediction => Schedule.Prediction,
        PassKind.Training => Schedule.Forward,
        _ => throw Unreachable.Kind(pass),
    };

    public override KernelCall BackwardCall() => new(
        KernelName + "Backward",
        "Run",
        [
            WeightsOperand(Weights), InputOperand, .. ActivatedOutput, OutputGradientOperand,
            .. ParameterGradients(Weights, Bias), InputGradientOperand,
        ]);

    protected override StagePlan WithoutOperands() =>
        this with { Dense = Anonymous(Dense), Weights = null, Bias = null, PackedOffset = 0 };
}
