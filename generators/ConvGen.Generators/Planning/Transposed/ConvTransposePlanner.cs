namespace ConvGen.Generators.Planning.Transposed;

/// <summary>Plans a transposed convolution.</summary>
internal static class ConvTransposePlanner
{
    /// <summary>The cycles of a step with few sums: a multiply-add takes that long, and no other one can start before it.</summary>
    private const int Latency = 4;

    /// <summary>The multiply-adds that start in a cycle.</summary>
    private const int PerCycle = 2;

    public static ConvTransposeStage Plan(ShapedConvTranspose conv, StageContext context)
    {
        Target target = context.Input.Target;
        int filters = conv.Output.Channels;
        int vectors = target.Vectors(filters);
        Blocks weightVectors = Blocks.Of(vectors, TileVectors(vectors)).ForChannels(target, filters);
        return new ConvTransposeStage
        {
            Name = context.Layers.Main.Name,
            Conv = conv,
            Values = context.Layers.Values,
            Activation = context.Layers.Activation,
            Input = context.Input,
            Output = context.Output,
            MultiplyAdds = conv.MultiplyAdds,
            Schedule = new ConvTransposeSchedule
            {
                Outputs = ChooseTiles(target, filters, InnerOutputs(conv)),
                Inputs = ChooseTiles(target, conv.Input.Channels, [InnerInputs(conv).Count]),
                WeightChannels = Blocks.AtMost(conv.Input.Channels, target.MaxAccumulators / weightVectors.Size),
                WeightVectors = weightVectors,
            },
        };
    }

    /// <summary>The columns of the input all of whose products fall on columns of the output.</summary>
    public static (int First, int Count) InnerInputs(ShapedConvTranspose conv)
    {
        int first = (conv.Padding.Left + conv.StrideX - 1) / conv.StrideX;
        int room = conv.Output.Width + conv.Padding.Left - conv.KernelWidth;
        int end = room < 0 ? 0 : Math.Min(conv.Input.Width, room / conv.StrideX + 1);
        return (first, Math.Max(0, end - first));
    }

    /// <summary>For each phase of columns, the number of outputs for which all kernel columns lie inside the image.</summary>
    private static IEnumerable<int> InnerOutputs(ShapedConvTranspose conv) =>
        Enumerable.Range(0, Math.Min(conv.StrideX, conv.Output.Width)).Select(phase => InnerOutputs(conv, phase));

    private static int InnerOutputs(ShapedConvTranspose conv, int phase)
    {
        int stride = conv.StrideX;
        int shift = (phase + conv.Padding.Left) / stride;
        int tap = (phase + conv.Padding.Left) % stride;
        int taps = (conv.KernelWidth - tap + stride - 1) / stride;
        int outputs = (conv.Output.Width - phase + stride - 1) / stride;
        return Math.Max(0, Math.Min(outputs, conv.Input.Width - shift) - Math.Max(0, taps - 1 - shift));
    }

    /// <summary>Three vectors need the fewest loads per multiply-add; two leave a smaller remainder.</summary>
    private static int TileVectors(int vectors) => vectors % 3 == 0 ? 3 : Math.Min(2, vectors);

    /// <summary>Chooses the number of pixels that needs the fewest cycles for rows of the given lengths, in which the remainder of each
    /// row is computed pixel by pixel.</summary>
    private static RowTileSet ChooseTiles(Target target, int channels, IEnumerable<int> rows)
    {
        int vectors = target.Vectors(channels);
        (int Length, int Count)[] lengths = [.. rows.GroupBy(row => row).Select(group => (group.Key, group.Count()))];
        int tileVectors = TileVectors(vectors);
        var singles = Blocks.AtMost(vectors, target.MinIndependentSums);
        double single = Cycles(singles.Size) * (singles.Count + (singles.Last > 0 ? 1 : 0));
        int pixels = Enumerable.Range(1, target.MaxAccumulators / tileVectors)
            .OrderBy(count => lengths.Sum(row => row.Count * (row.Length / count * CyclesOfTile(count) + row.Length % count * single)))
            .ThenByDescending(count => count)
            .First();
        return new RowTileSet(
            lengths.All(row => row.Length < pixels) ? 1 : pixels,
            Blocks.Of(vectors, tileVectors).ForChannels(target, channels),
            singles.ForChannels(target, channels));

        double CyclesOfTile(int count) => count == 1 ? single : Cycles(count * tileVectors) * vectors / tileVectors;

        static double Cycles(int sums) => Math.Max(Latency, (double)sums / PerCycle);
    }
}
