namespace ConvGen.Generators.Planning.Convolution.Forward;

/// <summary>Plans the register tiles of a direct convolution.</summary>
internal static class DirectPlanner
{
    /// <summary>The maximum number of filter vectors in a block. Of sixteen registers, three filter vectors and a broadcast pixel leave
    /// twelve for sums. More registers hold more sums.</summary>
    private const int MostVectors = 3;

    /// <summary>The candidates: one for each width of the widest block of filters, with and without a half vector, without
    /// duplicates.</summary>
    public static IEnumerable<DirectForward> Candidates(
        ConvKernelLayout kernel, ShapedMaxPool? pool, Shape output)
    {
        int filterVectors = kernel.Target.Vectors(output.Channels);
        int windowArea = (pool?.WindowHeight ?? 1) * (pool?.WindowWidth ?? 1);
        int widest = Math.Min(filterVectors, kernel.Target.MaxAccumulators / windowArea);
        for (int vectors = Math.Max(1, Math.Min(MostVectors, widest)); vectors > 0; vectors--)
        {
            DirectForward whole = Plan(kernel, pool, output, vectors, mayEndInHalf: false);
            if (whole.Blocks[0].Vectors != vectors)
            {
                continue;
            }

            yield return whole;
            DirectForward half = Plan(kernel, pool, output, vectors, mayEndInHalf: true);
            if (half.Blocks.Any(block => block.EndsInHalf))
            {
                yield return half;
            }
        }
    }

    private static DirectForward Plan(
        ConvKernelLayout kernel, ShapedMaxPool? pool, Shape output, int mostVectors, bool mayEndInHalf)
    {
        var blocks = SplitFilters(kernel.Target, output.Channels, mostVectors)
            .Select(block => PlanBlock(kernel, pool, output, block.Vectors, block.Real, block.First, mayEndInHalf))
            .ToList();
        int filters = kernel.Target.Padded(output.Channels);
        return new DirectForward
        {
            Blocks = [.. blocks],
            PackedBias = filters * kernel.ReductionLength,
            PackedFloats = CacheLines.Padded(filters * kernel.ReductionLength + filters),
            Cycles = ForwardCostModel.Direct(kernel.Target, blocks, kernel.ReductionLength, output.Height),
        };
    }

    /// <summary>
    /// Divides filters into blocks of whole vectors and groups equal blocks. A block with unused lanes is separate, because it masks
    /// them.
    /// </summary>
    public static IEnumerable<(int[] First, int Vectors, int Real)> SplitFilters(Target target, int filters, int mostVectors)
    {
        int first = 0;
        foreach ((int vectors, int count) in SplitVectors(target.Vectors(filters), mostVectors))
        {
            int width = vectors * target.Lanes;
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

    /// <summary>Divides vectors into blocks of up to three. 3 + 1 becomes 2 + 2, because a block of one vector has too few sums to keep
    /// the multiply-add units busy.</summary>
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
        ConvKernelLayout kernel, ShapedMaxPool? pool, Shape output, int vectors, int realFilters, int[] firstFilters,
        bool mayEndInHalf)
    {
        int leftOver = realFilters % kernel.Target.Lanes;
        var block = new DirectBlock
        {
            FirstFilters = [.. firstFilters],
            Lanes = kernel.Target.Lanes,
            Vectors = vectors,
            RealFilters = realFilters,
            WindowHeight = pool?.WindowHeight ?? 1,
            WindowWidth = pool?.WindowWidth ?? 1,

            // A half vector alone would load two pixels for every multiply-add.
            EndsInHalf = mayEndInHalf && vectors > 1 && leftOver > 0 && leftOver <= kernel.Target.Lanes / 2,
            TileOutputs = 1,
            LastTileOutputs = 0,
            FullTiles = 0,
            Unroll = 1,
        };
        int outputs = 1;
        while (outputs < output.Width && block.Sums(outputs + 1) <= kernel.Target.MaxAccumulators)
        {
            outputs++;
        }

        return block with
        {
            TileOutputs = outputs,
            FullTiles = output.Width / outputs,
            LastTileOutputs = output.Width % outputs,
            Unroll = ConvPlanner.LargestDivisor(
                kernel.Inner.Count, kernel.Target.PreferredMultiplyAddsPerBody / block.Sums(outputs)),
        };
    }
}
