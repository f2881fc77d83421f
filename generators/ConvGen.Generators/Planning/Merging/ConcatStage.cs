namespace ConvGen.Generators.Planning.Merging;

/// <summary>The channels of several values, one after the other.</summary>
internal sealed record ConcatStage : UnweightedStage
{
    /// <summary>The layouts of the values, in order.</summary>
    public required EquatableArray<ActivationLayout> Parts { get; init; }

    public override IReadOnlyList<ActivationLayout> Inputs => Parts;

    public override IEnumerable<BufferRequest> Buffers(PassKind pass, int samples) => [];

    public override KernelCall ForwardCall(PassKind pass) => new(
        KernelName + "Forward",
        "Run",
        [.. Parts.Select((_, i) => Operand.Floats(PartName(i), new Memory.Input(i))), OutputOperand]);

    public override KernelCall BackwardCall() => new(
        KernelName + "Backward",
        "Run",
        [OutputGradientOperand, .. Parts.Select((_, i) => Operand.Floats(GradientName(i), new Memory.InputGradient(i)))]);

    /// <summary>The name of a value in the forward kernel: <c>part1</c>.</summary>
    public static string PartName(int index) => $"part{index + 1}";

    /// <summary>The name of a value's gradient in the backward kernel: <c>partGradient1</c>.</summary>
    public static string GradientName(int index) => $"partGradient{index + 1}";

    /// <summary>The number of channels before a part.</summary>
    public int FirstChannel(int index) => Parts.Take(index).Sum(part => part.Shape.Channels);

    protected override StagePlan WithoutOperands() => this;
}
