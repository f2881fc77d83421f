namespace ConvGen.Generators.Planning.Rearrangement;

/// <summary>A layer that moves values to other places. The backward kernel is the transposed map: every input gets the gradients of the
/// outputs that read it, in the order of the outputs.</summary>
internal sealed record RearrangementStage : UnweightedStage
{
    public required ShapedRearrangement Layer { get; init; }

    public override IEnumerable<BufferRequest> Buffers(PassKind pass, int samples) => [];

    public override KernelCall ForwardCall(PassKind pass) => new(KernelName + "Forward", "Run", [InputOperand, OutputOperand]);

    public override KernelCall BackwardCall() =>
        new(KernelName + "Backward", "Run", [OutputGradientOperand, InputGradientOperand]);

    protected override StagePlan WithoutOperands() => this with { Layer = Anonymous(Layer) };
}
