namespace ConvGen.Generators.Planning.Normalization;

/// <summary>A normalization over all values of a sample. Training keeps the mean and the inverse deviation of each sample.</summary>
internal sealed record LayerNormStage : StagePlan
{
    /// <summary>The floats that training keeps for a sample.</summary>
    public const int StatisticsFloats = 2;

    public required ShapedLayerNorm LayerNorm { get; init; }

    /// <summary>The parameters; null until they are placed.</summary>
    public ParameterPlan? Weights { get; init; }
    public ParameterPlan? Bias { get; init; }

    /// <summary>The layout of the parameters: that of a sample without a border.</summary>
    public ActivationLayout Parameters => ActivationLayout.ChannelsLast(Target, Output.Shape, Frontend.Declarations.Padding.None);

    public override int PackedFloats => 0;

    public override IReadOnlyList<PackedPiece> PackedPieces => [];

    private string StatisticsName => Name + "Statistics";

    public override StagePlan Place(ParameterAllocator parameters, int packedOffset) => this with
    {
        Weights = parameters.AddForSample(LayerNorm, "weight", Parameters, InitialValues.Constant(1)),
        Bias = parameters.AddForSample(LayerNorm, "bias", Parameters, InitialValues.Zero),
    };

    public override void CheckTarget(Target target) => TargetChecker.CheckLayout(target, Parameters, $"the parameters of {Name}");

    public override IEnumerable<BufferRequest> Buffers(PassKind pass, int samples) => pass switch
    {
        PassKind.Training => [new(StatisticsName, ElementType.Float, StatisticsFloats * samples)],
        PassKind.Prediction => [],
        _ => throw Unreachable.Kind(pass),
    };

    public override KernelCall ForwardCall(PassKind pass) => new(
        KernelName + "Forward",
        "Run",
        [WeightsOperand(Weights), .. BiasesOperand(Bias), InputOperand, Operand.Floats("statistics", Kept(pass, StatisticsName)), OutputOperand]);

    public override KernelCall BackwardCall() => new(
        KernelName + "Backward",
        "Run",
        [
            WeightsOperand(Weights), InputOperand, Operand.Floats("statistics", new Memory.Buffer(StatisticsName)), OutputGradientOperand,
            .. ParameterGradients(Weights, Bias), InputGradientOperand,
        ]);

    protected override StagePlan WithoutOperands() => this with { LayerNorm = Anonymous(LayerNorm), Weights = null, Bias = null };
}
