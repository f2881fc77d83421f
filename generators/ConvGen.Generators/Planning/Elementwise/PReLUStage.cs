namespace ConvGen.Generators.Planning.Elementwise;

/// <summary>A rectifier with a learned slope for each channel.</summary>
internal sealed record PReLUStage : StagePlan
{
    /// <summary>The initial slope, as in PyTorch.</summary>
    private const double FirstSlope = 0.25;

    /// <summary>The maximum number of vectors in a block. Each vector of channels needs two registers, for its slopes and for the sum of
    /// their gradients. Four vectors give enough independent sums to hide the latency of an addition.</summary>
    private const int MostVectors = 4;

    public required ShapedPReLU PReLU { get; init; }

    /// <summary>The slopes among the parameters; null until they are placed.</summary>
    public ParameterPlan? Slopes { get; init; }

    /// <summary>The number of channel vectors whose slopes and sums stay in registers while a kernel runs over all samples.</summary>
    public int BlockVectors => Math.Min(MostVectors, Input.ChannelVectors);

    /// <summary>Whether the gradient of its input is computed only if the caller requests it.</summary>
    public required bool HasOptionalInputGradient { get; init; }

    public override int PackedFloats => 0;

    public override IReadOnlyList<PackedPiece> PackedPieces => [];

    public override StagePlan Place(ParameterAllocator parameters, int packedOffset) =>
        this with { Slopes = parameters.AddForChannels(PReLU, "weight", InitialValues.Constant(FirstSlope)) };

    public override void CheckTarget(Target target) => TargetChecker.CheckSums(target, 2 * BlockVectors, this);

    public override IEnumerable<BufferRequest> Buffers(PassKind pass, int samples) => [];

    public override KernelCall ForwardCall(PassKind pass) => new(
        KernelName + "Forward", "Run", [SlopesOperand, InputOperand, OutputOperand]);

    public override KernelCall BackwardCall() => new(
        KernelName + "Backward",
        "Run",
        [
            SlopesOperand, InputOperand, OutputGradientOperand,
            Operand.Floats("slopeGradient", new Memory.Gradients(Slopes!.Offset)), InputGradientOperand,
        ]);

    protected override StagePlan WithoutOperands() => this with { PReLU = Anonymous(PReLU), Slopes = null };

    private Operand SlopesOperand => Operand.Floats("slopes", new Memory.Parameters(Slopes!.Offset));
}
