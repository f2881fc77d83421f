namespace ConvGen.Generators.Planning;

/// <summary>
/// One step of the forward pass and its counterpart in the backward pass: a layer with the layers fused into it. A stage declares the
/// memory that it needs and the calls of its kernels through abstract members, so a new kind of stage does not compile until it has all
/// of them.
/// </summary>
internal abstract record StagePlan
{
    /// <summary>The name of the main layer, which is also the prefix of the stage's files and buffers.</summary>
    public required string Name { get; init; }

    /// <summary>The prefix of the classes that hold its kernels: its own name, or that of an earlier stage with the same
    /// <see cref="ToKernelPlan"/>.</summary>
    public string KernelName
    {
        get => field ?? Name;
        init;
    }

    /// <summary>Whether the kernels are named after this stage.</summary>
    public bool OwnsKernels => KernelName == Name;

    /// <summary>The parts of its kernels that it calls in the classes of an earlier stage, although the rest of the kernels
    /// differs.</summary>
    public EquatableArray<BorrowedPart> BorrowedParts { get; init; } = [];

    /// <summary>The name of the class that holds a part of its kernels, such as <c>Conv1Forward</c>.</summary>
    public string ClassOf(string part) => (BorrowedParts.FirstOrDefault(borrowed => borrowed.Part == part)?.Owner ?? KernelName) + part;

    /// <summary>Whether the class of a part is named after this stage, so that its file is rendered.</summary>
    public bool Owns(string part) => ClassOf(part) == Name + part;

    /// <summary>The parts of its kernels that depend on less than the whole plan: each with everything that it depends on.</summary>
    public virtual IEnumerable<(string Part, object Plan)> PartPlans => [];

    /// <summary>Whether it calls equal parts of earlier stages.</summary>
    public virtual bool BorrowsParts => IsFolded;

    /// <summary>The values that the stage reads, and the value that it writes.</summary>
    public required StageValues Values { get; init; }

    public required ActivationLayout Input { get; init; }
    public required ActivationLayout Output { get; init; }

    /// <summary>The target of the plan.</summary>
    public Target Target => Input.Target;

    /// <summary>The fused activation, applied to every output; null if there is none.</summary>
    public required Activation? Activation { get; init; }

    /// <summary>The number of multiply-adds for one sample.</summary>
    public required long MultiplyAdds { get; init; }

    /// <summary>The layouts of the values that the stage reads, in order.</summary>
    public virtual IReadOnlyList<ActivationLayout> Inputs => [Input];

    /// <summary>True for a layer that includes the normalization after it: only prediction runs it, and its weights and biases are computed
    /// from the parameters of both.</summary>
    public bool IsFolded { get; init; }

    /// <summary>The number of floats of the packed weights that the forward kernels read.</summary>
    public abstract int PackedFloats { get; }

    /// <summary>The pieces in which the weights are packed, in the order of the parameters.</summary>
    public abstract IReadOnlyList<PackedPiece> PackedPieces { get; }

    /// <summary>The pieces that only prediction reads. They are packed before the first prediction after a change of the weights, not in
    /// every training step.</summary>
    public virtual IReadOnlyList<PackedPiece> PredictionPieces => [];

    /// <summary>Returns the stage with its parameters and packed weights placed.</summary>
    /// <param name="parameters">Places each parameter.</param>
    /// <param name="packedOffset">The offset of the stage's weights among all packed weights.</param>
    public abstract StagePlan Place(ParameterAllocator parameters, int packedOffset);

    /// <summary>The buffers that the stage's kernels use, in addition to its input, its output and their gradients.</summary>
    /// <param name="pass">Prediction or training.</param>
    /// <param name="samples">The largest number of samples in a chunk.</param>
    public abstract IEnumerable<BufferRequest> Buffers(PassKind pass, int samples);

    /// <summary>The call of the forward kernel. In prediction, operands that only the backward pass reads are null references.</summary>
    public abstract KernelCall ForwardCall(PassKind pass);

    /// <summary>The call, before the forward kernel of training, that contributes to statistics of the whole mini-batch; null if the stage
    /// needs none. All slices meet after it.</summary>
    public virtual MeetingCall? Statistics => null;

    /// <summary>The call, before the backward kernel, that contributes to statistics of the gradients; null if the stage needs none. All
    /// slices meet after it.</summary>
    public virtual MeetingCall? GradientStatistics => null;

    /// <summary>The call of the backward kernel.</summary>
    public abstract KernelCall BackwardCall();

    /// <summary>Throws unless the stage's tiles fit the registers and its layouts are padded to the lanes.</summary>
    public abstract void CheckTarget(Target target);

    /// <summary>Returns the stage without its names, values and parameter offsets. Stages with equal results share kernels.</summary>
    public StagePlan ToKernelPlan() => WithoutOperands() with
    {
        Name = "",
        KernelName = "",
        BorrowedParts = [],
        IsFolded = false,
        Values = new StageValues([], 0),
    };

    /// <summary>Returns the stage that replaces it in prediction, or null if it would only copy its input.</summary>
    public virtual StagePlan? WhenPredicting() => this;

    /// <summary>Returns the stage without the names of its layers and the offsets of its parameters.</summary>
    protected abstract StagePlan WithoutOperands();

    /// <summary>Returns a layer without its name and values.</summary>
    protected static TLayer Anonymous<TLayer>(TLayer layer)
        where TLayer : ShapedLayer => (TLayer)(layer with { Name = "", Inputs = [] });

    /// <summary>The memory of a buffer that training keeps for the backward pass; a null reference in prediction.</summary>
    protected static Memory Kept(PassKind pass, string buffer) => pass switch
    {
        PassKind.Prediction => new Memory.Nowhere(),
        PassKind.Training => new Memory.Buffer(buffer),
        _ => throw Unreachable.Kind(pass),
    };

    /// <summary>The operand for the weights. For weights without an offset, the operand is the caller's parameter <c>weights</c>.</summary>
    protected static Operand WeightsOperand(ParameterPlan? weights) => Operand.Floats(
        "weights", weights is null ? new Memory.Argument("weights") : weights.Where);

    /// <summary>The operand for the biases; empty if the layer has none.</summary>
    protected static Operand[] BiasesOperand(ParameterPlan? bias) =>
        bias is null ? [] : [Operand.Floats("biases", bias.Where)];

    /// <summary>The operands for the gradients of the parameters, to which a backward kernel adds.</summary>
    protected static Operand[] ParameterGradients(ParameterPlan? weights, ParameterPlan? bias) =>
    [
        Operand.Floats(
            "weightGradient", weights is null ? new Memory.Argument("weightGradient") : new Memory.Gradients(weights.Offset)),
        .. bias is null ? [] : (Operand[])[Operand.Floats("biasGradient", new Memory.Gradients(bias.Offset))],
    ];

    /// <summary>The operand for the output, from which the derivative of a fused activation is computed; empty without an
    /// activation.</summary>
    protected Operand[] ActivatedOutput => Activation is null ? [] : [OutputOperand];

    protected static Operand InputOperand { get; } = Operand.Floats("input", new Memory.Input());
    protected static Operand OutputOperand { get; } = Operand.Floats("output", new Memory.Output());
    protected static Operand OutputGradientOperand { get; } = Operand.Floats("outputGradient", new Memory.OutputGradient());
    protected static Operand InputGradientOperand { get; } = Operand.Floats("inputGradient", new Memory.InputGradient());
}

/// <summary>A part of a stage's kernels that is in the class of another stage.</summary>
/// <param name="Part">The last part of the name of the class, such as <c>Forward</c>.</param>
/// <param name="Owner">The stage that the class is named after.</param>
internal sealed record BorrowedPart(string Part, string Owner);

/// <summary>The indices of the values that a stage reads and writes. Index 0 is the network input; layer i writes i + 1.</summary>
internal sealed record StageValues(EquatableArray<int> Inputs, int Output);

/// <summary>A stage without parameters.</summary>
internal abstract record UnweightedStage : StagePlan
{
    public sealed override int PackedFloats => 0;

    public sealed override IReadOnlyList<PackedPiece> PackedPieces => [];

    public sealed override StagePlan Place(ParameterAllocator parameters, int packedOffset) => this;

    /// <summary>Checks nothing, because most stages without parameters have no tiles or layouts.</summary>
    public override void CheckTarget(Target target)
    {
    }
}
