namespace ConvGen.Generators.Planning;

/// <summary>
/// Weights that are packed together. No piece needs another, so that a training step can update a piece and pack it while it is
/// in the cache. A closed family.
/// </summary>
/// <param name="Stage">The convolution.</param>
/// <param name="PackedOffset">Where its weights start among all packed weights.</param>
/// <param name="Offset">The first float among the parameters.</param>
/// <param name="End">The float behind the last one.</param>
internal abstract record PackedPiece(StagePlan Stage, int PackedOffset, int Offset, int End)
{
    /// <summary>The pieces of a stage, which cover its weights and biases in their order; none where it packs nothing.</summary>
    public static IReadOnlyList<PackedPiece> Of(StagePlan stage) => stage switch
    {
        ConvStage conv => FilterPiece.Of(conv),
        GroupedConvStage grouped => [GroupsPiece.Of(grouped)],
        _ => [],
    };

    private protected static int EndOf(ParameterPlan parameter) => parameter.Offset + parameter.Floats;
}

/// <summary>A block of filters, and with a convolution's last block its biases.</summary>
/// <param name="Convolution">The convolution.</param>
/// <param name="Number">Which of its pieces, from 0.</param>
/// <param name="Block">The block of filters.</param>
/// <param name="FirstFilter">Where it starts.</param>
/// <param name="Offset">The first float among the parameters.</param>
/// <param name="End">The float behind the last one.</param>
internal sealed record FilterPiece(ConvStage Convolution, int Number, ConvBlock Block, int FirstFilter, int Offset, int End)
    : PackedPiece(Convolution, Convolution.Forward.PackedOffset, Offset, End)
{
    /// <summary>Whether the biases belong to it.</summary>
    public bool HasBiases => Convolution.Bias is { } bias && bias.Offset < End;

    public static IReadOnlyList<FilterPiece> Of(ConvStage stage)
    {
        List<(ConvBlock Block, int First)> blocks =
            [.. stage.Forward.FilterBlocks.SelectMany(block => block.FirstFilters.Select(first => (block, first)))];
        return [.. blocks.Select((block, i) => new FilterPiece(
            stage,
            i,
            block.Block,
            block.First,
            Start(stage, block.First),
            i + 1 < blocks.Count ? Start(stage, blocks[i + 1].First) : EndOf(stage.Bias ?? stage.Weights)))];
    }

    private static int Start(ConvStage stage, int filter) => stage.Weights.Offset + filter * stage.Kernel.FilterStride;
}

/// <summary>All groups of a convolution at once, so that the code of a network does not grow with their number.</summary>
/// <param name="Grouped">The convolution.</param>
/// <param name="Offset">The first float among the parameters.</param>
/// <param name="End">The float behind the last one.</param>
internal sealed record GroupsPiece(GroupedConvStage Grouped, int Offset, int End)
    : PackedPiece(Grouped, Grouped.Group.Forward.PackedOffset, Offset, End)
{
    public static GroupsPiece Of(GroupedConvStage stage) =>
        new(stage, stage.Weights.Offset, EndOf(stage.Bias ?? stage.Weights));
}
