namespace ConvGen.Generators.Planning.Pooling;

/// <summary>A max pooling that is not fused: its windows overlap or are padded, or it does not follow a convolution.</summary>
internal sealed record MaxPoolStage : UnweightedStage
{
    public required ShapedMaxPool Pool { get; init; }

    private string WinnersName => Name + "Winners";

    public override IEnumerable<BufferRequest> Buffers(PassKind pass, int samples) => pass switch
    {
        PassKind.Prediction => [],
        PassKind.Training => [new(WinnersName, ElementType.Int, Output.SampleStride * samples)],
        _ => throw Unreachable.Kind(pass),
    };

    public override KernelCall ForwardCall(PassKind pass) =>
        new(KernelName + "Forward", "Run", [InputOperand, OutputOperand, Winners(Kept(pass, WinnersName))]);

    public override KernelCall BackwardCall() => new(
        KernelName + "Backward",
        "Run",
        [.. ActivatedOutput, Winners(new Memory.Buffer(WinnersName)), OutputGradientOperand, InputGradientOperand]);

    protected override StagePlan WithoutOperands() => this with { Pool = Anonymous(Pool) };

    private static Operand.Reference Winners(Memory where) => new Operand.Reference(ElementType.Int, "winners", where);
}

/// <summary>An average or L2 pooling: a sum over each window, and a function of the sum.</summary>
internal sealed record SumPoolStage : UnweightedStage
{
    public required ShapedPool Pool { get; init; }

    public override IEnumerable<BufferRequest> Buffers(PassKind pass, int samples) => [];

    public override KernelCall ForwardCall(PassKind pass) => new(KernelName + "Forward", "Run", [InputOperand, OutputOperand]);

    public override KernelCall BackwardCall() => new(
        KernelName + "Backward",
        "Run",
        [.. ReadInput, .. ActivatedOutput, OutputGradientOperand, InputGradientOperand]);

    protected override StagePlan WithoutOperands() => this with { Pool = Anonymous(Pool) };

    /// <summary>The gradient of an L2 pooling depends on its input.</summary>
    private Operand[] ReadInput => Pool switch
    {
        ShapedL2Pool => [InputOperand],
        ShapedAveragePool => [],
        _ => throw Unreachable.Kind(Pool),
    };
}
