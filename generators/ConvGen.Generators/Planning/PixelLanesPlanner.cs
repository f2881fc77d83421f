using ConvGen.Generators.Frontend;
using ConvGen.Generators.Inference;

namespace ConvGen.Generators.Planning;

/// <summary>Plans a convolution with pixels in lanes, where its shape allows it.</summary>
internal static class PixelLanesPlanner
{
    /// <summary>Filters are turned into channels four by four.</summary>
    private const int Quad = 4;

    /// <summary>Two rows of three filters are six sums; with fewer, the units wait for most of the time.</summary>
    private const int FewestInLast = 3;

    /// <summary>Two rows of six filters are twelve sums.</summary>
    private const int MostFilters = JitBudget.MaxAccumulators / PixelLanesForward.TileRows;

    public static IEnumerable<PixelLanesForward> Candidates(
        ShapedConv conv, ShapedMaxPool? pool, Activation? activation, ConvKernelLayout kernel, ActivationLayout input,
        Shape output)
    {
        if (!IsSupported(conv, pool, activation, input, output))
        {
            return [];
        }

        int outputRows = PixelLanesForward.TileRows / (pool?.WindowHeight ?? 1);
        int outputColumns = PixelLanesForward.TileColumns / (pool?.WindowWidth ?? 1);
        int rest = output.Width % outputColumns;
        bool endsInHalves = rest > 0 && 2 * rest <= outputColumns && output.Height >= 2 * outputRows;
        List<PixelLanesBlock> blocks = SplitFilters(output.Channels);
        int weights = output.Channels * kernel.ReductionLength;
        int sums = PixelLanesForward.TileRows * blocks.Max(block => block.RealFilters);
        var schedule = new PixelLanesForward
        {
            Blocks = blocks,
            RowTiles = output.Width / outputColumns + (rest > 0 && !endsInHalves ? 1 : 0),
            EndsInHalves = endsInHalves,
            OutputRows = outputRows,
            OutputColumns = outputColumns,
            Unroll = ConvPlanner.LargestDivisor(kernel.Inner.Count, JitBudget.PreferredFusedMultiplyAddsPerBody / sums),
            PackedBias = weights,
            PackedFloats = VectorSize.CacheLines(weights + output.Channels),
            Cycles = 0,
        };
        return [schedule with { Cycles = CostModel.PixelLanes(schedule, kernel.ReductionLength, output.Height) }];
    }

    /// <summary>Pixels in lanes must be neighbours in memory, and a row must hold a tile of them.</summary>
    private static bool IsSupported(
        ShapedConv conv, ShapedMaxPool? pool, Activation? activation, ActivationLayout input, Shape output) =>
        input.IsPlanar
        && conv.StrideX == 1
        && activation is null or { IsPiecewiseLinear: true }
        && pool is null or { WindowHeight: 2, WindowWidth: 2 }
        && output.Height * (pool?.WindowHeight ?? 1) >= PixelLanesForward.TileRows
        && output.Width * (pool?.WindowWidth ?? 1) >= PixelLanesForward.TileColumns;

    /// <summary>Four by four, three to six in the last block; equal blocks together.</summary>
    private static List<PixelLanesBlock> SplitFilters(int filters)
    {
        int last = filters <= MostFilters ? 0 : (filters - FewestInLast) / Quad * Quad;
        int lastReal = filters - last;
        int lastStored = VectorSize.Padded(filters) - last;
        int[] quads = [.. Enumerable.Range(0, last / Quad).Select(i => i * Quad)];
        bool lastIsQuad = lastReal == Quad && lastStored == Quad;
        int[] whole = lastIsQuad ? [.. quads, last] : quads;
        var blocks = new List<PixelLanesBlock>();
        if (whole.Length > 0)
        {
            blocks.Add(new PixelLanesBlock { FirstFilters = whole, RealFilters = Quad, StoredChannels = Quad });
        }

        if (!lastIsQuad)
        {
            blocks.Add(new PixelLanesBlock { FirstFilters = [last], RealFilters = lastReal, StoredChannels = lastStored });
        }

        return blocks;
    }
}
