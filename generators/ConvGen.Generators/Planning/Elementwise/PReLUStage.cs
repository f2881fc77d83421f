namespace ConvGen.Generators.Planning.Elementwise;

/// <summary>A rectifier with a learned slope for each channel.</summary>
internal sealed record PReLUStage : StagePlan
{
    /// <summary>What PyTorch's slopes start with.</summary>
    private const double FirstSlope = 0.25;

    /// <summary>Each vector of channels takes two registers, for its slopes and for the sum of their gradients. Four make enough
    /// independent sums to hide the latency of an addition.</summary>
    private const int MostVectors = 4;

    public required ShapedPReLU PReLU { get; init; }

    /// <summary>Where the slopes lie among the parameters; null until they are placed.</summary>
    public ParameterPlan? Slopes { get; init; }

    /// <summary>Vectors of channels whose slopes and sums a kernel holds in registers while it goes over all samples.</summary>
    public int BlockVectors => Math.Min(MostVectors, Input.ChannelVectors);

    /// <summary>Whether the gradient of its input is computed only if the caller asks for it.</summary>
    public bool HasOptionalInputGradient => Values.Inputs.Contains(0);

    public override int PackedFloats => 0;

    public override IReadOnlyList<PackedPiece> PackedPieces => [];

    public override StagePlan Place(ParameterAllocator parameters, int packedOffset) =>
        this with { Slopes = parameters.AddForChannels(PReLU, "weight", InitialValues.Constant(FirstSlope)) };

    public override void CheckTarget(Target target) => TargetChecker.CheckSums(target, 2 * BlockVectors, this);

    public override IEnumerable<BufferRequest> Buffers(PassKind pass, int samples) => [];

    public override KernelCall ForwardCall(PassKind pass) => new(
        Name + "Forward", "Run", [SlopesOperand, InputOperand, OutputOperand]);

    public override KernelCall BackwardCall() => new(
        Name + "Backward",
        "Run",
        [
            SlopesOperand, InputOperand, OutputGradientOperand,
            Operand.Floats("slopeGradient", new Memory.Gradients(Slopes!.Offset)), InputGradientOperand,
        ]);

    private Operand SlopesOperand => Operand.Floats("slopes", new Memory.Parameters(Slopes!.Offset));
}
