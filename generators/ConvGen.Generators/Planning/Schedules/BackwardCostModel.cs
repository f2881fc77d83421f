namespace ConvGen.Generators.Planning.Schedules;

/// <summary>
/// Estimates the cost of a convolution's backward kernels, in cycles of the same core as <see cref="ForwardCostModel"/>. It was fitted to
/// kernels of 9 to 15 sums with 12 to 100 % non-zero gradients.
/// </summary>
internal static class BackwardCostModel
{
    /// <summary>The expected share of outputs above zero, for which ReLU passes the gradient.</summary>
    private const double ReLUShare = 0.5;

    /// <summary>The share of a convolution's outputs whose gradient is expected to be non-zero.</summary>
    public static double LiveShare(int windowArea, Activation? activation) =>
        (activation is { KillsGradients: true } ? ReLUShare : 1) / windowArea;

    /// <summary>Estimates one sample, with a tile of weights in registers.</summary>
    public static long ByFilter(Target target, int tiles, int sums, int outputs, double liveShare)
    {
        CostConstants costs = target.Costs;
        double entry = Math.Max(sums * costs.CyclesPerStoredMultiplyAdd + costs.EntryOverhead, costs.CyclesUntilStoredIsLoaded);
        return (long)(outputs * liveShare * tiles * entry);
    }

    /// <summary>Estimates one sample, with a tile of pixels in registers.</summary>
    public static long ByField(Target target, int tiles, int sums, int fields, int filters, double liveShare)
    {
        CostConstants costs = target.Costs;
        double entries = fields * filters * liveShare;
        double liveFields = fields * (1 - Math.Pow(1 - liveShare, filters));
        double entry = sums * costs.CyclesPerLoadedMultiplyAdd + costs.EntryOverhead;
        return (long)(tiles * (entries * entry + liveFields * costs.LoopOverhead));
    }

    /// <summary>Estimates one sample of a dense gradient, which does not depend on the share of zeros.</summary>
    public static long Dense(Target target, IReadOnlyList<MirroredConvBlock> blocks, int reduction, int rows)
    {
        double cycles = 0;
        foreach (MirroredConvBlock block in blocks)
        {
            double row = block.FullTiles * DenseTile(target, block.Vectors * block.TilePixels, reduction)
                + (block.LastTilePixels > 0 ? DenseTile(target, block.Vectors * block.LastTilePixels, reduction) : 0);
            cycles += block.FirstChannels.Count * rows * row;
        }

        return (long)cycles;
    }

    /// <summary>The latency of a multiply-add limits a tile with too few sums.</summary>
    private static double DenseTile(Target target, int sums, int reduction) =>
        reduction * (sums < target.MinIndependentSums ? target.Costs.MultiplyAddLatency : sums / 2.0)
        + target.Costs.DenseTileOverhead;
}
