namespace ConvGen.Generators.Planning.Depthwise;

/// <summary>A depthwise convolution with its bias and activation.</summary>
internal sealed record DepthwiseStage : StagePlan
{
    public required ShapedConv Conv { get; init; }
    public required DepthwiseSchedule Schedule { get; init; }

    /// <summary>The weights and biases among the parameters; null until they are placed.</summary>
    public ParameterPlan? Weights { get; init; }
    public ParameterPlan? Bias { get; init; }

    public override int PackedFloats => 0;

    public override IReadOnlyList<PackedPiece> PackedPieces => [];

    private string SpreadName => Name + "SpreadGradient";

    public override StagePlan Place(ParameterAllocator parameters, int packedOffset) => this with
    {
        Weights = parameters.AddDepthwiseWeights(Conv, Input),
        Bias = Conv.Bias ? parameters.AddBias(Conv) : null,
    };

    public override void CheckTarget(Target target)
    {
        TargetChecker.CheckLayout(target, Schedule.Spread, $"the spread gradient of {Name}");
        TargetChecker.CheckSums(target, Schedule.Outputs.Pixels, this);
        TargetChecker.CheckSums(target, Schedule.Inputs.Pixels, this);
        foreach (TapTile tile in Schedule.WeightTiles)
        {
            TargetChecker.CheckSums(target, tile.Rows * tile.Columns, this);
        }
    }

    public override IEnumerable<BufferRequest> Buffers(PassKind pass, int samples) => pass switch
    {
        PassKind.Prediction => [],

        // The zeros between and around the gradients are never overwritten.
        PassKind.Training => [new(SpreadName, ElementType.Float, Schedule.Spread.SampleStride, KeepsZeros: true)],
        _ => throw Unreachable.Kind(pass),
    };

    public override KernelCall ForwardCall(PassKind pass) => new(
        KernelName + "Forward", "Run", [WeightsOperand(Weights), .. BiasesOperand(Bias), InputOperand, OutputOperand]);

    public override KernelCall BackwardCall() => new(
        KernelName + "Backward",
        "Run",
        [
            WeightsOperand(Weights), InputOperand, .. ActivatedOutput, OutputGradientOperand,
            Operand.Floats("spread", new Memory.Buffer(SpreadName)),
            .. ParameterGradients(Weights, Bias), InputGradientOperand,
        ]);

    protected override StagePlan WithoutOperands() => this with { Conv = Anonymous(Conv), Weights = null, Bias = null };
}
