using ConvGen.Generators.Planning;
using static ConvGen.Generators.Rendering.VectorText;

namespace ConvGen.Generators.Rendering;

/// <summary>
/// The backward pass of a convolution over the list of its live gradients: a filter's gradient at an output is listed with the
/// offset of the receptive field that it belongs to, and both products run over the list.
/// </summary>
internal static class ConvBackwardRenderer
{
    public static GeneratedFile Render(NetworkPlan plan, ConvStage stage) => KernelFile.RenderClass(
        plan,
        $"{stage.Name}.Backward",
        $"{stage.Name}, backward pass: from the gradient of {ConvFormula.Forward(stage)}",
        Head(stage),
        $"{stage.Name}Backward",
        [
            .. KernelFile.Distances(stage),
            ("Capacity", stage.Backward.Capacity, "Entries that the list of one filter can hold."),
            ("FilterWeights", stage.Kernel.FilterStride, "Floats from the weights of one filter to those of the next."),
            ("WeightRow", stage.Kernel.WeightRowStride, "Floats from one row of weights to the next."),
        ],
        writer =>
        {
            var start = new WeightedBackward(writer, stage, stage.Bias);
            var products = new LiveGradientRenderer(writer, stage);
            RenderRun(writer, stage, start);
            start.RenderMethod();
            writer.Line();
            RenderList(writer, stage);
            writer.Line();
            products.RenderWeightGradient();
            writer.Line();
            products.RenderInputGradient();
        });

    private static IEnumerable<(string Label, string Text)> Head(ConvStage stage)
    {
        LiveGradientSchedule schedule = stage.Backward;
        ConvKernelLayout kernel = stage.Kernel;
        int rows = kernel.Planes * kernel.Rows;
        string samples = Phrases.Count(schedule.GroupSamples, "sample");
        string tileRows = Phrases.Count(schedule.TileRows, "kernel row");
        string tileVectors = Phrases.Count(schedule.TileVectors, "vector");
        string reason = stage.Pool is null
            ? "an output whose gradient is zero costs nothing"
            : $"at most 1 of {stage.PoolHeight * stage.PoolWidth} outputs of the convolution has won its window, "
                + "the others cost nothing";
        yield return ("input", stage.Input.Describe());
        yield return ("output", stage.Output.Describe());
        yield return ("schedule", $"over the list of live gradients, {samples} at a time: {reason}");
        yield return ("tiles", $"{tileRows} x {tileVectors} of weights in registers, "
            + $"{Phrases.Count(schedule.Interleave, "entry", "entries")} per iteration");
        yield return ("arithmetic", $"{kernel.FilterStride} multiply-adds per live gradient and product, padding included");
        yield return ("weights", $"{rows} rows of {kernel.WeightRowStride} floats per filter, "
            + "each as the row of pixels lies in the input");
    }

    private static void RenderRun(SourceWriter writer, ConvStage stage, WeightedBackward start)
    {
        bool pooled = stage.Pool is not null;
        int groupSamples = stage.Backward.GroupSamples;
        start.RenderSummary();
        string output = stage.Activation is null ? "" : "ref float output, ";
        string winners = pooled ? "ref int winners, " : "";
        writer.Line("public static void Run(");
        writer.Line($"    ref float parameters, ref float input, {output}{winners}ref float outputGradient,");
        writer.Line("    ref LiveGradient live, ref int counts, ref float gradients, ref float inputGradient, int samples)");
        using (writer.Braces())
        {
            start.RenderCall();
            string step = groupSamples == 1 ? "first++" : $"first += {groupSamples}";
            using (writer.Loop("A few samples at a time, so that they stay in the first-level cache.",
                $"for (int first = 0; first < samples; {step})"))
            {
                string group = "1";
                if (groupSamples > 1)
                {
                    writer.Line($"int group = samples - first < {groupSamples} ? samples - first : {groupSamples};");
                    group = "group";
                }

                writer.Line("ref float x = ref Unsafe.Add(ref input, first * InputSample);");
                writer.Line("ref float g = ref Unsafe.Add(ref outputGradient, first * OutputSample);");
                string listWinners = pooled ? "ref Unsafe.Add(ref winners, first * OutputSample), " : "";
                writer.Line($"ListLiveGradients(ref g, {listWinners}ref live, ref counts, {group});");
                writer.Line($"WeightGradient(ref x, ref live, ref counts, {At("gradients", stage.Weights.Offset)});");
                using (writer.Block("if (!Unsafe.IsNullRef(ref inputGradient))"))
                {
                    writer.Line("ref float dx = ref Unsafe.Add(ref inputGradient, first * InputSample);");
                    string weights = At("parameters", stage.Weights.Offset);
                    writer.Line($"InputGradient({weights}, ref live, ref counts, ref dx, {group});");
                }
            }
        }
    }

    private static void RenderList(SourceWriter writer, ConvStage stage)
    {
        ActivationLayout output = stage.Output;
        bool pooled = stage.Pool is not null;
        int rowStep = stage.PoolHeight * stage.FieldStepY;
        int columnStep = stage.PoolWidth * stage.FieldStepX;
        writer.Summary(
            "Lists, filter by filter, the gradients that are not zero, each with the offset of its receptive field in the input"
            + (pooled ? ": the one that won the window." : "."));
        writer.Line(KernelFile.KernelAttribute);
        string winners = pooled ? "ref int winners, " : "";
        using (writer.Block("private static void ListLiveGradients(\n    "
            + $"ref float outputGradient, {winners}ref LiveGradient live, ref int counts, int samples)"))
        {
            using (writer.Loop("Every filter.", $"for (int filter = 0; filter < {output.Shape.Channels}; filter++)"))
            {
                writer.Line("ref LiveGradient list = ref Unsafe.Add(ref live, filter * Capacity);");
                writer.Line("int count = 0;");
                using (writer.Loop("Every sample.", "for (int sample = 0; sample < samples; sample++)"))
                {
                    using (writer.LoopUnlessOnce(output.Shape.Height, "Every row of outputs.", "row"))
                    {
                        string fieldRow = output.Shape.Height == 1 ? "" : $" + row * {rowStep}";
                        writer.Line($"int start = {KernelFile.OutputRowStart(output)} + filter;");
                        writer.Line("ref float g = ref Unsafe.Add(ref outputGradient, start);");
                        if (pooled)
                        {
                            writer.Line("ref int winner = ref Unsafe.Add(ref winners, start);");
                        }

                        writer.Line($"int field = sample * InputSample{fieldRow};");
                        using (writer.Loop(
                            "Every output is written, and the list grows where it is alive. "
                            + "Comparing its bits (without the sign) needs no branch, which chance would make mispredict.",
                            $"for (int column = 0; column < {output.Shape.Width}; column++)"))
                        {
                            writer.Line("ref LiveGradient entry = ref Unsafe.Add(ref list, count);");
                            writer.Line(pooled ? "entry.Offset = field + winner;" : "entry.Offset = field;");
                            writer.Line("entry.Gradient = g;");
                            writer.Line("count += (BitConverter.SingleToInt32Bits(g) << 1) != 0 ? 1 : 0;");
                            writer.Line($"field += {columnStep};");
                            writer.Line(Advance("g", "OutputPixel"));
                            if (pooled)
                            {
                                writer.Line(Advance("winner", "OutputPixel"));
                            }
                        }
                    }
                }

                if (stage.Backward.Interleave == 2)
                {
                    writer.Line();
                    writer.Comment("The loops take two entries at a time: a zero gradient makes an odd list even.");
                    using (writer.Block("if (count % 2 != 0)"))
                    {
                        writer.Line("Unsafe.Add(ref list, count).Offset = Unsafe.Add(ref list, count - 1).Offset;");
                        writer.Line("Unsafe.Add(ref list, count).Gradient = 0f;");
                        writer.Line("count++;");
                    }
                }

                writer.Line();
                writer.Line("Unsafe.Add(ref counts, filter) = count;");
            }
        }
    }
}
