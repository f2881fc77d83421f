namespace ConvGen.Generators.Rendering.Convolution.PixelLanes;

/// <summary>Renders the forward pass of a convolution stage with neighbouring pixels in lanes.</summary>
internal sealed class PixelLanesConvRenderer(NetworkPlan plan, ConvStage stage, PixelLanesForward schedule)
{
    public GeneratedFile Render() => KernelFile.RenderClass(
        plan,
        stage,
        "Forward",
        ConvHead.Title(stage, $", forward pass: {ConvFormula.Forward(stage)}"),
        Head(),
        ConvDistances.Of(stage),
        writer =>
        {
            ConvRunRenderer.Render(writer, stage, schedule.Blocks, Method, afterwards: null);
            foreach (PixelLanesBlock block in schedule.Blocks)
            {
                writer.Line();
                RenderBlock(writer, block);
            }
        });

    private IEnumerable<(string Label, string Text)> Head()
    {
        const int Rows = PixelLanesForward.TileRows;
        int columns = schedule.TileColumns;
        string tail = schedule.EndsInHalves ? $"; the last {columns / 2} columns of two pairs of rows share a tile" : "";
        return
        [
            .. ConvHead.Shapes(stage),
            ("arithmetic", $"{Numbers.Grouped(stage.MultiplyAdds)} multiply-adds per sample"),
            ("weights", $"packed as [block]{stage.Kernel.ReductionOrder}[filter], {stage.Kernel.ReductionLength} steps per "
                + "block; the biases after them"),
            .. schedule.Blocks.Select(block => ("schedule",
                $"{Times(block)}{Phrases.Count(block.RealFilters, "filter")}{Zeros(block)}: tiles of {Rows} rows x {columns} pixels in lanes, "
                + $"{Phrases.Count(schedule.Unroll, "step")} of the sum written out{tail}")),
            .. schedule.Blocks.Select(block => Registers(block.RealFilters)).Distinct().Select(text => ("registers", text)),
            .. new LaneDrawing(plan.Target, stage.Pool is not null).Lines(),
            .. ConvHead.Candidates(plan.Target, schedule, stage.MultiplyAdds),
        ];
    }

    /// <summary>Describes the use of the registers in the reduction of a tile.</summary>
    private string Registers(int filters)
    {
        const int Rows = PixelLanesForward.TileRows;
        return $"{filters * Rows} sums + {Rows} inputs + 1 weight = {filters * Rows + Rows + 1} of {plan.Target.Registers}; an input "
            + $"serves {Phrases.Count(filters, "filter")}, a weight {Rows} rows";
    }

    private static string Times(PixelLanesBlock block) =>
        block.FirstFilters.Count == 1 ? "" : $"{block.FirstFilters.Count} times ";

    private static string Zeros(PixelLanesBlock block)
    {
        int padding = block.StoredChannels - block.RealFilters;
        return padding == 0 ? "" : $", and {Phrases.Count(padding, "channel")} of zeros after them";
    }

    /// <summary>Returns the name of a block's method. Blocks with as many filters may differ in the padding that they write.</summary>
    private static string Method(PixelLanesBlock block) =>
        block.StoredChannels == block.RealFilters
            ? $"Filters{block.RealFilters}"
            : $"Filters{block.RealFilters}Of{block.StoredChannels}";

    private void RenderBlock(KernelWriter writer, PixelLanesBlock block)
    {
        writer.Summary($"Computes y of {Phrases.Count(block.RealFilters, "filter")} of one sample{Zeros(block)}.");
        ConvRunRenderer.RenderBlockHeader(writer, stage, Method(block));
        using (writer.Braces())
        {
            int height = stage.Output.Shape.Height;
            int width = stage.Output.Shape.Width;
            int rows = schedule.OutputRows;
            int columns = schedule.OutputColumns;
            int whole = schedule.EndsInHalves ? schedule.RowTiles * columns : width;
            ConvReductionRenderer.RenderStepWeights(writer, schedule.Unroll, block.Filters);
            string outputs = rows == 1 ? "Each row of outputs, from two rows of sums." : "Two rows of outputs at a time.";
            string lanes = writer.Simd.LanesInWords;
            string tile = rows == 1
                ? $"A tile yields {columns} outputs per filter, from {lanes} sums of each row."
                : $"A tile yields {lanes} outputs of each row per filter.";
            using (OpenStarts(writer, outputs, "row", rows, height))
            using (OpenStarts(writer, tile, "column", columns, whole))
            {
                new PixelLanesTileRenderer(writer, stage, schedule, block, halves: false)
                    .Render(Start("row", rows, height), Start("column", columns, whole));
            }

            if (schedule.EndsInHalves)
            {
                writer.Line();
                string[] winners = stage.Pool is null ? [] : ["ref winners", "keepWinners"];
                writer.Call($"{Method(block)}InHalves", ["ref input", "ref weights", "ref biases", "ref output", .. winners]);
            }
        }

        if (schedule.EndsInHalves)
        {
            RenderHalves(writer, block);
        }
    }

    /// <summary>Renders the last columns in a method of their own, because the JIT limits the local variables per method.</summary>
    private void RenderHalves(KernelWriter writer, PixelLanesBlock block)
    {
        int height = stage.Output.Shape.Height;
        int rows = 2 * schedule.OutputRows;
        int columns = schedule.OutputColumns / 2;
        writer.Line();
        writer.Summary($"The last {columns} columns: the upper half of a vector is for the lower rows.");
        ConvRunRenderer.RenderBlockHeader(writer, stage, $"{Method(block)}InHalves");
        using (writer.Braces())
        {
            ConvReductionRenderer.RenderStepWeights(writer, schedule.Unroll, block.Filters);
            using (OpenStarts(writer, $"{rows} rows of outputs at a time.", "row", rows, height))
            {
                new PixelLanesTileRenderer(writer, stage, schedule, block, halves: true)
                    .Render(Start("row", rows, height), $"{stage.Output.Shape.Width - columns}");
            }
        }
    }

    /// <summary>Opens a loop over the starts of tiles. The last tile starts so that it ends with the image.</summary>
    private static IDisposable? OpenStarts(KernelWriter writer, string comment, string variable, int step, int length)
    {
        if (length <= step)
        {
            return writer.Scope(comment);
        }

        if (length % step == 0)
        {
            return writer.Loop(comment, $"for (int {variable} = 0; {variable} < {length}; {variable} += {step})");
        }

        int count = (length + step - 1) / step;
        IDisposable loop = writer.Loop(
            $"{comment} The last one starts earlier, so that it ends with the image.",
            $"for (int {variable}Tile = 0; {variable}Tile < {count}; {variable}Tile++)");
        writer.Line($"int {variable} = Math.Min({variable}Tile * {step}, {length - step});");
        writer.Line();
        return loop;
    }

    private static string Start(string variable, int step, int length) => length <= step ? "0" : variable;
}
