namespace ConvGen.Generators.Planning.Elementwise;

/// <summary>An activation that could not be fused into the stage before it.</summary>
internal sealed record ActivationStage : UnweightedStage
{
    private string SlopesName => Name + "Slopes";

    /// <summary>True if the derivative cannot be computed from the output, so that training stores it.</summary>
    public bool KeepsSlopes => Activation is { KeepsSlopes: true };

    public override IEnumerable<BufferRequest> Buffers(PassKind pass, int samples) => pass switch
    {
        PassKind.Training when KeepsSlopes => [new(SlopesName, ElementType.Float, Input.SampleStride * samples)],
        PassKind.Training or PassKind.Prediction => [],
        _ => throw Unreachable.Kind(pass),
    };

    public override KernelCall ForwardCall(PassKind pass) => new(
        KernelName + "Forward",
        "Run",
        [InputOperand, .. KeepsSlopes ? [Operand.Floats("slopes", Kept(pass, SlopesName))] : (Operand[])[], OutputOperand]);

    public override KernelCall BackwardCall() => new(
        KernelName + "Backward",
        "Run",
        [
            KeepsSlopes ? Operand.Floats("slopes", new Memory.Buffer(SlopesName)) : OutputOperand,
            OutputGradientOperand, InputGradientOperand,
        ]);

    protected override StagePlan WithoutOperands() => this;
}

/// <summary>A dropout, which only training runs. Its input and output have the same layout, so that prediction can omit it.</summary>
internal sealed record DropoutStage : UnweightedStage
{
    /// <summary>The number of channels whose masks are drawn together, with every target.</summary>
    private const int DrawnTogether = 8;

    public required ShapedDropout Dropout { get; init; }

    /// <summary>The index of the dropout in the network, from 0. Different dropouts use different random numbers.</summary>
    public required int Number { get; init; }

    /// <summary>The layout of the masks: one float for each value and each channel of padding, without a border.</summary>
    public ActivationLayout Masks => ActivationLayout.ChannelsLast(Target, Output.Shape, Frontend.Declarations.Padding.None);

    /// <summary>A value is dropped if its 32 random bits are less than this.</summary>
    public uint Threshold => (uint)Math.Min(Math.Round(Dropout.Rate * 4294967296.0), uint.MaxValue);

    /// <summary>The factor that training applies to a kept value.</summary>
    public double KeptFactor => Dropout.Inverted ? 1 / (1 - Dropout.Rate) : 1;

    /// <summary>The factor that prediction applies to every value: the average of the factor in training.</summary>
    public double Expected => Dropout.Inverted || Dropout.Rate == 0 ? 1 : 1 - Dropout.Rate;

    /// <summary>The number of masks that are drawn for a pixel: its channels, padded to <see cref="DrawnTogether"/>. It does not depend on
    /// the target, so that a seed drops the same values with every target.</summary>
    public int DrawnPixel => (Output.Shape.Channels + DrawnTogether - 1) / DrawnTogether * DrawnTogether;

    private string MasksName => Name + "Masks";

    public override void CheckTarget(Target target) => TargetChecker.CheckLayout(target, Masks, $"the masks of {Name}");

    public override IEnumerable<BufferRequest> Buffers(PassKind pass, int samples) =>
        [new(MasksName, ElementType.Float, Masks.SampleStride * samples)];

    public override KernelCall ForwardCall(PassKind pass) => new(
        KernelName + "Forward",
        "Run",
        [
            InputOperand, Operand.Floats("masks", new Memory.Buffer(MasksName)), OutputOperand,
            new Operand.Scalar("in TrainingNoise", "noise"), new Operand.Constant("layer", Number),
        ]);

    public override KernelCall BackwardCall() => new(
        KernelName + "Backward",
        "Run",
        [Operand.Floats("masks", new Memory.Buffer(MasksName)), OutputGradientOperand, InputGradientOperand]);

    protected override StagePlan WithoutOperands() => this with { Dropout = Anonymous(Dropout), Number = 0 };

    /// <summary>Returns the stage that replaces it in prediction, or null if it would only copy its input.</summary>
    public override StagePlan? WhenPredicting() => Expected == 1 ? null : new ScaleStage
    {
        Name = Name,
        Values = Values,
        Input = Input,
        Output = Output,
        Activation = null,
        MultiplyAdds = 0,
        Factor = Expected,
    };
}

/// <summary>Multiplies every value by a constant. Only prediction runs it, in place of a dropout that is not inverted.</summary>
internal sealed record ScaleStage : UnweightedStage
{
    public required double Factor { get; init; }

    public override IEnumerable<BufferRequest> Buffers(PassKind pass, int samples) => [];

    public override KernelCall ForwardCall(PassKind pass) => new(KernelName + "Scale", "Run", [InputOperand, OutputOperand]);

    public override KernelCall BackwardCall() => throw new InvalidOperationException($"{Name} is not scaled when training.");

    protected override StagePlan WithoutOperands() => this;
}
