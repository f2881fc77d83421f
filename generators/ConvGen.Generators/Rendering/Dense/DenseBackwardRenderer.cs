using static ConvGen.Generators.Rendering.Text.VectorText;

namespace ConvGen.Generators.Rendering.Dense;

/// <summary>Renders the backward pass of a fully connected layer: two products, each with its own register tile.</summary>
internal static class DenseBackwardRenderer
{
    public static GeneratedFile Render(NetworkPlan plan, DenseStage stage) => KernelFile.RenderClass(
        plan,
        stage,
        "Backward",
        $"{stage.Name}, backward pass: {(stage.Dense.Bias ? "db, dw" : "dw")} and dx from the gradient of {DenseForwardRenderer.Formula(stage)}",
        Head(plan, stage),
        DenseRenderer.Distances(stage),
        writer =>
        {
            var start = new WeightedBackward(writer, stage, stage.Bias);
            var calls = new SampleCalls(stage.Schedule.Input, plan.ChunkSamples);
            RenderRun(writer, stage, start, calls);
            start.RenderMethod();
            foreach (int units in UnitBlocks(stage))
            {
                writer.Line();
                RenderWeightGradient(writer, stage, units);
            }

            foreach (SampleTile tile in calls.Tiles)
            {
                writer.Line();
                RenderInputGradient(writer, stage, tile);
            }
        });

    private static IEnumerable<(string Label, string Text)> Head(NetworkPlan plan, DenseStage stage)
    {
        DenseSchedule schedule = stage.Schedule;
        string weightUnits = Phrases.Count(schedule.WeightUnits, "unit");
        string weightVectors = Phrases.Count(schedule.WeightVectors, "vector");
        string tiles = new SampleCalls(schedule.Input, plan.ChunkSamples).Describe("vector");
        string rows = schedule.InputUnits == stage.Dense.Output.Length ? "the units" : $"{schedule.InputUnits} units at a time";
        yield return ("input", stage.Input.Describe());
        yield return ("output", stage.Output.Describe());
        yield return ("arithmetic", $"{Numbers.Grouped(stage.MultiplyAdds)} multiply-adds per sample for the weights, "
            + "as many for the input");
        yield return ("weights", $"gradient in tiles of {weightUnits} x {weightVectors} of inputs, summed over the samples");
        yield return ("inputs", $"gradient in tiles of {tiles}; summed over {rows}");
    }

    /// <summary>Returns the sizes of the blocks of units: that of the full ones, and the remainder if there is one.</summary>
    private static IEnumerable<int> UnitBlocks(DenseStage stage)
    {
        int block = stage.Schedule.WeightUnits;
        int rest = stage.Dense.Output.Length % block;
        return rest == 0 ? [block] : [block, rest];
    }

    private static void RenderRun(KernelWriter writer, DenseStage stage, WeightedBackward start, SampleCalls calls)
    {
        start.RenderSummary();
        writer.Signature("public static void Run", OperandText.Parameters(stage.BackwardCall()));
        using (writer.Braces())
        {
            start.RenderCall();
            RenderWeightCalls(writer, stage);
            writer.Line();
            using (writer.Block("if (!Unsafe.IsNullRef(ref inputGradient))"))
            {
                calls.Render(
                    writer, "InputGradient", "weights", ("outputGradient", "OutputSample"), ("inputGradient", "InputSample"));
            }
        }
    }

    /// <summary>Renders the calls for the weight gradient, one per block of units.</summary>
    private static void RenderWeightCalls(KernelWriter writer, DenseStage stage)
    {
        int units = stage.Dense.Output.Length;
        int block = stage.Schedule.WeightUnits;
        int rest = units % block;
        if (units / block == 1)
        {
            writer.Call($"WeightGradient{block}", "ref outputGradient", "ref input", "ref weightGradient", "samples");
        }
        else
        {
            const string Each = "ref Unsafe.Add(ref weightGradient, unit * InputSample)";
            using (writer.Loop($"The weights of {block} units at a time: each input that is loaded serves {Phrases.All(block)}.",
                $"for (int unit = 0; unit < {units - rest}; unit += {block})"))
            {
                writer.Call($"WeightGradient{block}", "ref Unsafe.Add(ref outputGradient, unit)", "ref input", Each, "samples");
            }
        }

        if (rest > 0)
        {
            string last = At("weightGradient", Offset.Sum((units - rest, "InputSample")));
            writer.Line();
            writer.Comment($"{Phrases.Some("The last", rest, "unit")}.");
            writer.Call($"WeightGradient{rest}", At("outputGradient", units - rest), "ref input", last, "samples");
        }
    }

    /// <summary>Renders dw[u, i] += sum over the samples s of g[s, u] * x[s, i].</summary>
    private static void RenderWeightGradient(KernelWriter writer, DenseStage stage, int units)
    {
        VectorText simd = writer.Simd;
        int most = Math.Min(stage.Schedule.WeightVectors, stage.Input.SampleStride / simd.Lanes);
        writer.Summary($"dw[u, i] += sum over the samples s of g[s, u] * x[s, i], for {Phrases.Count(units, "unit")}: "
            + $"{DenseRenderer.Registers(stage.Target, units * most, most, "input", "gradient")}.");
        writer.Line(KernelFile.KernelAttribute);
        using (writer.Block($"private static void WeightGradient{units}(\n    "
            + "ref float outputGradient, ref float input, ref float weightGradient, int samples)"))
        {
            RenderInputTiles(writer, stage.Input.SampleStride / simd.Lanes, stage.Schedule.WeightVectors, vectors =>
            {
                (int Row, int Vector)[] tile = Grid.Cells(units, vectors);
                writer.Line("ref float dw = ref Unsafe.Add(ref weightGradient, i);");
                foreach ((int u, int v) in tile)
                {
                    writer.Line($"{simd.Floats} sum_u{u}_v{v} = {simd.LoadFar("dw", Place(simd, (u, v)))};");
                }

                writer.Line("ref float g = ref outputGradient;");
                writer.Line("ref float x = ref Unsafe.Add(ref input, i);");
                using (writer.Loop(
                    "Each sample adds its inputs times the gradients of the units.", "for (int sample = 0; sample < samples; sample++)"))
                {
                    RenderOuterProduct(writer, units, vectors, ("g_u", "x"), u => simd.Broadcast("g", u));
                    writer.Line(Advance("g", "OutputSample"));
                    writer.Line(Advance("x", "InputSample"));
                }

                writer.Line();
                foreach ((int u, int v) in tile)
                {
                    writer.Line(StoreFar($"sum_u{u}_v{v}", "dw", Place(simd, (u, v))));
                }
            });
        }
    }

    /// <summary>Describes the registers of an input-gradient tile. With one sample, weights are used once and need none.</summary>
    private static string Registers(Target target, SampleTile tile) => tile.Samples == 1
        ? $": {Phrases.Count(tile.Across, "vector")} of sums at a time"
        : $": {DenseRenderer.Registers(target, tile.Samples * tile.Across, tile.Across, "weight", "gradient")}";

    /// <summary>Renders dx[s, i] = sum over the units u of g[s, u] * w[u, i].</summary>
    private static void RenderInputGradient(KernelWriter writer, DenseStage stage, SampleTile tile)
    {
        VectorText simd = writer.Simd;
        int samples = tile.Samples;
        int units = stage.Dense.Output.Length;
        int rows = stage.Schedule.InputUnits;
        writer.Summary($"dx[s, i] = sum over the units u of g[s, u] * w[u, i], for {Phrases.Count(samples, "sample")}{Registers(stage.Target, tile)}.");
        writer.Line(KernelFile.KernelAttribute);
        using (writer.Block($"private static void InputGradient{samples}("
            + "ref float weights, ref float outputGradient, ref float inputGradient)"))
        {
            if (rows == units)
            {
                RenderInputGradientTiles(writer, stage, tile, _ => simd.Zero, $"{units}");
                return;
            }

            string length = Offset.Sum((samples, "InputSample"));
            using (writer.Loop("The sums start at zero.", $"for (int i = 0; i < {length}; i += {simd.Lanes})"))
            {
                writer.Line(Store(simd.Zero, "inputGradient", "i"));
            }

            writer.Line();
            using (writer.Loop(
                $"{rows} units at a time: the processor can prefetch a few rows of weights at once, not {units}. dx holds the sums so far.",
                $"for (int first = 0; first < {units}; first += {rows})"))
            {
                string count = units % rows == 0 ? $"{rows}" : "count";
                if (units % rows != 0)
                {
                    writer.Line($"int count = Math.Min({rows}, {units} - first);");
                }

                RenderInputGradientTiles(writer, stage, tile, place => simd.LoadFar("dx", place), count);
                writer.Line();
                writer.Line(Advance("outputGradient", rows));
                writer.Line(Advance("weights", $"{rows} * InputSample"));
            }
        }
    }

    private static void RenderInputGradientTiles(
        KernelWriter writer, DenseStage stage, SampleTile tile, Func<string, string> begin, string units)
    {
        VectorText simd = writer.Simd;
        int samples = tile.Samples;
        RenderInputTiles(writer, stage.Input.SampleStride / simd.Lanes, tile.Across, vectors =>
        {
            (int Row, int Vector)[] cells = Grid.Cells(samples, vectors);
            writer.Line("ref float dx = ref Unsafe.Add(ref inputGradient, i);");
            foreach ((int s, int v) in cells)
            {
                writer.Line($"{simd.Floats} sum_s{s}_v{v} = {begin(Place(simd, (s, v)))};");
            }

            writer.Line("ref float g = ref outputGradient;");
            writer.Line("ref float w = ref Unsafe.Add(ref weights, i);");
            using (writer.Loop("Each unit adds its weights times its gradient.", $"for (int unit = 0; unit < {units}; unit++)"))
            {
                RenderOuterProduct(writer, samples, vectors, ("g_s", "w"),
                    s => simd.Create(Element("g", Offset.Sum((s, "OutputSample")))));
                writer.Line(Advance("g", 1));
                writer.Line(Advance("w", "InputSample"));
            }

            writer.Line();
            foreach ((int s, int v) in cells)
            {
                writer.Line(StoreFar($"sum_s{s}_v{v}", "dx", Place(simd, (s, v))));
            }
        });
    }

    /// <summary>Renders a loop over tiles of <paramref name="preferred"/> vectors of inputs, then the rest; i is the first input.</summary>
    private static void RenderInputTiles(KernelWriter writer, int vectors, int preferred, Action<int> renderTile)
    {
        VectorText simd = writer.Simd;
        int width = Math.Min(preferred, vectors);
        int rest = vectors % width;
        int step = width * simd.Lanes;
        string end = rest == 0 ? "InputSample" : $"InputSample - {rest * simd.Lanes}";
        using (writer.Loop($"{step} inputs at a time, whose sums stay in registers.", $"for (int i = 0; i < {end}; i += {step})"))
        {
            renderTile(width);
        }

        if (rest > 0)
        {
            writer.Line();
            using (writer.Scope($"The last {rest * simd.Lanes} inputs."))
            {
                writer.Line($"const int i = {end};");
                renderTile(rest);
            }
        }
    }

    /// <summary>
    /// Renders sum[row, v] += scalar[row] * vector[v]: each scalar is broadcast once, each vector loaded once. The vectors are contiguous,
    /// starting at <c>names.Vector</c>.
    /// </summary>
    private static void RenderOuterProduct(
        KernelWriter writer, int rows, int vectors, (string Scalar, string Vector) names, Func<int, string> scalar)
    {
        VectorText simd = writer.Simd;
        (string name, string memory) = names;
        string index = name.Substring(name.IndexOf('_'));
        for (int v = 0; v < vectors; v++)
        {
            writer.Line($"{simd.Floats} {memory}_v{v} = {simd.Load(memory, v * simd.Lanes)};");
        }

        for (int row = 0; row < rows; row++)
        {
            writer.Line($"{simd.Floats} {name}{row} = {scalar(row)};");
            for (int v = 0; v < vectors; v++)
            {
                writer.Line(simd.Accumulate($"sum{index}{row}_v{v}", $"{name}{row}", $"{memory}_v{v}"));
            }
        }
    }

    /// <summary>Returns the offset of a cell in a tile. Rows of weights and of inputs have the same stride.</summary>
    private static string Place(VectorText simd, (int Row, int Vector) cell) =>
        Offset.Sum((cell.Row, "InputSample"), (cell.Vector * simd.Lanes, Offset.One));
}
