using ConvGen.Generators.Frontend;

namespace ConvGen.Generators.Planning;

/// <summary>
/// What the backward kernels of a convolution cost, in cycles of the same core as <see cref="CostModel"/> has, fitted to kernels
/// of 9 to 15 sums with 12 to 100 % of the gradients alive.
/// </summary>
internal static class BackwardCostModel
{
    /// <summary>A multiply-add whose other factor is loaded: two loads start per cycle.</summary>
    private const double CyclesPerLoadedMultiplyAdd = 0.55;

    /// <summary>A multiply-add whose sum is loaded and stored: one store per cycle, and some wait for others.</summary>
    private const double CyclesPerStoredMultiplyAdd = 1.2;

    /// <summary>
    /// What an entry takes at least, however few sums the tile holds; fitted to tiles of 5. The likely reason: receptive fields
    /// of one filter's live neighbours overlap, and an entry waits for what the one before it has stored.
    /// </summary>
    private const double CyclesUntilStoredIsLoaded = 15;

    /// <summary>Per entry of a list: its value is broadcast, its offset added.</summary>
    private const double EntryOverhead = 1;

    /// <summary>Per loop whose length is chance: one misprediction, and the sums that are loaded and stored.</summary>
    private const double LoopOverhead = 18;

    /// <summary>Starting and ending a dense tile: storing the sums, filling the pipeline.</summary>
    private const double DenseTileOverhead = 25;

    /// <summary>The share of outputs that are expected to be above zero, where ReLU and its like let gradients through.</summary>
    private const double ReLUShare = 0.5;

    /// <summary>The share of a convolution's outputs whose gradient is expected to be non-zero.</summary>
    public static double LiveShare(int windowArea, Activation? activation) =>
        (activation is { KillsGradients: true } ? ReLUShare : 1) / windowArea;

    /// <summary>One sample, with a tile of weights in registers.</summary>
    public static long ByFilter(int tiles, int sums, int outputs, double liveShare)
    {
        double entry = Math.Max(sums * CyclesPerStoredMultiplyAdd + EntryOverhead, CyclesUntilStoredIsLoaded);
        return (long)(outputs * liveShare * tiles * entry);
    }

    /// <summary>One sample, with a tile of pixels in registers.</summary>
    public static long ByField(int tiles, int sums, int fields, int filters, double liveShare)
    {
        double entries = fields * filters * liveShare;
        double liveFields = fields * (1 - Math.Pow(1 - liveShare, filters));
        double entry = sums * CyclesPerLoadedMultiplyAdd + EntryOverhead;
        return (long)(tiles * (entries * entry + liveFields * LoopOverhead));
    }

    /// <summary>One sample, whatever is alive.</summary>
    public static long Dense(IReadOnlyList<DenseGradientBlock> blocks, int reduction, int rows)
    {
        double cycles = 0;
        foreach (DenseGradientBlock block in blocks)
        {
            double row = block.FullTiles * DenseTile(block.Vectors * block.TilePixels, reduction)
                + (block.LastTilePixels > 0 ? DenseTile(block.Vectors * block.LastTilePixels, reduction) : 0);
            cycles += block.FirstChannels.Count * rows * row;
        }

        return (long)cycles;
    }

    /// <summary>Fewer than eight sums wait for each other.</summary>
    private static double DenseTile(int sums, int reduction) =>
        reduction * (sums < JitBudget.MinIndependentSums ? 4.0 : sums / 2.0) + DenseTileOverhead;
}
