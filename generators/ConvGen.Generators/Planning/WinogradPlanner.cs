using ConvGen.Generators.Frontend;
using ConvGen.Generators.Inference;

namespace ConvGen.Generators.Planning;

/// <summary>Plans a convolution by Winograd's transforms, where its shape allows it.</summary>
internal static class WinogradPlanner
{
    /// <summary>The transformed tiles in work should stay in the second-level cache, beside the weights of a block.</summary>
    private const int BlockFloats = 16 * 1024;

    /// <summary>
    /// Every transform that fits the kernel, the stride and the size of the image. With fewer channels than lanes the transforms
    /// would work on padding.
    /// </summary>
    public static IEnumerable<WinogradForward> Candidates(
        ShapedConv conv, ShapedMaxPool? pool, ActivationFunction? activation, ActivationLayout input, int packedOffset)
    {
        bool fits = conv.Input.Channels >= VectorSize.Lanes && conv.Output.Channels >= VectorSize.Lanes && conv.StrideY == 1 && conv.StrideX == 1 && conv.KernelHeight == conv.KernelWidth && !input.IsPlanar
            && activation is null or ActivationFunction.ReLU
            && (pool is null || (pool.WindowHeight == 2 && pool.WindowWidth == 2));
        WinogradTransform[] transforms = !fits ? [] : conv.KernelHeight switch
        {
            3 => [WinogradTransform.F2x3, WinogradTransform.F4x3],
            5 => [WinogradTransform.F2x5],
            _ => [],
        };
        int height = pool is null ? conv.Output.Height : 2 * pool.Output.Height;
        int width = pool is null ? conv.Output.Width : 2 * pool.Output.Width;
        return transforms
            .Where(transform => height % transform.Outputs == 0 && width % transform.Outputs == 0)
            .Select(transform => Plan(conv, transform, input, height / transform.Outputs, width / transform.Outputs, packedOffset));
    }

    private static WinogradForward Plan(
        ShapedConv conv, WinogradTransform transform, ActivationLayout input, int tilesY, int tilesX, int packedOffset)
    {
        int filters = VectorSize.Padded(conv.Output.Channels);
        int channels = conv.Input.Channels;
        int direct = filters * channels * transform.Kernel * transform.Kernel;
        int transformed = filters * channels * transform.Frequencies;
        int tileRow = transform.Frequencies * tilesX * input.PixelStride;
        int tileRows = ConvPlanner.LargestDivisor(tilesY, Math.Max(1, BlockFloats / tileRow));
        List<WinogradBlock> blocks = PlanBlocks(conv.Output.Channels, channels, tileRows * tilesX);
        var schedule = new WinogradForward
        {
            Transform = transform,
            TilesY = tilesY,
            TilesX = tilesX,
            TileRows = tileRows,
            Blocks = blocks,
            PackedOffset = packedOffset,
            TransformedWeights = direct,
            PackedBias = direct + transformed,
            PackedFloats = VectorSize.CacheLines(direct + transformed + filters),
            Cycles = 0,
        };
        return schedule with { Cycles = CostModel.Winograd(schedule, channels, input.ChannelVectors, filters / VectorSize.Lanes) };
    }

    private static List<WinogradBlock> PlanBlocks(int filters, int channels, int tiles)
    {
        var blocks = new List<WinogradBlock>();
        foreach ((int[] first, int vectors, int real) in ConvPlanner.SplitFilters(filters, mostVectors: 3))
        {
            int group = Math.Min(tiles, JitBudget.MaxAccumulators / vectors);
            int unroll = ConvPlanner.LargestDivisor(channels, JitBudget.PreferredFusedMultiplyAddsPerBody / (group * vectors));
            blocks.Add(new WinogradBlock(first, vectors, real, group, unroll));
        }

        return blocks;
    }
}
