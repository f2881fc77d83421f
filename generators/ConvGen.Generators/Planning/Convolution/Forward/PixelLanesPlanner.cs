namespace ConvGen.Generators.Planning.Convolution.Forward;

/// <summary>Plans a convolution with pixels in lanes, if its shape allows it.</summary>
internal static class PixelLanesPlanner
{
    /// <summary>The number of filters that are transposed to channels together.</summary>
    private const int Quad = 4;

    /// <summary>The number of filters per block if the registers can hold all their sums. Each loaded vector of pixels then serves eight
    /// filters instead of four.</summary>
    private const int LargeBlock = 2 * Quad;

    public static IEnumerable<PixelLanesForward> Candidates(
        ShapedConv conv, ShapedMaxPool? pool, Activation? activation, ConvKernelLayout kernel, ActivationLayout input,
        Shape output)
    {
        if (FindObstacle(conv, pool, activation, input, output) is not null)
        {
            return [];
        }

        int outputRows = PixelLanesForward.TileRows / (pool?.WindowHeight ?? 1);
        int outputColumns = input.Target.Lanes / (pool?.WindowWidth ?? 1);
        int rest = output.Width % outputColumns;
        bool endsInHalves = rest > 0 && 2 * rest <= outputColumns && output.Height >= 2 * outputRows;
        List<PixelLanesBlock> blocks = SplitFilters(input.Target, output.Channels);
        int weights = output.Channels * kernel.ReductionLength;
        int sums = PixelLanesForward.TileRows * blocks.Max(block => block.RealFilters);
        var schedule = new PixelLanesForward
        {
            TileColumns = input.Target.Lanes,
            Blocks = [.. blocks],
            RowTiles = output.Width / outputColumns + (rest > 0 && !endsInHalves ? 1 : 0),
            EndsInHalves = endsInHalves,
            OutputRows = outputRows,
            OutputColumns = outputColumns,
            Unroll = ConvPlanner.LargestDivisor(kernel.Inner.Count, input.Target.PreferredMultiplyAddsPerBody / sums),
            PackedBias = weights,
            PackedFloats = CacheLines.Padded(weights + output.Channels),
            Cycles = 0,
        };
        return [schedule with { Cycles = ForwardCostModel.PixelLanes(input.Target, schedule, kernel.ReductionLength, output.Height) }];
    }

    /// <summary>The reason why pixels cannot be in lanes, or null if they can: they must be neighbours in memory, and a row must hold a
    /// tile.</summary>
    public static string? FindObstacle(
        ShapedConv conv, ShapedMaxPool? pool, Activation? activation, ActivationLayout input, Shape output) =>
        !input.IsPlanar ? "the channels of a pixel are adjacent in memory, so that neighbouring pixels are not"
        : conv.StrideX != 1 ? $"its horizontal stride is {conv.StrideX}"
        : activation is not (null or { IsPiecewiseLinear: true }) ? $"{activation} is not piecewise linear"
        : activation is { KeepsZero: false } ? $"{activation} changes the zeros of unused filters"
        : pool is not (null or { WindowHeight: 2, WindowWidth: 2 }) ? $"it pools {pool.WindowHeight}x{pool.WindowWidth} windows, not 2x2"
        : output.Height * (pool?.WindowHeight ?? 1) < PixelLanesForward.TileRows ? "its output has a single row"
        : output.Width * (pool?.WindowWidth ?? 1) < input.Target.Lanes ? $"a row of its output has fewer than {input.Target.Lanes} pixels"
        : null;

    /// <summary>Divides filters into equal blocks and a last one, which has a few more or fewer filters, and groups equal blocks.</summary>
    private static List<PixelLanesBlock> SplitFilters(Target target, int filters)
    {
        int most = target.MaxAccumulators / PixelLanesForward.TileRows;
        int size = most < LargeBlock ? Quad : LargeBlock;
        int last = filters <= most ? 0 : (filters - most + size - 1) / size * size;
        int lastReal = filters - last;
        int lastStored = target.Padded(filters) - last;
        int[] firsts = [.. Enumerable.Range(0, last / size).Select(i => i * size)];
        bool lastIsEqual = lastReal == size && lastStored == size;
        int[] equal = lastIsEqual ? [.. firsts, last] : firsts;
        var blocks = new List<PixelLanesBlock>();
        if (equal.Length > 0)
        {
            blocks.Add(new PixelLanesBlock { FirstFilters = [.. equal], RealFilters = size, StoredChannels = size });
        }

        if (!lastIsEqual)
        {
            blocks.Add(new PixelLanesBlock { FirstFilters = [last], RealFilters = lastReal, StoredChannels = lastStored });
        }

        return blocks;
    }
}
