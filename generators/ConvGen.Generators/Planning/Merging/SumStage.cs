namespace ConvGen.Generators.Planning.Merging;

/// <summary>A sum of two values, with the activation after it.</summary>
internal sealed record SumStage : UnweightedStage
{
    /// <summary>The layout of the second summand.</summary>
    public required ActivationLayout Second { get; init; }

    public override IReadOnlyList<ActivationLayout> Inputs => [Input, Second];

    public override IEnumerable<BufferRequest> Buffers(PassKind pass, int samples) => [];

    public override KernelCall ForwardCall(PassKind pass) => new(
        KernelName + "Forward",
        "Run",
        [Operand.Floats("first", new Memory.Input(0)), Operand.Floats("second", new Memory.Input(1)), OutputOperand]);

    public override KernelCall BackwardCall() => new(
        KernelName + "Backward",
        "Run",
        [
            .. ActivatedOutput, OutputGradientOperand,
            Operand.Floats("firstGradient", new Memory.InputGradient(0)),
            Operand.Floats("secondGradient", new Memory.InputGradient(1)),
        ]);

    protected override StagePlan WithoutOperands() => this;
}
