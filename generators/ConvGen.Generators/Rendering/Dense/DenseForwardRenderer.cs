using static ConvGen.Generators.Rendering.Text.VectorText;

namespace ConvGen.Generators.Rendering.Dense;

/// <summary>Renders the forward pass of a fully connected layer: the products of a few units with a few samples at a time, then bias and
/// activation.</summary>
internal static class DenseForwardRenderer
{
    /// <summary>Renders the kernels of training, and of prediction if it has the same ones.</summary>
    public static GeneratedFile Render(NetworkPlan plan, DenseStage stage) => Render(
        plan, stage, "Forward", "forward pass", stage.Schedule.Forward, PassKind.Training,
        $"a row of {stage.Input.SampleStride} floats per unit, in the order of the input in memory", "unit",
        (writer, tile) => RenderProducts(writer, stage, tile));

    /// <summary>Renders kernels of prediction with units in lanes.</summary>
    public static GeneratedFile RenderPrediction(NetworkPlan plan, DenseStage stage, UnitLanesForward forward) => Render(
        plan, stage, "Predict", "prediction", forward, PassKind.Prediction, UnitLanesRenderer.WeightsHead(forward), "sum",
        (writer, tile) => UnitLanesRenderer.RenderProducts(writer, stage, forward, tile));

    private static GeneratedFile Render(
        NetworkPlan plan, DenseStage stage, string part, string what, DenseForward forward, PassKind pass, string weights, string across,
        Action<KernelWriter, SampleTile> renderProducts) => KernelFile.RenderClass(
        plan,
        stage,
        part,
        $"{stage.Name}, {what}: {Formula(stage)}",
        Head(plan, stage, forward, weights, across),
        [.. DenseRenderer.Distances(stage), .. forward is UnitLanesForward lanes ? UnitLanesRenderer.Distances(lanes) : []],
        writer =>
        {
            var calls = new SampleCalls(forward.Tiles, plan.ChunkSamples);
            RenderRun(writer, stage, calls, pass);
            foreach (SampleTile tile in calls.Tiles)
            {
                writer.Line();
                renderProducts(writer, tile);
            }

            writer.Line();
            RenderFinish(writer, stage);
        });

    public static string Formula(DenseStage stage)
    {
        string sum = (stage.Bias is null ? "" : "b[u] + ") + "sum over i of w[u, i] * x[i]";
        return stage.Activation is { } function ? $"y[u] = {function.Of(sum)}" : $"y[u] = {sum}";
    }

    private static IEnumerable<(string Label, string Text)> Head(
        NetworkPlan plan, DenseStage stage, DenseForward forward, string weights, string across)
    {
        yield return ("input", stage.Input.Describe());
        yield return ("output", stage.Output.Describe());
        yield return ("activation", stage.Activation?.ToString() ?? "none");
        yield return ("arithmetic", $"{Numbers.Grouped(stage.MultiplyAdds)} multiply-adds per sample");
        yield return ("weights", weights);
        yield return ("tiles", new SampleCalls(forward.Tiles, plan.ChunkSamples).Describe(across));
    }

    private static void RenderRun(KernelWriter writer, DenseStage stage, SampleCalls calls, PassKind pass)
    {
        string bias = stage.Bias is null ? "" : "ref biases, ";
        KernelCall call = stage.ForwardCall(pass);
        writer.Summary(Formula(stage));
        writer.Signature("public static void Run", OperandText.Parameters(call));
        using (writer.Braces())
        {
            string weights = call.References.First().Name;
            calls.Render(writer, "Products", weights, ("input", "InputSample"), ("output", "OutputSample"));
            writer.Line();
            writer.Line($"Finish({bias}ref output, samples);");
        }
    }

    private static void RenderProducts(KernelWriter writer, DenseStage stage, SampleTile tile)
    {
        (int samples, int block) = tile;
        int units = stage.Dense.Output.Length;
        int blocks = units / block;
        int rest = units % block;
        string unitsAtATime = Phrases.Count(block, "unit");
        writer.Summary(samples == 1
            ? $"z[u] = sum over i of w[u, i] * x[i] for one sample, {unitsAtATime} at a time. Each weight is used once, so the cache that "
                + "holds the weights sets the speed."
            : $"z[u] = sum over i of w[u, i] * x[i] for {samples} samples, {unitsAtATime} at a time: "
                + $"{DenseRenderer.Registers(stage.Target, block * samples, samples, "input", "weight")}.");
        writer.Line(KernelFile.KernelAttribute);
        using (writer.Block($"private static void Products{samples}(ref float weights, ref float input, ref float output)"))
        {
            writer.Line("ref float w = ref weights;");
            writer.Line("ref float z = ref output;");
            writer.Line();
            string every = block == 1 ? "Unit by unit." : $"{block} units at a time: each input that is loaded serves {Phrases.All(block)}.";
            string first = $"{Phrases.Some("The first", block, "unit")}.";
            using (writer.LoopBeforeRest(blocks, rest > 0, every, first, "block"))
            {
                RenderUnits(writer, stage, samples, block);
                if (blocks > 1 || rest > 0)
                {
                    writer.Line();
                    if (block > 1)
                    {
                        writer.Comment($"The loop has moved w by one row of weights; {block} are done.");
                        writer.Line(Advance("w", Rows(block - 1)));
                    }

                    writer.Line(Advance("z", block));
                }
            }

            if (rest > 0)
            {
                writer.Line();
                using (writer.Scope($"{Phrases.Some("The last", rest, "unit")}."))
                {
                    RenderUnits(writer, stage, samples, rest);
                }
            }
        }
    }

    /// <summary>
    /// Renders a sum for each pair of a unit u and a sample s, over one vector of inputs at a time. One reference moves over a row of
    /// weights, one over a sample. The other rows and samples are at constant offsets from them, which cost no instruction.
    /// </summary>
    private static void RenderUnits(KernelWriter writer, DenseStage stage, int samples, int units)
    {
        VectorText simd = writer.Simd;
        (int Unit, int Sample)[] pairs = Grid.Cells(units, samples);
        foreach ((int u, int s) in pairs)
        {
            writer.Line($"{simd.Floats} sum_u{u}_s{s} = {simd.Zero};");
        }

        writer.Line("ref float x = ref input;");
        using (writer.Loop(
            simd.AtATime("inputs", "each sum adds its weights times them, lane by lane"),
            $"for (int i = 0; i < InputSample; i += {simd.Lanes})"))
        {
            for (int s = 0; s < samples; s++)
            {
                writer.Line($"{simd.Floats} x_s{s} = {LoadRow(simd, "x", s)};");
            }

            for (int u = 0; u < units; u++)
            {
                writer.Line($"{simd.Floats} w_u{u} = {LoadRow(simd, "w", u)};");
                for (int s = 0; s < samples; s++)
                {
                    writer.Line(simd.Accumulate($"sum_u{u}_s{s}", $"x_s{s}", $"w_u{u}"));
                }
            }

            writer.Line(Advance("x", simd.Lanes));
            writer.Line(Advance("w", simd.Lanes));
        }

        writer.Line();
        writer.Comment($"The {simd.LanesInWords} lanes of a sum add up to the z of its unit and sample.");
        foreach ((int u, int s) in pairs)
        {
            string place = Offset.Sum((s, "OutputSample"), (u, Offset.One));
            writer.Line($"{Element("z", place)} = {SumLanes($"sum_u{u}_s{s}")};");
        }
    }

    private static string LoadRow(VectorText simd, string memory, int row) => simd.LoadFar(memory, Rows(row));

    /// <summary>Returns the offset of a row of weights, or of a sample.</summary>
    private static string Rows(int count) => Offset.Sum((count, "InputSample"));

    /// <summary>Renders the method for bias and activation, because a vector of units is complete only after all products.</summary>
    private static void RenderFinish(KernelWriter writer, DenseStage stage)
    {
        VectorText simd = writer.Simd;
        bool hasBias = stage.Bias is not null;
        int units = stage.Dense.Output.Length;
        string z = hasBias ? "z[u] + b[u]" : "z[u]";
        string y = stage.Activation is { } function ? function.Of(z) : z;
        writer.Summary($"y[u] = {y}, in place, {simd.LanesInWords} units at a time.");
        writer.Line(KernelFile.KernelAttribute);
        string bias = hasBias ? "ref float biases, " : "";
        using (writer.Block($"private static void Finish({bias}ref float output, int samples)"))
        {
            var mask = new PaddingMask(simd, units, "unit");
            mask.Render(writer);
            using (writer.Block("for (int sample = 0; sample < samples; sample++)"))
            {
                writer.Line("ref float y = ref Unsafe.Add(ref output, sample * OutputSample);");
                if (hasBias)
                {
                    writer.Line("ref float b = ref biases;");
                }

                int whole = units / simd.Lanes;
                int rest = units % simd.Lanes;
                if (whole > 0)
                {
                    string first = $"The first {simd.LanesInWords} units.";
                    using (writer.LoopBeforeRest(whole, rest > 0, simd.AtATime("units"), first, "vector"))
                    {
                        RenderFinishVector(writer, stage, mask, simd.Lanes);
                        if (whole > 1 || rest > 0)
                        {
                            writer.Line(Advance("y", simd.Lanes));
                            if (hasBias)
                            {
                                writer.Line(Advance("b", simd.Lanes));
                            }
                        }
                    }
                }

                if (rest > 0)
                {
                    using (whole == 0 ? null : writer.Scope($"{Phrases.Some("The last", rest, "unit")}."))
                    {
                        RenderFinishVector(writer, stage, mask, rest);
                    }
                }
            }
        }
    }

    private static void RenderFinishVector(KernelWriter writer, DenseStage stage, PaddingMask mask, int lanes)
    {
        VectorText simd = writer.Simd;
        string value = stage.Bias is null ? simd.Load("y") : $"{simd.Load("y")} + {simd.Load("b")}";
        if (stage.Activation is { } function)
        {
            value = Activate(function, value);
        }

        writer.Line($"{simd.Floats} value = {value};");
        writer.Line(Store(mask.Keep("value", lanes), "y"));
    }
}
