namespace ConvGen.Generators.Planning.Convolution;

/// <summary>A convolution with its bias, and the max pooling and activation that are fused into it.</summary>
internal sealed record ConvStage : StagePlan
{
    public required ShapedConv Conv { get; init; }

    /// <summary>The fused pooling, whose windows do not overlap or cover padding; null if there is none.</summary>
    public required ShapedMaxPool? Pool { get; init; }

    public required ConvKernelLayout Kernel { get; init; }
    public required ConvForwardSchedule Forward { get; init; }
    public required ConvBackwardSchedule Backward { get; init; }

    /// <summary>The parts of the kernels that prediction needs, as the names of their classes end.</summary>
    public const string ForwardPart = "Forward", PackPart = "Pack";

    /// <summary>The weights and biases among the parameters. Null until they are placed, and for the group of a
    /// <see cref="GroupedConvStage"/>, which owns the parameters itself.</summary>
    public ParameterPlan? Weights { get; init; }
    public ParameterPlan? Bias { get; init; }

    /// <summary>The offset of its weights among all packed weights.</summary>
    public int PackedOffset { get; init; }

    /// <summary>The number of groups of the <see cref="GroupedConvStage"/> that this stage is one group of; otherwise 1.</summary>
    public int Groups { get; init; } = 1;

    public int PoolHeight => Pool?.WindowHeight ?? 1;
    public int PoolWidth => Pool?.WindowWidth ?? 1;

    /// <summary>The distance in floats between the receptive fields of vertical (horizontal) neighbours in the convolution's
    /// output.</summary>
    public int FieldStepY => Conv.StrideY * Input.RowStride;
    public int FieldStepX => Conv.StrideX * Input.PixelStride;

    public override int PackedFloats => Forward.PackedFloats;

    public override IReadOnlyList<PackedPiece> PackedPieces => FilterPiece.Of(this);

    /// <summary>The scratch buffers of the forward kernel, in the order of its operands: Winograd's transformed tiles and their products,
    /// for a few rows of tiles at a time.</summary>
    public IReadOnlyList<ScratchBuffer> ForwardScratch => Forward is not WinogradForward winograd ? [] :
    [
        new("transformed", new(
            Name + "Transformed", ElementType.Float, winograd.Transform.Elements * winograd.TransformedElement)),
        new("products", new(Name + "Products", ElementType.Float, winograd.Transform.Elements * winograd.ProductElement)),
    ];

    /// <summary>The scratch buffers of the backward kernel, in the order of its operands: its lists, and further ones if the gradient of
    /// the input is dense.</summary>
    public IReadOnlyList<ScratchBuffer> BackwardScratch => [.. BackwardScratchOf(Backward)];

    public override StagePlan Place(ParameterAllocator parameters, int packedOffset) => this with
    {
        Weights = parameters.AddConvWeights(Conv, Kernel),
        Bias = Conv.Bias ? parameters.AddBias(Conv) : null,
        PackedOffset = packedOffset,
    };

    public override void CheckTarget(Target target) => TargetChecker.CheckConv(target, this);

    public override IEnumerable<BufferRequest> Buffers(PassKind pass, int samples)
    {
        IEnumerable<BufferRequest> forward = ForwardScratch.Select(scratch => scratch.Buffer);
        return pass switch
        {
            PassKind.Prediction => forward,
            PassKind.Training => [.. forward, .. Winners(samples), .. BackwardScratch.Select(scratch => scratch.Buffer)],
            _ => throw Unreachable.Kind(pass),
        };
    }

    public override KernelCall ForwardCall(PassKind pass) => new(
        ClassOf(ForwardPart),
        "Run",
        [
            InputOperand,
            Operand.Floats("packed", new Memory.Packed(PackedOffset)),
            .. ForwardScratch.Select(scratch => scratch.Operand),
            OutputOperand,
            .. WinnersOperand(Kept(pass, WinnersName)),
        ]);

    public override KernelCall BackwardCall() => new(
        KernelName + "Backward",
        "Run",
        [
            WeightsOperand(Weights), InputOperand, .. ActivatedOutput, .. WinnersOperand(new Memory.Buffer(WinnersName)), OutputGradientOperand,
            .. BackwardScratch.Select(scratch => scratch.Operand),
            .. ParameterGradients(Weights, Bias), InputGradientOperand,
        ]);

    /// <summary>The parts that do not depend on the backward pass. Every convolution adds biases, which are zeros among the packed weights if it
    /// has none; only packing differs.</summary>
    public override IEnumerable<(string Part, object Plan)> PartPlans =>
    [
        (ForwardPart, (Anonymous(Conv) with { Bias = true }, Pool is null ? null : Anonymous(Pool), Kernel, Forward, Input, Output, Activation)),
        (PackPart, (Anonymous(Conv), Kernel, Forward, Input)),
    ];

    protected override StagePlan WithoutOperands() => this with
    {
        Conv = Anonymous(Conv),
        Pool = Pool is null ? null : Anonymous(Pool),
        Weights = null,
        Bias = null,
        PackedOffset = 0,
    };

    /// <summary>The buffer for the winner of each pooling window; empty without a pooling.</summary>
    public IEnumerable<BufferRequest> Winners(int samples) => Pool is null
        ? []
        : [new(WinnersName, ElementType.Int, Groups * Output.SampleStride * samples)];

    public Operand[] WinnersOperand(Memory where) =>
        Pool is null ? [] : [new Operand.Reference(ElementType.Int, "winners", where)];

    private string WinnersName => Name + "Winners";

    private IEnumerable<ScratchBuffer> BackwardScratchOf(ConvBackwardSchedule schedule)
    {
        int filters = Conv.Output.Channels;
        ScratchBuffer offsets = new("offsets", new(Name + "LiveOffsets", ElementType.Int, schedule.GroupEntries));
        ScratchBuffer[] entries = !schedule.ListsLive ? [] :
        [
            new("values", new(Name + "LiveValues", ElementType.Float, schedule.GroupEntries)),
            new("filters", new(Name + "LiveFilters", ElementType.Int, schedule.GroupEntries)),
        ];
        ScratchBuffer[] lists = !schedule.ListsByFilter ? [] :
        [
            new("lists", new(Name + "LiveGradients", ElementType.LiveGradient, 2 * filters * schedule.Capacity)),
            new("counts", new(Name + "LiveCounts", ElementType.Int, filters)),
        ];
        return schedule.InputGradient switch
        {
            InputGradientByField =>
            [
                new("fields", new(Name + "LiveFields", ElementType.LiveField, 2 * (schedule.GroupFields + 1))), .. entries, .. lists,
            ],
            InputGradientByFilter => [.. entries, offsets, .. lists],
            InputGradientDense dense =>
            [
                // The border of the copied gradient stays zero.
                new("bordered", new(
                    Name + "BorderedGradient", ElementType.Float, dense.Bordered.SampleStride, KeepsZeros: true)),
                new("mirrored", new(Name + "MirroredWeights", ElementType.Float, dense.ReductionLength * Input.PixelStride)),
                .. schedule.ListsLive ? [.. entries, offsets, .. lists] : (ScratchBuffer[])[],
            ],
            _ => throw Unreachable.Kind(schedule.InputGradient),
        };
    }
}

/// <summary>A scratch buffer of one kernel, with the name of the kernel's parameter.</summary>
internal sealed record ScratchBuffer(string Name, BufferRequest Buffer)
{
    public Operand Operand => Operand.Of(Buffer, Name);
}
