namespace ConvGen.Generators.Planning.Elementwise;

/// <summary>A softmax over the channels of each pixel, or over the values of a vector.</summary>
internal sealed record SoftmaxStage : UnweightedStage
{
    public override IEnumerable<BufferRequest> Buffers(PassKind pass, int samples) => [];

    public override KernelCall ForwardCall(PassKind pass) => new(KernelName + "Forward", "Run", [InputOperand, OutputOperand]);

    public override KernelCall BackwardCall() => new(
        KernelName + "Backward", "Run", [OutputOperand, OutputGradientOperand, InputGradientOperand]);

    protected override StagePlan WithoutOperands() => this;
}
