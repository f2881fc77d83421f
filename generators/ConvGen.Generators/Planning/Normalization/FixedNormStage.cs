namespace ConvGen.Generators.Planning.Normalization;

/// <summary>A batch normalization with the running statistics, as prediction computes it if no layer before it can include it: one
/// multiply-add per value.</summary>
internal sealed record FixedNormStage : UnweightedStage
{
    /// <summary>The maximum number of vectors in a block: a vector of channels needs two registers, for its factors and its summands.</summary>
    private const int MostVectors = 4;

    /// <summary>The offset of the factor and the summand of each channel among the packed weights.</summary>
    public required int FoldedOffset { get; init; }

    /// <summary>The number of channel vectors that stay in registers while the kernel runs over all samples.</summary>
    public int BlockVectors => Math.Min(MostVectors, Input.ChannelVectors);

    public override void CheckTarget(Target target) => TargetChecker.CheckSums(target, 2 * BlockVectors, this);

    public override IEnumerable<BufferRequest> Buffers(PassKind pass, int samples) => [];

    public override KernelCall ForwardCall(PassKind pass) => new(
        KernelName + "Predict",
        "Run",
        [
            Operand.Floats("scale", new Memory.Packed(FoldedOffset)),
            Operand.Floats("shift", new Memory.Packed(FoldedOffset + CacheLines.Padded(Output.Shape.Channels))),
            InputOperand, OutputOperand,
        ]);

    public override KernelCall BackwardCall() => throw new InvalidOperationException($"{Name} has fixed statistics only when predicting.");

    protected override StagePlan WithoutOperands() => this with { FoldedOffset = 0 };
}
