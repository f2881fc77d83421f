namespace ConvGen.Generators.Planning.Storage;

/// <summary>
/// Weights that are packed together. Pieces are independent, so a training step can update a piece and pack it while it is in the cache.
/// </summary>
/// <param name="Stage">The convolution.</param>
/// <param name="Offset">The offset of the first float among the parameters.</param>
/// <param name="End">The offset after the last float.</param>
internal abstract record PackedPiece(StagePlan Stage, int Offset, int End)
{
    /// <summary>The call that packs the piece. It has no argument <c>samples</c>.</summary>
    public abstract KernelCall PackCall { get; }

    private protected static int EndOf(ParameterPlan parameter) => parameter.Offset + parameter.Floats;

    private protected static Operand Reads(string name, ParameterPlan parameter) =>
        Operand.Floats(name, parameter.Where);

    private protected static Operand Writes(int packedOffset) => Operand.Floats("packed", new Memory.Packed(packedOffset));
}

/// <summary>The filters that one method packs.</summary>
/// <param name="Number">The index of the block in the convolution, from 0.</param>
/// <param name="Block">The block of filters.</param>
/// <param name="FirstFilter">The first filter of the block.</param>
/// <param name="IsLast">Whether it is the last block, with which the biases are packed.</param>
internal sealed record PackedFilters(int Number, ConvBlock Block, int FirstFilter, bool IsLast)
{
    /// <summary>The blocks of a convolution in their order.</summary>
    public static IReadOnlyList<PackedFilters> Of(ConvStage stage)
    {
        List<(ConvBlock Block, int First)> blocks =
            [.. stage.Forward.FilterBlocks.SelectMany(block => block.FirstFilters.Select(first => (block, first)))];
        return [.. blocks.Select((block, i) => new PackedFilters(i, block.Block, block.First, i == blocks.Count - 1))];
    }

    /// <summary>The name of the method that packs it.</summary>
    public string Method => $"Piece{Number}";
}

/// <summary>A block of filters; the last block of a convolution includes the biases.</summary>
/// <param name="Convolution">The convolution, whose parameters are placed.</param>
/// <param name="Filters">The block.</param>
/// <param name="Offset">The offset of the first float among the parameters.</param>
/// <param name="End">The offset after the last float.</param>
internal sealed record FilterPiece(ConvStage Convolution, PackedFilters Filters, int Offset, int End)
    : PackedPiece(Convolution, Offset, End)
{
    public override KernelCall PackCall => new(
        Convolution.ClassOf(ConvStage.PackPart),
        Filters.Method,
        [
            Reads("weights", Convolution.Weights!),
            .. Filters.IsLast && Convolution.Bias is { } bias ? [Reads("biases", bias)] : (Operand[])[],
            Writes(Convolution.PackedOffset),
        ]);

    public static IReadOnlyList<FilterPiece> Of(ConvStage stage)
    {
        ParameterPlan weights = stage.Weights ?? throw new InvalidOperationException($"The weights of {stage.Name} are not placed yet.");
        IReadOnlyList<PackedFilters> blocks = PackedFilters.Of(stage);
        int Start(int filter) => weights.Offset + filter * stage.Kernel.FilterStride;
        return [.. blocks.Select(block => new FilterPiece(
            stage,
            block,
            Start(block.FirstFilter),
            block.IsLast ? EndOf(stage.Bias ?? weights) : Start(blocks[block.Number + 1].FirstFilter)))];
    }
}

/// <summary>All groups of a convolution, packed by one call, so that the code size does not depend on the number of groups.</summary>
/// <param name="Grouped">The convolution, whose parameters are placed.</param>
/// <param name="Offset">The offset of the first float among the parameters.</param>
/// <param name="End">The offset after the last float.</param>
internal sealed record GroupsPiece(GroupedConvStage Grouped, int Offset, int End) : PackedPiece(Grouped, Offset, End)
{
    public override KernelCall PackCall => new(
        Grouped.KernelName + "Groups",
        "Pack",
        [
            Reads("weights", Grouped.Weights!),
            .. Grouped.Bias is { } bias ? [Reads("biases", bias)] : (Operand[])[],
            Writes(Grouped.PackedOffset),
        ]);

    public static GroupsPiece Of(GroupedConvStage stage)
    {
        ParameterPlan weights = stage.Weights ?? throw new InvalidOperationException($"The weights of {stage.Name} are not placed yet.");
        return new(stage, weights.Offset, EndOf(stage.Bias ?? weights));
    }
}

/// <summary>A block of units of a fully connected layer. The biases are not packed.</summary>
/// <param name="Dense">The layer, whose parameters are placed.</param>
/// <param name="Number">The index of the block, from 0.</param>
/// <param name="Offset">The offset of the first float among the parameters.</param>
/// <param name="End">The offset after the last float.</param>
internal sealed record UnitPiece(DenseStage Dense, int Number, int Offset, int End) : PackedPiece(Dense, Offset, End)
{
    public override KernelCall PackCall => new(
        Dense.KernelName + "Pack", MethodOf(Number), [Reads("weights", Dense.Weights!), Writes(Dense.PackedOffset)]);

    /// <summary>The name of the method that packs a block.</summary>
    public static string MethodOf(int number) => $"Piece{number}";

    /// <summary>The pieces in order; none if the kernels of prediction read the weights themselves.</summary>
    public static IReadOnlyList<UnitPiece> Of(DenseStage stage)
    {
        if (stage.Schedule.Prediction is not UnitLanesForward forward)
        {
            return [];
        }

        ParameterPlan weights = stage.Weights ?? throw new InvalidOperationException($"The weights of {stage.Name} are not placed yet.");
        int Start(int unit) => weights.Offset + unit * stage.Input.SampleStride;
        return [.. forward.Blocks.Select((block, i) => new UnitPiece(
            stage, i, Start(block.FirstUnit),
            i == forward.Blocks.Count - 1 ? EndOf(weights) : Start(forward.Blocks[i + 1].FirstUnit)))];
    }
}
