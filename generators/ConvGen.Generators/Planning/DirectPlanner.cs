using ConvGen.Generators.Inference;

namespace ConvGen.Generators.Planning;

/// <summary>Plans the register tiles of a direct convolution.</summary>
internal static class DirectPlanner
{
    /// <summary>Three filter vectors and a broadcast pixel leave twelve of sixteen registers for sums.</summary>
    private const int MostVectors = 3;

    /// <summary>One candidate for each width of the widest block of filters, as far as they differ.</summary>
    public static IEnumerable<DirectForward> Candidates(
        ConvKernelLayout kernel, ShapedMaxPool? pool, Shape output, int packedOffset)
    {
        int windowHeight = pool?.WindowHeight ?? 1;
        int windowWidth = pool?.WindowWidth ?? 1;
        int filterVectors = VectorSize.Vectors(output.Channels);
        int widest = Math.Min(filterVectors, JitBudget.MaxAccumulators / (windowHeight * windowWidth));
        for (int vectors = Math.Max(1, Math.Min(MostVectors, widest)); vectors > 0; vectors--)
        {
            DirectForward schedule = Plan(kernel, output, windowHeight, windowWidth, vectors, packedOffset);
            if (schedule.Blocks[0].Vectors == vectors)
            {
                yield return schedule;
            }
        }
    }

    private static DirectForward Plan(
        ConvKernelLayout kernel, Shape output, int windowHeight, int windowWidth, int mostVectors, int packedOffset)
    {
        List<DirectBlock> blocks = SplitFilters(output.Channels, mostVectors)
            .Select(block => PlanBlock(kernel, output, windowHeight, windowWidth, block.Vectors, block.Real, block.First))
            .ToList();
        int filters = VectorSize.Padded(output.Channels);
        return new DirectForward
        {
            Blocks = blocks,
            PackedOffset = packedOffset,
            PackedBias = filters * kernel.ReductionLength,
            PackedFloats = VectorSize.CacheLines(filters * kernel.ReductionLength + filters),
            Cycles = CostModel.Direct(blocks, kernel.ReductionLength, output.Height),
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
        ConvKernelLayout kernel, Shape output, int windowHeight, int windowWidth, int vectors, int realFilters, int[] firstFilters)
    {
        int windowArea = windowHeight * windowWidth;
        int outputs = Math.Max(1, Math.Min(output.Width, JitBudget.MaxAccumulators / (windowArea * vectors)));
        int multiplyAddsPerStep = outputs * windowArea * vectors;
        return new DirectBlock
        {
            FirstFilters = firstFilters,
            Vectors = vectors,
            RealFilters = realFilters,
            WindowHeight = windowHeight,
            WindowWidth = windowWidth,
            TileOutputs = outputs,
            FullTiles = output.Width / outputs,
            LastTileOutputs = output.Width % outputs,
            Unroll = ConvPlanner.LargestDivisor(
                kernel.Inner.Count, JitBudget.PreferredFusedMultiplyAddsPerBody / multiplyAddsPerStep),
        };
    }
}
