namespace ConvGen.Generators.Planning.Merging;

/// <summary>A product of two values, with the activation after it. The second value has the shape of the first, or one number for each of
/// its channels.</summary>
internal sealed record ProductStage : UnweightedStage
{
    /// <summary>The layout of the second value.</summary>
    public required ActivationLayout Factor { get; init; }

    /// <summary>Whether the second value has one number for each channel.</summary>
    public bool IsPerChannel => Factor.Shape != Input.Shape;

    public override IReadOnlyList<ActivationLayout> Inputs => [Input, Factor];

    public override IEnumerable<BufferRequest> Buffers(PassKind pass, int samples) => [];

    public override KernelCall ForwardCall(PassKind pass) =>
        new(KernelName + "Forward", "Run", [InputOperand, FactorOperand, OutputOperand]);

    public override KernelCall BackwardCall() => new(
        KernelName + "Backward",
        "Run",
        [
            InputOperand, FactorOperand, .. ActivatedOutput, OutputGradientOperand, InputGradientOperand,
            Operand.Floats("factorGradient", new Memory.InputGradient(1)),
        ]);

    protected override StagePlan WithoutOperands() => this;

    private static Operand FactorOperand { get; } = Operand.Floats("factor", new Memory.Input(1));
}
