namespace ConvGen.Generators.Planning.Normalization;

/// <summary>A normalization of each channel of a sample over its pixels. Training keeps the means and the inverse deviations.</summary>
internal sealed record InstanceNormStage : StagePlan
{
    // The registers that a vector of channels needs in the innermost loop of each pass, for at most twelve in all: the mean, a sum, the sum
    // of a row, the factor and the summand; the gradients of both, two sums, the sums of a row, the mean and the inverse deviation.
    private const int MostForwardVectors = 2, MostBackwardVectors = 1;

    public required ShapedInstanceNorm InstanceNorm { get; init; }

    /// <summary>The parameters; null until they are placed, and for a normalization without any.</summary>
    public ParameterPlan? Weights { get; init; }
    public ParameterPlan? Bias { get; init; }

    /// <summary>The number of channel vectors that a pass keeps in registers while it runs over all samples.</summary>
    public int ForwardVectors => Math.Min(MostForwardVectors, Input.ChannelVectors);
    public int BackwardVectors => Math.Min(MostBackwardVectors, Input.ChannelVectors);

    /// <summary>The floats that training keeps for a sample: first the means of the channels, then the inverse deviations.</summary>
    public int StatisticsFloats => 2 * Input.PixelStride;

    public override int PackedFloats => 0;

    public override IReadOnlyList<PackedPiece> PackedPieces => [];

    private string StatisticsName => Name + "Statistics";

    public override StagePlan Place(ParameterAllocator parameters, int packedOffset) => !InstanceNorm.Affine ? this : this with
    {
        Weights = parameters.AddForChannels(InstanceNorm, "weight", InitialValues.Constant(1)),
        Bias = parameters.AddForChannels(InstanceNorm, "bias", InitialValues.Zero),
    };

    public override void CheckTarget(Target target)
    {
        TargetChecker.CheckSums(target, 5 * ForwardVectors, this);
        TargetChecker.CheckSums(target, 8 * BackwardVectors, this);
    }

    public override IEnumerable<BufferRequest> Buffers(PassKind pass, int samples) => pass switch
    {
        PassKind.Training => [new(StatisticsName, ElementType.Float, StatisticsFloats * samples)],
        PassKind.Prediction => [],
        _ => throw Unreachable.Kind(pass),
    };

    public override KernelCall ForwardCall(PassKind pass) => new(
        KernelName + "Forward",
        "Run",
        [
            .. Factors, .. BiasesOperand(Bias), InputOperand, Operand.Floats("statistics", Kept(pass, StatisticsName)), OutputOperand,
        ]);

    public override KernelCall BackwardCall() => new(
        KernelName + "Backward",
        "Run",
        [
            .. Factors, InputOperand, Operand.Floats("statistics", new Memory.Buffer(StatisticsName)), OutputGradientOperand,
            .. InstanceNorm.Affine ? ParameterGradients(Weights, Bias) : [], InputGradientOperand,
        ]);

    protected override StagePlan WithoutOperands() => this with { InstanceNorm = Anonymous(InstanceNorm), Weights = null, Bias = null };

    private Operand[] Factors => InstanceNorm.Affine ? [WeightsOperand(Weights)] : [];
}
