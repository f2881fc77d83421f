namespace ConvGen.Generators.Planning;

/// <summary>
/// Weights that are packed together: a block of filters, and with a convolution's last block its biases. No piece needs another,
/// so that a training step can update a piece and pack it while it is in the cache.
/// </summary>
/// <param name="Stage">The convolution.</param>
/// <param name="Number">Which of its pieces, from 0.</param>
/// <param name="Block">The block of filters.</param>
/// <param name="FirstFilter">Where it starts.</param>
/// <param name="Offset">The first float among the parameters.</param>
/// <param name="End">The float behind the last one.</param>
internal sealed record PackedPiece(ConvStage Stage, int Number, ConvBlock Block, int FirstFilter, int Offset, int End)
{
    /// <summary>Whether the biases belong to it.</summary>
    public bool HasBiases => Stage.Bias is { } bias && bias.Offset < End;

    /// <summary>The pieces of a convolution, which cover its weights and biases in their order.</summary>
    public static IReadOnlyList<PackedPiece> Of(ConvStage stage)
    {
        List<(ConvBlock Block, int First)> blocks =
            [.. stage.Forward.FilterBlocks.SelectMany(block => block.FirstFilters.Select(first => (block, first)))];
        return [.. blocks.Select((block, i) => new PackedPiece(
            stage,
            i,
            block.Block,
            block.First,
            Start(stage, block.First),
            i + 1 < blocks.Count ? Start(stage, blocks[i + 1].First) : LastEnd(stage)))];
    }

    private static int Start(ConvStage stage, int filter) => stage.Weights.Offset + filter * stage.Kernel.FilterStride;

    private static int LastEnd(ConvStage stage)
    {
        ParameterPlan last = stage.Bias ?? stage.Weights;
        return last.Offset + last.Floats;
    }
}
