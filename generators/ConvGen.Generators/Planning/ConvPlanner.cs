using ConvGen.Generators.Frontend;
using ConvGen.Generators.Inference;

namespace ConvGen.Generators.Planning;

/// <summary>Chooses the register tiles of a convolution.</summary>
internal static class ConvPlanner
{
    /// <summary>The input of the samples in work should stay in a first-level cache of 32 KB.</summary>
    private const int GroupFloats = 7 * 1024;

    /// <summary>Winograd rounds differently: it must promise to take less than this share of the direct kernel's time.</summary>
    private const double WorthwhileShare = 0.85;

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

    /// <summary>The cheapest candidate by the cost model; the others travel along, for the head of the generated file.</summary>
    public static ConvForwardSchedule PlanForward(
        ShapedConv conv, ShapedMaxPool? pool, ActivationFunction? activation, ConvKernelLayout kernel, ActivationLayout input,
        Shape output, int packedOffset)
    {
        int windowArea = (pool?.WindowHeight ?? 1) * (pool?.WindowWidth ?? 1);
        DirectForward direct = PlanDirect(kernel, output, windowArea, packedOffset);
        WinogradForward? winograd = WinogradPlanner.Candidates(conv, pool, activation, input, packedOffset)
            .OrderBy(candidate => candidate.Cycles).FirstOrDefault();
        return winograd is null ? direct
            : winograd.Cycles < WorthwhileShare * direct.Cycles ? winograd with { Rejected = [direct] }
            : direct with { Rejected = [winograd] };
    }

    private static DirectForward PlanDirect(ConvKernelLayout kernel, Shape output, int windowArea, int packedOffset)
    {
        int mostVectors = Math.Max(1, Math.Min(3, JitBudget.MaxAccumulators / windowArea));
        List<DirectBlock> blocks = SplitFilters(output.Channels, mostVectors)
            .Select(block => PlanBlock(kernel, output, windowArea, block.Vectors, block.Real, block.First)).ToList();
        int filters = VectorSize.Padded(output.Channels);
        return new DirectForward
        {
            Blocks = blocks,
            PackedOffset = packedOffset,
            PackedBias = filters * kernel.ReductionLength,
            PackedFloats = VectorSize.CacheLines(filters * kernel.ReductionLength + filters),
            Cycles = CostModel.Direct(blocks, kernel.ReductionLength, windowArea, output.Height),
        };
    }

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

    /// <summary>
    /// Filters in blocks of whole vectors, equal blocks together; one with lanes to spare stands alone, because it masks them.
    /// </summary>
    public static IEnumerable<(int[] First, int Vectors, int Real)> SplitFilters(int filters, int mostVectors)
    {
        int first = 0;
        foreach ((int vectors, int count) in SplitVectors(VectorSize.Vectors(filters), mostVectors))
        {
            int width = vectors * VectorSize.Lanes;
            int last = first + (count - 1) * width;
            bool isPadded = last + width > filters;
            int[] whole = Enumerable.Range(0, isPadded ? count - 1 : count).Select(i => first + i * width).ToArray();
            if (whole.Length > 0)
            {
                yield return (whole, vectors, width);
            }

            if (isPadded)
            {
                yield return ([last], vectors, filters - last);
            }

            first = last + width;
        }
    }

    /// <summary>Blocks of up to three vectors; 3 + 1 becomes 2 + 2, because a block of one leaves the units idle.</summary>
    private static IEnumerable<(int Vectors, int Count)> SplitVectors(int vectors, int widest)
    {
        int full = vectors / widest;
        int rest = vectors % widest;
        if (widest == 3 && rest == 1 && full > 0)
        {
            full--;
            if (full > 0)
            {
                yield return (3, full);
            }

            yield return (2, 2);
            yield break;
        }

        if (full > 0)
        {
            yield return (widest, full);
        }

        if (rest > 0)
        {
            yield return (rest, 1);
        }
    }

    private static DirectBlock PlanBlock(
        ConvKernelLayout kernel, Shape output, int windowArea, int vectors, int realFilters, int[] firstFilters)
    {
        int outputs = Math.Max(1, Math.Min(output.Width, JitBudget.MaxAccumulators / (windowArea * vectors)));
        int multiplyAddsPerStep = outputs * windowArea * vectors;
        return new DirectBlock
        {
            FirstFilters = firstFilters,
            Vectors = vectors,
            RealFilters = realFilters,
            TileOutputs = outputs,
            FullTiles = output.Width / outputs,
            LastTileOutputs = output.Width % outputs,
            Unroll = LargestDivisor(kernel.Inner.Count, JitBudget.PreferredFusedMultiplyAddsPerBody / multiplyAddsPerStep),
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
