namespace ConvGen.Generators.Planning;

/// <summary>
/// One step of the forward pass and its mirror image in the backward pass: a layer together with whatever was fused into it. A stage says
/// itself which memory it needs and how its kernels are called; a kind that leaves something out does not compile.
/// </summary>
internal abstract record StagePlan
{
    /// <summary>The name of the layer that the stage is built around; its files and buffers carry it.</summary>
    public required string Name { get; init; }

    /// <summary>The prefix of the classes that hold its kernels: its own name, or that of an earlier stage with the same
    /// <see cref="ToKernelPlan"/>.</summary>
    public string KernelName
    {
        get => field ?? Name;
        init;
    }

    /// <summary>True for the stage that its kernels are named after.</summary>
    public bool OwnsKernels => KernelName == Name;

    /// <summary>The values that the stage reads, and the one that it writes.</summary>
    public required StageValues Values { get; init; }

    public required ActivationLayout Input { get; init; }
    public required ActivationLayout Output { get; init; }

    /// <summary>The target of the plan that the stage belongs to.</summary>
    public Target Target => Input.Target;

    /// <summary>The function applied to every output, fused into the stage; null for none.</summary>
    public required Activation? Activation { get; init; }

    /// <summary>Multiply-adds of one sample.</summary>
    public required long MultiplyAdds { get; init; }

    /// <summary>How each of the values that it reads lies in memory, in their order.</summary>
    public virtual IReadOnlyList<ActivationLayout> Inputs => [Input];

    /// <summary>Floats of the weights that the forward kernels read packed.</summary>
    public abstract int PackedFloats { get; }

    /// <summary>The pieces in which its weights are packed. They cover its weights and biases in their order.</summary>
    public abstract IReadOnlyList<PackedPiece> PackedPieces { get; }

    /// <summary>The stage with its parameters and packed weights in place.</summary>
    /// <param name="parameters">Gives each parameter its place.</param>
    /// <param name="packedOffset">Where its weights start among all packed weights.</param>
    public abstract StagePlan Place(ParameterAllocator parameters, int packedOffset);

    /// <summary>The buffers that its kernels work with, beside its input, its output and their gradients.</summary>
    /// <param name="pass">The program that they belong to.</param>
    /// <param name="samples">The most samples of a chunk.</param>
    public abstract IEnumerable<BufferRequest> Buffers(PassKind pass, int samples);

    /// <summary>The call of the forward kernel. What only the backward pass reads is a null reference when predicting.</summary>
    public abstract KernelCall ForwardCall(PassKind pass);

    /// <summary>The call of the backward kernel.</summary>
    public abstract KernelCall BackwardCall();

    /// <summary>Holds that its tiles fit the target's registers, and that layouts of its own are padded to the target's lanes.</summary>
    public abstract void CheckTarget(Target target);

    /// <summary>What its kernels are rendered from: the stage without names, values and the places of parameters, which are operands of
    /// the calls. Stages for which it is equal share their kernels.</summary>
    public StagePlan ToKernelPlan() => WithoutOperands() with { Name = "", KernelName = "", Values = new StageValues([], 0) };

    /// <summary>The stage that runs in its place in the prediction program; null where the output would equal the input.</summary>
    public virtual StagePlan? WhenPredicting() => this;

    /// <summary>The stage without the names of its layers and the places of its parameters.</summary>
    protected abstract StagePlan WithoutOperands();

    /// <summary>A layer without its name and values.</summary>
    protected static TLayer Anonymous<TLayer>(TLayer layer)
        where TLayer : ShapedLayer => (TLayer)(layer with { Name = "", Inputs = [] });

    /// <summary>A memory that training keeps for the backward pass, and prediction does not.</summary>
    protected static Memory Kept(PassKind pass, string buffer) => pass switch
    {
        PassKind.Prediction => new Memory.Nowhere(),
        PassKind.Training => new Memory.Buffer(buffer),
        _ => throw Unreachable.Kind(pass),
    };

    /// <summary>The weights as a kernel reads them. Without a place of their own, the caller has a reference of that name.</summary>
    protected static Operand WeightsOperand(ParameterPlan? weights) => Operand.Floats(
        "weights", weights is null ? new Memory.Argument("weights") : new Memory.Parameters(weights.Offset));

    /// <summary>The biases as a kernel reads them; none where the layer has none.</summary>
    protected static Operand[] BiasesOperand(ParameterPlan? bias) =>
        bias is null ? [] : [Operand.Floats("biases", new Memory.Parameters(bias.Offset))];

    /// <summary>The gradients to which a backward kernel adds.</summary>
    protected static Operand[] ParameterGradients(ParameterPlan? weights, ParameterPlan? bias) =>
    [
        Operand.Floats(
            "weightGradient", weights is null ? new Memory.Argument("weightGradient") : new Memory.Gradients(weights.Offset)),
        .. bias is null ? [] : (Operand[])[Operand.Floats("biasGradient", new Memory.Gradients(bias.Offset))],
    ];

    /// <summary>The output, which tells the derivative of a fused activation; none without one.</summary>
    protected Operand[] ActivatedOutput => Activation is null ? [] : [OutputOperand];

    protected static Operand InputOperand { get; } = Operand.Floats("input", new Memory.Input());
    protected static Operand OutputOperand { get; } = Operand.Floats("output", new Memory.Output());
    protected static Operand OutputGradientOperand { get; } = Operand.Floats("outputGradient", new Memory.OutputGradient());
    protected static Operand InputGradientOperand { get; } = Operand.Floats("inputGradient", new Memory.InputGradient());
}

/// <summary>Which values of the network a stage reads and which it writes: 0 is the input of the network, and layer i writes the value
/// i + 1.</summary>
internal sealed record StageValues(EquatableArray<int> Inputs, int Output);

/// <summary>A stage without parameters.</summary>
internal abstract record UnweightedStage : StagePlan
{
    public sealed override int PackedFloats => 0;

    public sealed override IReadOnlyList<PackedPiece> PackedPieces => [];

    public sealed override StagePlan Place(ParameterAllocator parameters, int packedOffset) => this;

    /// <summary>Most have neither tiles nor layouts of their own.</summary>
    public override void CheckTarget(Target target)
    {
    }
}
