using static ConvGen.Generators.Rendering.Text.VectorText;

namespace ConvGen.Generators.Rendering.Dense;

/// <summary>Renders the products of a fully connected layer with units in lanes, from packed weights.</summary>
internal static class UnitLanesRenderer
{
    /// <summary>The floats of a cache line, which a prefetch loads.</summary>
    private const int LineFloats = 16;

    public static string WeightsHead(UnitLanesForward forward) =>
        $"packed as [block of units][input][unit], {forward.PackedFloats} floats; lanes without a unit are zero";

    /// <summary>Renders the products of a tile of samples: a kernel for each number of vectors, and a method that calls them for all units.
    /// A single kernel that computes all units needs no such method.</summary>
    public static void RenderProducts(KernelWriter writer, DenseStage stage, UnitLanesForward forward, SampleTile tile)
    {
        if (forward.Blocks.Count == 1 && UnitLanesForward.VectorsAtOnce(forward.Blocks[0], tile) == forward.Blocks[0].Vectors)
        {
            RenderKernel(writer, stage, forward, tile, forward.Blocks[0], $"Products{tile.Samples}");
            return;
        }

        RenderBlocks(writer, stage, forward, tile);
        foreach (UnitBlock block in forward.Blocks.GroupBy(block => block.Vectors).Select(equal => equal.First()))
        {
            writer.Line();
            RenderKernel(writer, stage, forward, tile, block, KernelOf(tile, block));
        }
    }

    private static string KernelOf(SampleTile tile, UnitBlock block) =>
        $"Products{tile.Samples}x{UnitLanesForward.VectorsAtOnce(block, tile) * block.Lanes / block.Vectors}";

    private static void RenderBlocks(KernelWriter writer, DenseStage stage, UnitLanesForward forward, SampleTile tile)
    {
        writer.Summary($"z[u] = sum over i of w[u, i] * x[i] for {Phrases.Count(tile.Samples, "sample")} and "
            + $"all {stage.Dense.Output.Length} units.");
        using (writer.Block($"private static void Products{tile.Samples}(ref float packed, ref float input, ref float output)"))
        {
            UnitBlock[][] groups = [.. forward.Blocks.GroupBy(block => block.Vectors).Select(equal => equal.ToArray())];
            if (forward.Blocks.Count == 1)
            {
                RenderCalls(writer, forward, tile, forward.Blocks[0], ("packed", "output"));
                return;
            }

            writer.Line("ref float w = ref packed;");
            writer.Line("ref float z = ref output;");
            foreach (UnitBlock[] equal in groups)
            {
                bool isLast = equal == groups[groups.Length - 1];
                UnitBlock block = equal[0];
                writer.Line();
                using (writer.LoopUnlessOnce(equal.Length, $"{block.Lanes} units at a time.", "block"))
                {
                    if (equal.Length == 1)
                    {
                        writer.Comment($"{Phrases.Some(isLast ? "The last" : "The first", block.Units, "unit")}.");
                    }

                    RenderCalls(writer, forward, tile, block, ("w", "z"));
                    if (!isLast || equal.Length > 1)
                    {
                        writer.Line(Advance("w", DistanceOf(block)));
                        writer.Line(Advance("z", block.Lanes));
                    }
                }
            }
        }
    }

    /// <summary>Renders the calls for a block: one, or one for each part of its vectors.</summary>
    private static void RenderCalls(
        KernelWriter writer, UnitLanesForward forward, SampleTile tile, UnitBlock block, (string Weights, string Output) names)
    {
        int step = UnitLanesForward.VectorsAtOnce(block, tile) * writer.Simd.Lanes;
        for (int lane = 0; lane < block.Lanes; lane += step)
        {
            writer.Call(KernelOf(tile, block), At(names.Weights, lane), "ref input", At(names.Output, lane));
        }
    }

    /// <summary>The distances between packed weights.</summary>
    public static IEnumerable<(string Name, int Value, string Meaning)> Distances(UnitLanesForward forward) =>
    [
        .. forward.Blocks.Select(block => (DistanceOf(block), forward.PackedFloatsOf(block), $"Floats of {block.Lanes} units in the packed weights."))
            .Distinct(),
        ("InputRun", forward.Inputs.Stride, "Floats from the inputs of a pixel to those of the next."),
    ];

    private static string DistanceOf(UnitBlock block) => $"PackedBlock{block.Lanes}";

    private static void RenderKernel(
        KernelWriter writer, DenseStage stage, UnitLanesForward forward, SampleTile tile, UnitBlock block, string method)
    {
        VectorText simd = writer.Simd;
        int vectors = UnitLanesForward.VectorsAtOnce(block, tile);
        int turns = block.SumsPerOutput;
        (int Sample, int Vector)[] outputs = Grid.Cells(tile.Samples, vectors);
        string registers = tile.Samples == 1
            ? "Each weight is used once, so the cache that holds the weights sets the speed."
            : $"{DenseRenderer.Registers(stage.Target, outputs.Length * turns, vectors, "weight", "input")}.";
        string takeTurns = turns == 1 ? "" : $" The {turns} sums of an output take turns.";
        string units = Phrases.Count(Math.Min(vectors * simd.Lanes, stage.Dense.Output.Length), "unit");
        writer.Summary($"z[u] = sum over i of w[u, i] * x[i] for {Phrases.Count(tile.Samples, "sample")} and {units}.{takeTurns} {registers}");
        writer.Line(KernelFile.KernelAttribute);
        using (writer.Block($"private static void {method}(ref float packed, ref float input, ref float output)"))
        {
            foreach ((int s, int v) in outputs)
            {
                for (int turn = 0; turn < turns; turn++)
                {
                    writer.Line($"{simd.Floats} {Sum(s, v, turn, turns)} = {simd.Zero};");
                }
            }

            writer.Line("ref float w = ref packed;");
            RenderInputs(writer, forward, tile, turns, turn => RenderInput(writer, tile, block, vectors, turn));
            writer.Line();
            foreach ((int s, int v) in outputs)
            {
                string place = Offset.Sum((s, "OutputSample"), (v * simd.Lanes, Offset.One));
                writer.Line(StoreFar(Total(s, v, turns), "output", place));
            }
        }
    }

    private static string Sum(int sample, int vector, int turn, int turns) =>
        $"sum_s{sample}_v{vector}" + (turns == 1 ? "" : $"_{(char)('a' + turn)}");

    private static string Total(int sample, int vector, int turns) => turns == 1
        ? Sum(sample, vector, 0, turns)
        : $"({string.Join(" + ", Enumerable.Range(0, turns).Select(turn => Sum(sample, vector, turn, turns)))})";

    /// <summary>Renders the loops over the inputs of a sample, without their padding.</summary>
    private static void RenderInputs(
        KernelWriter writer, UnitLanesForward forward, SampleTile tile, int turns, Action<int> renderInput)
    {
        InputRuns inputs = forward.Inputs;
        if (inputs.Count > 1)
        {
            using (writer.Loop("The inputs of every pixel, without its padding.", $"for (int pixel = 0; pixel < {inputs.Count}; pixel++)"))
            {
                writer.Line("ref float x = ref Unsafe.Add(ref input, pixel * InputRun);");
                RenderRun(writer, inputs.Length, turns, renderInput);
            }

            return;
        }

        writer.Line("ref float x = ref input;");
        if (!forward.PrefetchesInput || tile.Samples == 1)
        {
            RenderRun(writer, inputs.Length, turns, renderInput);
            return;
        }

        string header = $"for (int line = 0; line < InputSample; line += {LineFloats})";
        using (writer.Loop($"The inputs of a cache line. Those of the next {tile.Samples} samples are prefetched meanwhile.", header))
        {
            for (int s = 0; s < tile.Samples; s++)
            {
                writer.Line($"VectorMath.Prefetch({At("x", Offset.Sum((tile.Samples + s, "InputSample")))});");
            }

            writer.Line();
            RenderRun(writer, LineFloats, turns, renderInput);
        }
    }

    /// <summary>Renders the loop over contiguous inputs, as many at a time as an output has sums.</summary>
    private static void RenderRun(KernelWriter writer, int length, int turns, Action<int> renderInput)
    {
        int whole = length / turns * turns;
        string comment = turns == 1
            ? "Every input adds its products with the weights of the units."
            : $"{turns} inputs at a time: each adds its products with the weights of the units to sums of its own.";
        if (whole > 0)
        {
            using (writer.Loop(comment, $"for (int i = 0; i < {whole}; i += {turns})".Replace("i += 1)", "i++)")))
            {
                for (int turn = 0; turn < turns; turn++)
                {
                    using (turns == 1 ? null : writer.Braces())
                    {
                        renderInput(turn);
                    }
                }
            }
        }

        if (whole < length)
        {
            // At most two sums take turns, so that one input remains.
            writer.Line();
            using (writer.Scope("The last input."))
            {
                renderInput(0);
            }
        }
    }

    /// <summary>Renders sum[s, v] += x[s] * w[v]: each weight is loaded once, each input broadcast once.</summary>
    private static void RenderInput(KernelWriter writer, SampleTile tile, UnitBlock block, int vectors, int turn)
    {
        VectorText simd = writer.Simd;
        for (int v = 0; v < vectors; v++)
        {
            writer.Line($"{simd.Floats} w_v{v} = {simd.Load("w", v * simd.Lanes)};");
        }

        for (int s = 0; s < tile.Samples; s++)
        {
            writer.Line($"{simd.Floats} x_s{s} = {simd.Create(Element("x", Offset.Sum((s, "InputSample"))))};");
            for (int v = 0; v < vectors; v++)
            {
                writer.Line(simd.Accumulate(Sum(s, v, turn, block.SumsPerOutput), $"x_s{s}", $"w_v{v}"));
            }
        }

        writer.Line(Advance("x", 1));
        writer.Line(Advance("w", block.Lanes));
    }
}
