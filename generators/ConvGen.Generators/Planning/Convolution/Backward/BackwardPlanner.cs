namespace ConvGen.Generators.Planning.Convolution.Backward;

/// <summary>Plans the backward pass of a convolution.</summary>
internal static class BackwardPlanner
{
    /// <summary>For larger samples, limits the input that a band covers. With 16 KB, it stays in the first-level cache beside the lists;
    /// this was the fastest size measured.</summary>
    private const int BandFloats = 4 * 1024;

    /// <summary>The minimum number of entries that a filter should have in a band. With fewer, starting more loops costs more than the
    /// avoided cache misses.</summary>
    private const int MinBandEntries = 16;

    /// <summary>The number of entries in a cache line.</summary>
    private const int EntriesPerLine = 8;

    public static ConvBackwardSchedule Plan(ShapedConv conv, ConvKernelLayout kernel, StageContext context)
    {
        FusedLayers layers = context.Layers;
        (ActivationLayout input, ActivationLayout outputLayout) = (context.Input, context.Output);
        (int chunkSamples, bool isFirst) = (context.ChunkSamples, context.ReadsNetworkInput);
        ShapedMaxPool? pool = layers.Pool;
        Shape output = outputLayout.Shape;
        Target target = input.Target;
        int windowArea = (pool?.WindowHeight ?? 1) * (pool?.WindowWidth ?? 1);
        int outputs = output.Height * output.Width;
        int fields = outputs * windowArea;
        int samples = ConvPlanner.LargestDivisor(chunkSamples, target.Costs.ListedInputFloats / input.SampleStride);
        double liveShare = BackwardCostModel.LiveShare(windowArea, layers.Activation);
        int band = Math.Min(samples * fields, BandFieldsOf(input, samples, fields, liveShare));
        var weightTile = RunTile.OfFewestLoops(kernel);
        var inputTile = RunTile.OfWholeRuns(kernel);
        int sums = weightTile.Sums;
        InputGradientSchedule inputGradient = context.Choice.Choose(
        [
            .. ListedCandidates(kernel, inputTile.Sums, fields, conv.Output.Channels, liveShare, isFirst),
            .. isFirst ? [] : MirroredConvPlanner.Candidates(conv, pool, input, outputLayout),
        ]);

        // If the input gradient needs the lists anyway, the weight gradient uses them, too.
        bool usesLists = layers.HasSparseGradient || (inputGradient is InputGradientByFilter && !isFirst);
        int mostPerFilter = samples * outputs;
        return new ConvBackwardSchedule
        {
            GroupSamples = samples,
            GroupFields = samples * fields,
            GroupEntries = samples * outputs * conv.Output.Channels + target.Lanes,
            BandFields = band,
            BandEntries = Math.Max(1, (int)(band * conv.Output.Channels * liveShare)),
            Capacity = CapacityOf(inputGradient is InputGradientByField ? Math.Min(band, mostPerFilter) : mostPerFilter),
            WeightTile = weightTile,
            InputTile = inputTile,
            TileLanes = target.LanesForRun(kernel.RunLength),
            Interleave = sums < target.MinIndependentSums && 2 * sums <= target.MaxAccumulatorsWithFoldedLoads ? 2 : 1,
            InputGradient = inputGradient,
            EveryOutput = usesLists ? null : EveryOutputSchedule.Plan(input, outputLayout, pool is not null, chunkSamples),
        };
    }

    private static IEnumerable<InputGradientSchedule> ListedCandidates(
        ConvKernelLayout kernel, int sums, int fields, int filters, double liveShare, bool isFirst)
    {
        int tiles = (kernel.FilterStride / kernel.Target.Lanes + sums - 1) / sums;
        yield return new InputGradientByFilter
        {
            Cycles = BackwardCostModel.ByFilter(kernel.Target, tiles, sums, fields * filters, liveShare),
        };

        // The gradient of the network's input is rarely requested, but this schedule's list would be built on every call.
        if (!isFirst)
        {
            yield return new InputGradientByField
            {
                Cycles = BackwardCostModel.ByField(kernel.Target, tiles, sums, fields, filters, liveShare),
            };
        }
    }

    private static int BandFieldsOf(ActivationLayout input, int samples, int fields, double liveShare) =>
        samples * input.SampleStride <= input.Target.Costs.ListedInputFloats
            ? samples * fields
            : Math.Max((int)(MinBandEntries / liveShare), (int)((long)BandFloats * fields / input.SampleStride));

    /// <summary>
    /// The capacity of a filter's list: one entry per output, and one that makes an odd number of entries even. It is an odd number of
    /// cache lines, because the lists of all filters are filled at the same time: at a distance of a power of two they would compete for
    /// the same few cache sets.
    /// </summary>
    private static int CapacityOf(int outputs)
    {
        int lines = outputs / EntriesPerLine + 1;
        return (lines % 2 == 0 ? lines + 1 : lines) * EntriesPerLine;
    }
}
