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
            .. KernelFile.Distances("Input", stage.Input),
            .. KernelFile.Distances("Output", stage.Output),
            ("Capacity", stage.Backward.Capacity, "Entries that the list of one filter can hold."),
            ("FilterWeights", stage.Kernel.FilterStride, "Floats from the weights of one filter to those of the next."),
            ("WeightRow", stage.Kernel.WeightRowStride, "Floats from one row of weights to the next."),
        ],
        writer =>
        {
            RenderRun(writer, stage);
            if (NeedsActivationGradient(stage))
            {
                writer.Line();
                ElementwiseRenderer.RenderActivationGradient(writer, stage.Output, stage.Activation, stage.Bias is not null);
            }

            writer.Line();
            RenderList(writer, stage);
            writer.Line();
            new LiveGradientRenderer(writer, stage).RenderWeightGradient();
            writer.Line();
            new LiveGradientRenderer(writer, stage).RenderInputGradient();
        });

    private static bool NeedsActivationGradient(ConvStage stage) => stage.Activation is not null || stage.Bias is not null;

    private static IEnumerable<(string Label, string Text)> Head(ConvStage stage)
    {
        LiveGradientSchedule schedule = stage.Backward;
        string reason = stage.Pool is null
            ? "an output whose gradient is zero costs nothing"
            : $"at most 1 of {stage.PoolHeight * stage.PoolWidth} outputs of the convolution has won its window, the others cost nothing";
        yield return ("input", stage.Input.Describe());
        yield return ("output", stage.Output.Describe());
        yield return ("schedule", $"over the list of live gradients, {Phrases.Count(schedule.GroupSamples, "sample")} at a time: {reason}");
        yield return ("tiles", $"{Phrases.Count(schedule.TileRows, "kernel row")} x {Phrases.Count(schedule.TileVectors, "vector")} of weights in registers, "
            + $"{Phrases.Count(schedule.Interleave, "entry", "entries")} per iteration");
        yield return ("arithmetic", $"{stage.Kernel.Planes * stage.Kernel.Rows * stage.Kernel.RowVectors * VectorSize.Lanes} "
            + "multiply-adds per live gradient and product, padding included");
        yield return ("weights", $"{stage.Kernel.Planes * stage.Kernel.Rows} rows of {stage.Kernel.WeightRowStride} floats per filter, "
            + "each as the row of pixels lies in the input");
    }

    private static void RenderRun(SourceWriter writer, ConvStage stage)
    {
        bool pooled = stage.Pool is not null;
        LiveGradientSchedule schedule = stage.Backward;
        writer.Summary(
            "Adds the gradients of weights and biases to the parameters' gradients and, unless its reference is null, sets the gradient "
            + "of the input. The gradient of the output is overwritten.");
        string output = stage.Activation is null ? "" : "ref float output, ";
        string winners = pooled ? "ref int winners, " : "";
        writer.Line("public static void Run(");
        writer.Line($"    ref float parameters, ref float input, {output}{winners}ref float outputGradient,");
        writer.Line("    ref LiveGradient live, ref int counts, ref float gradients, ref float inputGradient, int samples)");
        using (writer.Braces())
        {
            if (NeedsActivationGradient(stage))
            {
                string y = stage.Activation is null ? "" : "ref output, ";
                string bias = stage.Bias is null ? "" : $", {At("gradients", stage.Bias.Offset)}";
                writer.Line($"ActivationGradient({y}ref outputGradient{bias}, samples);");
                writer.Line();
            }

            string step = schedule.GroupSamples == 1 ? "first++" : $"first += {schedule.GroupSamples}";
            using (writer.Loop("A few samples at a time, so that they stay in the first-level cache.",
                $"for (int first = 0; first < samples; {step})"))
            {
                string group = "1";
                if (schedule.GroupSamples > 1)
                {
                    writer.Line($"int group = samples - first < {schedule.GroupSamples} ? samples - first : {schedule.GroupSamples};");
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
                    writer.Line($"InputGradient({At("parameters", stage.Weights.Offset)}, ref live, ref counts, ref dx, {group});");
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
        writer.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
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
                        string row = output.Shape.Height == 1 ? "" : " + row * OutputRow";
                        string origin = output.Origin == 0 ? "" : " + OutputOrigin";
                        string field = output.Shape.Height == 1 ? "" : $" + row * {rowStep}";
                        writer.Line($"int start = sample * OutputSample{origin}{row} + filter;");
                        writer.Line("ref float g = ref Unsafe.Add(ref outputGradient, start);");
                        if (pooled)
                        {
                            writer.Line("ref int winner = ref Unsafe.Add(ref winners, start);");
                        }

                        writer.Line($"int field = sample * InputSample{field};");
                        using (writer.Loop("Every output is written, and the list grows where it is alive. Comparing its bits (without the sign) "
                            + "needs no branch, which chance would make mispredict.",
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
