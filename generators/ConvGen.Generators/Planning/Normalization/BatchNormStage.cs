namespace ConvGen.Generators.Planning.Normalization;

/// <summary>
/// A batch normalization with the activation after it, as training computes it. All slices of a mini-batch meet twice: for the mean and the
/// variance of its input before the forward kernel, and for the sums of its gradients before the backward kernel. Prediction replaces
/// it by a <see cref="FixedNormStage"/>, or folds it into the layer before it.
/// </summary>
internal sealed record BatchNormStage : StagePlan
{
    // The registers that a vector of channels needs in the innermost loop of each kernel, for twelve in all: three levels of sums and
    // the mean; the mean, the factor and the summand; two sums, their totals, the mean and the inverse deviation; the mean and three factors.
    private const int MostStatisticsVectors = 3, MostForwardVectors = 4, MostSumVectors = 2, MostBackwardVectors = 3;

    public required ShapedBatchNorm BatchNorm { get; init; }

    /// <summary>The parameters; null until they are placed.</summary>
    public ParameterPlan? Weights { get; init; }
    public ParameterPlan? Bias { get; init; }
    public ParameterPlan? RunningMean { get; init; }
    public ParameterPlan? RunningVariance { get; init; }

    /// <summary>The offset of its values in a slice's contribution, and in the results that all slices share.</summary>
    public int MeetingOffset { get; init; }

    /// <summary>The offset of the factor and the summand of each channel among the packed weights, which prediction reads.</summary>
    public int FoldedOffset { get; init; }

    /// <summary>The number of channel vectors that a kernel keeps in registers while it runs over all samples.</summary>
    public int StatisticsVectors => Block(MostStatisticsVectors);
    public int ForwardVectors => Block(MostForwardVectors);
    public int SumVectors => Block(MostSumVectors);
    public int BackwardVectors => Block(MostBackwardVectors);

    /// <summary>The floats of a tensor with one value for each channel.</summary>
    public int ChannelFloats => CacheLines.Padded(BatchNorm.Output.Channels);

    /// <summary>The floats of its contribution, and of the results: five tensors each, in the order of the runtime's
    /// <c>BatchStatistics</c>.</summary>
    public int MeetingFloats => 5 * ChannelFloats;

    /// <summary>The floats of the factors and the summands that prediction reads.</summary>
    public int FoldedFloats => 2 * ChannelFloats;

    /// <summary>What each slice contributes, by name, with the offsets.</summary>
    public IReadOnlyList<MeetingTensor> Contributions =>
    [
        Tensor("Mean", 0, "the mean of each channel"),
        Tensor("Deviations", 1, "the sum of squared deviations from it"),
        Tensor("GradientSum", 2, "the sum of the gradients"),
        Tensor("ProductSum", 3, "the sum of their products with the normalized values"),
        Tensor("Samples", 4, "the number of samples so far"),
    ];

    /// <summary>The results that all slices share, by name, with the offsets.</summary>
    public IReadOnlyList<MeetingTensor> Results =>
    [
        Tensor("Mean", 0, "the mean of each channel"),
        Tensor("InverseDeviation", 1, "1 / sqrt(variance + epsilon)"),
        Tensor("MeanGradient", 2, "the mean of the gradients"),
        Tensor("MeanProduct", 3, "the mean of their products with the normalized values"),
        Tensor("Variance", 4, "the unbiased variance, for the running statistics"),
    ];

    /// <summary>The part of the kernels that depends on the input alone, as the name of its class ends.</summary>
    public const string StatisticsPart = "Statistics";

    public override IEnumerable<(string Part, object Plan)> PartPlans => [(StatisticsPart, Input)];

    public override bool BorrowsParts => true;

    public override int PackedFloats => 0;

    public override IReadOnlyList<PackedPiece> PackedPieces => [];

    public override StagePlan Place(ParameterAllocator parameters, int packedOffset) => this with
    {
        Weights = parameters.AddForChannels(BatchNorm, "weight", InitialValues.Constant(1)),
        Bias = parameters.AddForChannels(BatchNorm, "bias", InitialValues.Zero),
        RunningMean = parameters.AddForChannels(BatchNorm, "running_mean", InitialValues.Zero, isTrainable: false),
        RunningVariance = parameters.AddForChannels(BatchNorm, "running_var", InitialValues.Constant(1), isTrainable: false),
    };

    public override void CheckTarget(Target target)
    {
        TargetChecker.CheckSums(target, 4 * StatisticsVectors, this);
        TargetChecker.CheckSums(target, 3 * ForwardVectors, this);
        TargetChecker.CheckSums(target, 6 * SumVectors, this);
        TargetChecker.CheckSums(target, 4 * BackwardVectors, this);
    }

    public override IEnumerable<BufferRequest> Buffers(PassKind pass, int samples) => [];

    public override MeetingCall? Statistics => new(
        StatisticsCall(), $"the mean and variance of its input {Input.Shape}", new Meeting(this, OfGradients: false));

    public override MeetingCall? GradientStatistics => new(
        GradientStatisticsCall(), "gradients of the parameters, which are also sums over the mini-batch", new Meeting(this, OfGradients: true));

    public KernelCall StatisticsCall() => new(
        ClassOf(StatisticsPart),
        "Run",
        [InputOperand, Contributed("samplesSoFar", "Samples"), Contributed("mean", "Mean"), Contributed("deviations", "Deviations")]);

    public override KernelCall ForwardCall(PassKind pass) => new(
        KernelName + "Forward",
        "Run",
        [
            InputOperand, Shared("mean", "Mean"), Shared("inverseDeviation", "InverseDeviation"),
            Operand.Floats("weights", new Memory.Parameters(Weights!.Offset)),
            Operand.Floats("biases", new Memory.Parameters(Bias!.Offset)), OutputOperand,
        ]);

    public KernelCall GradientStatisticsCall() => new(
        KernelName + "Sums",
        "Run",
        [
            InputOperand, Shared("mean", "Mean"), Shared("inverseDeviation", "InverseDeviation"), .. ActivatedOutput, OutputGradientOperand,
            Operand.Floats("weightGradient", new Memory.Gradients(Weights!.Offset)),
            Operand.Floats("biasGradient", new Memory.Gradients(Bias!.Offset)),
            Contributed("gradientSum", "GradientSum"), Contributed("productSum", "ProductSum"),
        ]);

    public override KernelCall BackwardCall() => new(
        KernelName + "Backward",
        "Run",
        [
            InputOperand, Shared("mean", "Mean"), Shared("inverseDeviation", "InverseDeviation"),
            Operand.Floats("weights", new Memory.Parameters(Weights!.Offset)),
            Shared("meanGradient", "MeanGradient"), Shared("meanProduct", "MeanProduct"), OutputGradientOperand, InputGradientOperand,
        ]);

    public override StagePlan? WhenPredicting() => new FixedNormStage
    {
        Name = Name,
        Values = Values,
        Input = Input,
        Output = Output,
        Activation = Activation,
        MultiplyAdds = MultiplyAdds,
        FoldedOffset = FoldedOffset,
    };

    protected override StagePlan WithoutOperands() => this with
    {
        BatchNorm = (ShapedBatchNorm)Anonymous(BatchNorm) with { Momentum = 0, Epsilon = 0 },
        Weights = null,
        Bias = null,
        RunningMean = null,
        RunningVariance = null,
        MeetingOffset = 0,
        FoldedOffset = 0,
    };

    /// <summary>Divides the channel vectors evenly into blocks of at most the given number.</summary>
    private int Block(int most)
    {
        int blocks = (Input.ChannelVectors + most - 1) / most;
        return (Input.ChannelVectors + blocks - 1) / blocks;
    }

    private MeetingTensor Tensor(string what, int place, string meaning) =>
        new(Name + what, MeetingOffset + place * ChannelFloats, meaning);

    private Operand Contributed(string name, string what) => Operand.Floats(name, new Memory.Contribution(Name + what));

    private Operand Shared(string name, string what) => Operand.Floats(name, new Memory.Shared(Name + what));
}

/// <summary>A tensor with one value for each channel in the contributions of the slices, or in the shared results.</summary>
/// <param name="Name">The name of its constant in generated code, such as <c>BatchNorm1Mean</c>.</param>
/// <param name="Offset">The offset in floats; a multiple of 16.</param>
/// <param name="Meaning">The comment after the constant.</param>
internal sealed record MeetingTensor(string Name, int Offset, string Meaning);
