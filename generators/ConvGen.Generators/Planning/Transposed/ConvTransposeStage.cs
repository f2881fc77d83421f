namespace ConvGen.Generators.Planning.Transposed;

/// <summary>A transposed convolution with its bias and activation.</summary>
internal sealed record ConvTransposeStage : StagePlan
{
    public required ShapedConvTranspose Conv { get; init; }
    public required ConvTransposeSchedule Schedule { get; init; }

    /// <summary>The weights and biases among the parameters; null until they are placed.</summary>
    public ParameterPlan? Weights { get; init; }
    public ParameterPlan? Bias { get; init; }

    public override int PackedFloats => 0;

    public override IReadOnlyList<PackedPiece> PackedPieces => [];

    /// <summary>The distances in the weights, <c>[row][column][channel][filter]</c>.</summary>
    public KernelDistances Distances => new(Conv, Conv.Input.Channels, Output.PixelStride);

    /// <summary>The distances in the weights with channels and filters exchanged, <c>[row][column][filter][channel]</c>, which the gradient
    /// of the input reads.</summary>
    public KernelDistances Exchanged => new(Conv, Conv.Output.Channels, Input.PixelStride);

    private string ExchangedName => Name + "ExchangedWeights";

    public override StagePlan Place(ParameterAllocator parameters, int packedOffset) => this with
    {
        Weights = parameters.AddConvTransposeWeights(Conv, Distances),
        Bias = Conv.Bias ? parameters.AddBias(Conv) : null,
    };

    public override void CheckTarget(Target target)
    {
        foreach (RowTileSet tiles in new[] { Schedule.Outputs, Schedule.Inputs })
        {
            TargetChecker.CheckTile(target, tiles.Pixels * tiles.Vectors.Size, held: tiles.Vectors.Size, this);
            TargetChecker.CheckTile(target, tiles.SingleVectors.Size, held: 0, this);
        }

        TargetChecker.CheckTile(
            target, Schedule.WeightChannels.Size * Schedule.WeightVectors.Size, held: Schedule.WeightVectors.Size, this);
    }

    public override IEnumerable<BufferRequest> Buffers(PassKind pass, int samples) => pass switch
    {
        PassKind.Prediction => [],

        // The zeros of the lanes after the last channel are never overwritten.
        PassKind.Training => [new(ExchangedName, ElementType.Float, Exchanged.Floats, KeepsZeros: true)],
        _ => throw Unreachable.Kind(pass),
    };

    public override KernelCall ForwardCall(PassKind pass) => new(
        KernelName + "Forward", "Run", [WeightsOperand(Weights), .. BiasesOperand(Bias), InputOperand, OutputOperand]);

    public override KernelCall BackwardCall() => new(
        KernelName + "Backward",
        "Run",
        [
            WeightsOperand(Weights), InputOperand, .. ActivatedOutput, OutputGradientOperand,
            Operand.Floats("exchanged", new Memory.Buffer(ExchangedName)),
            .. ParameterGradients(Weights, Bias), InputGradientOperand,
        ]);

    protected override StagePlan WithoutOperands() => this with { Conv = Anonymous(Conv), Weights = null, Bias = null };
}

/// <summary>The distances in weights of shape <c>[row][column][from][to]</c>.</summary>
/// <param name="Layer">The layer with the kernel.</param>
/// <param name="From">The number of channels that a product reads.</param>
/// <param name="To">The floats for the channels that it writes, padded to whole vectors.</param>
internal sealed record KernelDistances(ShapedConvTranspose Layer, int From, int To)
{
    /// <summary>The floats per channel that is read.</summary>
    public int Channel => To;

    /// <summary>The floats per kernel column.</summary>
    public int Column => From * To;

    /// <summary>The floats per kernel row.</summary>
    public int Row => Layer.KernelWidth * Column;

    public int Floats => Layer.KernelHeight * Row;
}
