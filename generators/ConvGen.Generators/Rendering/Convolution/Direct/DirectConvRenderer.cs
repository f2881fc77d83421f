namespace ConvGen.Generators.Rendering.Convolution.Direct;

/// <summary>
/// Renders the direct forward pass of a convolution stage: one method per size of filter block, with pooling and activation in registers.
/// </summary>
internal static class DirectConvRenderer
{
    public static GeneratedFile Render(NetworkPlan plan, ConvStage stage, DirectForward schedule) => KernelFile.RenderClass(
        plan,
        stage,
        "Forward",
        ConvHead.Title(stage, $", forward pass: {ConvFormula.Forward(stage)}"),
        Head(plan.Target, stage, schedule),
        ConvDistances.Of(stage),
        writer =>
        {
            string? afterwards = ActivatesInOwnPass(stage, schedule) ? "Activate(ref output);" : null;
            ConvRunRenderer.Render(writer, stage, schedule.Blocks, block => $"Filters{block.RealFilters}", afterwards);
            foreach (DirectBlock block in schedule.Blocks)
            {
                writer.Line();
                RenderBlock(writer, stage, schedule, block);
            }

            if (ActivatesInOwnPass(stage, schedule))
            {
                writer.Line();
                ElementwiseRenderer.RenderActivate(writer, stage.Output, stage.Activation!.Value);
            }
        });

    /// <summary>Whether the activation runs after all tiles, because an expensive function of a tile needs too many registers.</summary>
    private static bool ActivatesInOwnPass(ConvStage stage, DirectForward schedule) =>
        stage.Activation is { IsPiecewiseLinear: false }
        && schedule.Blocks.Any(block => block.TileOutputs * block.Vectors > 4);

    private static IEnumerable<(string Label, string Text)> Head(
        Target target, ConvStage stage, DirectForward schedule)
    {
        foreach ((string, string) line in ConvHead.Shapes(stage))
        {
            yield return line;
        }

        yield return ("arithmetic", $"{Numbers.Grouped(stage.MultiplyAdds)} multiply-adds per sample");
        yield return ("weights", $"packed as [block]{stage.Kernel.ReductionOrder}[filter], "
            + $"{stage.Kernel.ReductionLength} steps per block; the biases after them");
        foreach (DirectBlock block in schedule.Blocks)
        {
            yield return ("schedule", Describe(stage, block));
            yield return ("registers", Registers(target, block));
        }

        yield return ("names", Names(target, stage, schedule.Blocks[0]));
        foreach ((string, string) line in ConvHead.Candidates(target, schedule, stage.MultiplyAdds))
        {
            yield return line;
        }
    }

    /// <summary>Explains the names in a tile, using its last sum as an example.</summary>
    private static string Names(Target target, ConvStage stage, DirectBlock block)
    {
        int row = stage.PoolHeight - 1;
        int column = block.TileOutputs * stage.PoolWidth - 1;
        int filter = Math.Max(0, block.WholeVectors - 1) * target.Lanes;
        return $"sum_r{row}_c{column}_f{filter} is a sum of row {row} and column {column} of a tile, for the vector of filters from "
            + $"{filter} on; x_r{row}_c{column} is its input, w_f{filter} its weights";
    }

    private static string Describe(ConvStage stage, DirectBlock block)
    {
        string times = block.FirstFilters.Count == 1 ? "" : $"{block.FirstFilters.Count} times ";
        string half = block.EndsInHalf ? " and a half" : "";
        string vectors = $"{Phrases.Count(block.WholeVectors, "vector")}{half}";
        string pixels = $"{stage.PoolHeight}x{block.TileOutputs * stage.PoolWidth}";
        return $"{times}{Phrases.Count(block.RealFilters, "filter")}: tiles of {vectors} x {pixels} pixels, "
            + $"{Phrases.Count(block.Unroll, "step")} of the sum written out";
    }

    /// <summary>Describes the use of the registers in the reduction of a tile.</summary>
    private static string Registers(Target target, DirectBlock block)
    {
        int sums = block.Sums(block.TileOutputs);
        int pixels = block.Pixels(block.TileOutputs);
        string serves = $"an input serves {Phrases.Count(block.Vectors, "vector")} of weights, weights serve {Phrases.Count(pixels, "pixel")}";
        int inputs = block.EndsInHalf ? 2 : 1;
        string pair = block.EndsInHalf ? "; two inputs share the vector of the last filters" : "";
        return $"{sums} sums + {block.Vectors} weights + {Phrases.Count(inputs, "input")} = {sums + block.Vectors + inputs} of "
            + $"{target.Registers}; {serves}{pair}";
    }

    private static void RenderBlock(KernelWriter writer, ConvStage stage, DirectForward schedule, DirectBlock block)
    {
        bool activatesLater = ActivatesInOwnPass(stage, schedule);
        string vectors = Phrases.Count(block.Vectors, "vector");
        string half = block.EndsInHalf ? "; the last ones in both halves of theirs, for two pixels" : "";
        string filters = Phrases.Count(block.RealFilters, "filter");
        writer.Summary($"Computes y of {filters} of one sample, in the lanes of {vectors}{half}.");
        ConvRunRenderer.RenderBlockHeader(writer, stage, $"Filters{block.RealFilters}");
        using (writer.Braces())
        {
            ConvTileRenderer.RenderDistances(writer, stage, block);
            string rows = block.FullTiles + (block.LastTileOutputs > 0 ? 1 : 0) > 1
                ? "Each row of outputs is cut into tiles."
                : "Each row of outputs is one tile.";
            using (writer.LoopUnlessOnce(stage.Output.Shape.Height, rows, "row"))
            {
                string row = stage.Output.Shape.Height == 1 ? "0" : "row";
                if (block.FullTiles > 0)
                {
                    string first = $"The first {Phrases.Count(block.TileOutputs, "output")}.";
                    string every = $"A tile keeps the sums of {Phrases.Count(block.TileOutputs, "output")} in registers.";
                    using (writer.LoopBeforeRest(block.FullTiles, block.LastTileOutputs > 0, every, first, "tile"))
                    {
                        new ConvTileRenderer(writer, stage, block, block.TileOutputs, activatesLater)
                            .Render(row, block.FullTiles == 1 ? "0" : "tile");
                    }
                }

                if (block.LastTileOutputs > 0)
                {
                    writer.Line();
                    using (writer.Scope($"The remainder of the row: {Phrases.Count(block.LastTileOutputs, "output")}."))
                    {
                        new ConvTileRenderer(writer, stage, block, block.LastTileOutputs, activatesLater)
                            .Render(row, $"{block.FullTiles}");
                    }
                }
            }
        }
    }
}
