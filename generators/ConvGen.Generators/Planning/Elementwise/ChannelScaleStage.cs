namespace ConvGen.Generators.Planning.Elementwise;

/// <summary>A fixed factor and a fixed offset for all values, or for each channel. The numbers are constants of its kernels.</summary>
internal sealed record ChannelScaleStage : UnweightedStage
{
    /// <summary>The maximum number of vectors in a block: a vector of channels needs two registers, for its factors and its offsets.</summary>
    private const int MostVectors = 4;

    public required ShapedScale Scale { get; init; }

    /// <summary>The number of channel vectors whose factors and offsets stay in registers while a kernel runs over all samples.</summary>
    public int BlockVectors => Math.Min(MostVectors, Input.ChannelVectors);

    public override void CheckTarget(Target target) => TargetChecker.CheckSums(target, 2 * BlockVectors, this);

    public override IEnumerable<BufferRequest> Buffers(PassKind pass, int samples) => [];

    public override KernelCall ForwardCall(PassKind pass) => new(KernelName + "Forward", "Run", [InputOperand, OutputOperand]);

    public override KernelCall BackwardCall() => new(KernelName + "Backward", "Run", [OutputGradientOperand, InputGradientOperand]);

    protected override StagePlan WithoutOperands() => this with { Scale = Anonymous(Scale) };
}
