namespace ConvGen.Generators.Planning.Convolution;

/// <summary>
/// A grouped convolution: independent convolutions of the same shape, which share one set of kernels. The channels of each group are
/// copied to an image for the group, and its output is copied back. The gradients of activation and bias are computed per value, for all
/// groups together.
/// </summary>
internal sealed record GroupedConvStage : StagePlan
{
    public required ShapedConv Conv { get; init; }

    /// <summary>One group, with the same name. Its weights are a part of this stage's weights: those of the next group start
    /// <see cref="GroupWeights"/> floats later. The group itself has no bias parameter; its kernel adds the bias that is packed after its
    /// weights.</summary>
    public required ConvStage Group { get; init; }

    /// <summary>The weights and biases among the parameters; null until they are placed.</summary>
    public ParameterPlan? Weights { get; init; }
    public ParameterPlan? Bias { get; init; }

    /// <summary>The offset of its weights among all packed weights.</summary>
    public int PackedOffset { get; init; }

    public int Groups => Group.Groups;

    /// <summary>The distance in floats between the weights of two groups.</summary>
    public int GroupWeights => PlacedWeights.Floats / Groups;

    public override int PackedFloats => Groups * Group.PackedFloats;

    public override IReadOnlyList<PackedPiece> PackedPieces => [GroupsPiece.Of(this)];

    private ParameterPlan PlacedWeights => Weights
        ?? throw new InvalidOperationException($"The weights of {Name} are not placed yet.");

    public override StagePlan Place(ParameterAllocator parameters, int packedOffset) => this with
    {
        Weights = parameters.AddConvWeights(Conv, Group.Kernel),
        Bias = Conv.Bias ? parameters.AddBias(Conv) : null,
        PackedOffset = packedOffset,
    };

    public override void CheckTarget(Target target)
    {
        TargetChecker.CheckLayout(target, Group.Input, $"the input of a group of {Name}");
        TargetChecker.CheckLayout(target, Group.Output, $"the output of a group of {Name}");
        TargetChecker.CheckConv(target, Group);
    }

    public override IEnumerable<BufferRequest> Buffers(PassKind pass, int samples)
    {
        // The copies write only values, so the border of a group's input stays zero.
        int groupInput = Group.Input.SampleStride * samples + Group.Input.Slack;
        int groupOutput = Group.Output.SampleStride * samples;
        return
        [
            new(GroupInputName, ElementType.Float, groupInput, KeepsZeros: true),
            new(GroupOutputName, ElementType.Float, groupOutput),
            .. Group.Buffers(pass, samples),
            .. pass switch
            {
                PassKind.Prediction => (BufferRequest[])[],
                PassKind.Training =>
                [
                    new(GroupOutputGradientName, ElementType.Float, groupOutput),
                    new(GroupInputGradientName, ElementType.Float, groupInput),
                ],
                _ => throw Unreachable.Kind(pass),
            },
        ];
    }

    public override KernelCall ForwardCall(PassKind pass) => new(
        KernelName + "Groups",
        "Forward",
        [
            InputOperand,
            Operand.Floats("packed", new Memory.Packed(PackedOffset)),
            .. Group.ForwardScratch.Select(scratch => scratch.Operand),
            Operand.Floats("groupInput", new Memory.Buffer(GroupInputName)),
            Operand.Floats("groupOutput", new Memory.Buffer(GroupOutputName)),
            OutputOperand,
            .. Group.WinnersOperand(Kept(pass, Name + "Winners")),
        ]);

    public override KernelCall BackwardCall() => new(
        KernelName + "Groups",
        "Backward",
        [
            WeightsOperand(Weights), InputOperand, .. ActivatedOutput, .. Group.WinnersOperand(new Memory.Buffer(Name + "Winners")),
            OutputGradientOperand,
            Operand.Floats("groupInput", new Memory.Buffer(GroupInputName)),
            Operand.Floats("groupOutputGradient", new Memory.Buffer(GroupOutputGradientName)),
            Operand.Floats("groupInputGradient", new Memory.Buffer(GroupInputGradientName)),
            .. Group.BackwardScratch.Select(scratch => scratch.Operand),
            .. ParameterGradients(Weights, Bias), InputGradientOperand,
        ]);

    protected override StagePlan WithoutOperands() => this with
    {
        Conv = Anonymous(Conv),
        Group = (ConvStage)Group.ToKernelPlan(),
        Weights = null,
        Bias = null,
        PackedOffset = 0,
    };

    private string GroupInputName => Name + "GroupInput";
    private string GroupOutputName => Name + "GroupOutput";
    private string GroupInputGradientName => Name + "GroupInputGradient";
    private string GroupOutputGradientName => Name + "GroupOutputGradient";
}
