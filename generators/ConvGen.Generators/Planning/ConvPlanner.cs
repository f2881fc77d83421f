using ConvGen.Generators.Frontend;
using ConvGen.Generators.Inference;

namespace ConvGen.Generators.Planning;

/// <summary>Plans both passes of a convolution.</summary>
internal static class ConvPlanner
{
    /// <summary>The input of the samples in work should stay in a first-level cache of 32 KB.</summary>
    private const int GroupFloats = 7 * 1024;

    /// <summary>A pooling can be fused when its windows tile the image and a window fits the accumulators.</summary>
    public static bool CanFuse(ShapedMaxPool pool) =>
        pool.WindowHeight == pool.StrideY && pool.WindowWidth == pool.StrideX
        && pool.Padding == Padding.None
        && pool.Output.Height * pool.WindowHeight <= pool.Input.Height
        && pool.Output.Width * pool.WindowWidth <= pool.Input.Width
        && pool.WindowHeight * pool.WindowWidth <= JitBudget.MaxAccumulators;

    /// <summary>
    /// An image of few channels stays planar: rows of kernel weights then waste fewer lanes than channels padded to eight would.
    /// </summary>
    public static bool PrefersPlanarInput(ShapedConv conv) =>
        conv.Input.Channels * VectorSize.Padded(conv.KernelWidth) < conv.KernelWidth * VectorSize.Padded(conv.Input.Channels);

    /// <summary>Every way to compute the forward pass that is made for its shape.</summary>
    public static IEnumerable<ConvForwardSchedule> ForwardCandidates(
        ShapedConv conv, ShapedMaxPool? pool, ActivationFunction? activation, ConvKernelLayout kernel, ActivationLayout input,
        Shape output, int packedOffset) =>
    [
        .. DirectPlanner.Candidates(kernel, pool, output, packedOffset),
        .. WinogradPlanner.Candidates(conv, pool, activation, input, packedOffset),
    ];

    public static LiveGradientSchedule PlanBackward(
        ConvKernelLayout kernel, ActivationLayout input, Shape output, int chunkSamples)
    {
        const int MostSums = JitBudget.MaxAccumulatorsWithFoldedLoads;
        int tiles = (kernel.RowVectors + MostSums - 1) / MostSums;
        int tileVectors = (kernel.RowVectors + tiles - 1) / tiles;
        while (kernel.HasForeignLanes && kernel.RowVectors > tileVectors && kernel.RowVectors % tileVectors == 0)
        {
            // Only a tile of its own can mask the lanes behind the end of a row.
            tileVectors--;
        }

        int tileRows = LargestDivisor(kernel.Rows, MostSums / tileVectors);
        int sums = tileRows * tileVectors;
        int group = LargestDivisor(chunkSamples, GroupFloats / input.SampleStride);
        return new LiveGradientSchedule
        {
            GroupSamples = group,
            Capacity = group * output.Height * output.Width + 1, // one more to make an odd list even
            TileRows = tileRows,
            TileVectors = tileVectors,
            FullTiles = kernel.RowVectors / tileVectors,
            LastTileVectors = kernel.RowVectors % tileVectors,
            Interleave = sums < JitBudget.MinIndependentSums && 2 * sums <= MostSums ? 2 : 1,
        };
    }

    /// <summary>The largest divisor of a number that is at most a limit; 1 where there is none.</summary>
    public static int LargestDivisor(int number, int limit)
    {
        for (int divisor = Math.Min(number, limit); divisor > 1; divisor--)
        {
            if (number % divisor == 0)
            {
                return divisor;
            }
        }

        return 1;
    }
}
