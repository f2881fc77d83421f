using static ConvGen.Generators.Rendering.Text.VectorText;

namespace ConvGen.Generators.Rendering.Elementwise;

/// <summary>
/// Renders a rectifier with learned slopes, forward and backward. Both passes run over all samples for a block of channels, so that the
/// slopes of the block, and the sums of their gradients, stay in registers. The padding of the channels stays zero, because its inputs
/// and slopes are zero.
/// </summary>
internal static class PReLURenderer
{
    public static IEnumerable<GeneratedFile> Render(NetworkPlan plan, PReLUStage stage)
    {
        yield return RenderForward(plan, stage);
        if (plan.Training is not null)
        {
            yield return RenderBackward(plan, stage);
        }
    }

    private static IEnumerable<(string Label, string Text)> Head(PReLUStage stage) =>
    [
        ("input", stage.Input.Describe()),
        ("output", stage.Output.Describe()),
        ("schedule", $"{Phrases.Count(stage.BlockVectors, "vector")} of {stage.Target.LanesInWords} channels at a time, over all samples"),
    ];

    private static GeneratedFile RenderForward(NetworkPlan plan, PReLUStage stage)
    {
        const string Formula = "y[c] = x[c] where x[c] > 0, else a[c] * x[c]";
        return KernelFile.RenderClass(
            plan,
            stage,
            "Forward",
            $"{stage.Name}, forward pass: {Formula}, where a[c] is the learned slope of channel c",
            Head(stage),
            KernelFile.Distances(stage),
            writer =>
            {
                VectorText simd = writer.Simd;
                writer.Summary($"{Formula}.");
                writer.Line(KernelFile.KernelAttribute);
                writer.Signature("public static void Run", OperandText.Parameters(stage.ForwardCall(PassKind.Prediction)));
                using (writer.Braces())
                {
                    var blocks = new ChannelBlocks(writer, stage.Output.Shape);
                    blocks.Render(stage.BlockVectors, (vectors, channel) =>
                    {
                        LoadSlopes(writer, vectors, channel);
                        blocks.RenderPixels(
                            "Values above 0 pass; the others are multiplied by the slope of their channel.",
                            channel,
                            vectors,
                            vector =>
                            {
                                int offset = vector * simd.Lanes;
                                writer.Line($"{simd.Floats} value{vector} = {simd.Load("x", offset)};");
                                writer.Line(Store(
                                    Select(
                                        simd.AreGreater($"value{vector}", simd.Zero),
                                        $"value{vector}",
                                        $"slope{vector} * value{vector}"),
                                    "y",
                                    offset));
                            },
                            ("x", "input", "Input", stage.Input),
                            ("y", "output", "Output", stage.Output));
                    });
                }
            });
    }

    private static GeneratedFile RenderBackward(NetworkPlan plan, PReLUStage stage) => KernelFile.RenderClass(
        plan,
        stage,
        "Backward",
        $"{stage.Name}, backward pass: dx[c] = g[c] where x[c] > 0, else a[c] * g[c]; "
            + "da[c] = sum of x[c] * g[c] over the samples and pixels where x[c] is not above 0",
        Head(stage),
        KernelFile.Distances(stage),
        writer =>
        {
            string[] parameters = [.. OperandText.Parameters(stage.BackwardCall())];
            if (!stage.HasOptionalInputGradient)
            {
                RenderGradients(writer, stage, "public static void Run", parameters, withInput: true);
                return;
            }

            writer.Summary("Adds the gradient of the slopes, and writes that of the input unless its reference is null.");
            writer.Signature("public static void Run", parameters);
            using (writer.Braces())
            {
                using (writer.Block("if (Unsafe.IsNullRef(ref inputGradient))"))
                {
                    writer.Line("SlopeGradient(ref input, ref outputGradient, ref slopeGradient, samples);");
                    writer.Line("return;");
                }

                writer.Line();
                writer.Line("Gradients(ref slopes, ref input, ref outputGradient, ref slopeGradient, ref inputGradient, samples);");
            }

            writer.Line();
            RenderGradients(
                writer,
                stage,
                "private static void SlopeGradient",
                ["ref float input", "ref float outputGradient", "ref float slopeGradient", "int samples"],
                withInput: false);
            writer.Line();
            RenderGradients(writer, stage, "private static void Gradients", parameters, withInput: true);
        });

    private static void RenderGradients(
        KernelWriter writer, PReLUStage stage, string method, IEnumerable<string> parameters, bool withInput)
    {
        VectorText simd = writer.Simd;
        const string Slopes = "da[c] += sum of x[c] * g[c] where x[c] is not above 0";
        writer.Summary(withInput ? $"{Slopes}; dx[c] = g[c] where x[c] > 0, else a[c] * g[c]." : $"{Slopes}.");
        writer.Line(KernelFile.KernelAttribute);
        writer.Signature(method, parameters);
        using (writer.Braces())
        {
            var blocks = new ChannelBlocks(writer, stage.Output.Shape);
            blocks.Render(stage.BlockVectors, (vectors, channel) =>
            {
                if (withInput)
                {
                    LoadSlopes(writer, vectors, channel);
                }

                for (int vector = 0; vector < vectors; vector++)
                {
                    writer.Line($"{simd.Floats} sum{vector} = {simd.Zero};");
                }

                List<(string, string, string, ActivationLayout)> references =
                    [("x", "input", "Input", stage.Input), ("g", "outputGradient", "Output", stage.Output)];
                if (withInput)
                {
                    references.Add(("dx", "inputGradient", "Input", stage.Input));
                }

                blocks.RenderPixels(
                    withInput
                        ? "Where x is above 0, its gradient is g. Elsewhere it is g times the slope, which gets the gradient x * g."
                        : "Where x is not above 0, the slope gets the gradient x * g.",
                    channel,
                    vectors,
                    vector => RenderGradient(writer, vector, withInput),
                    [.. references]);
                writer.Line();
                writer.Line($"ref float da = {At("slopeGradient", channel)};");
                for (int vector = 0; vector < vectors; vector++)
                {
                    int offset = vector * simd.Lanes;
                    writer.Line(Store($"(sum{vector} + {simd.Load("da", offset)})", "da", offset));
                }
            });
        }
    }

    private static void RenderGradient(KernelWriter writer, int vector, bool withInput)
    {
        VectorText simd = writer.Simd;
        int offset = vector * simd.Lanes;
        writer.Line($"{simd.Floats} value{vector} = {simd.Load("x", offset)};");
        writer.Line($"{simd.Floats} gradient{vector} = {simd.Load("g", offset)};");
        writer.Line($"{simd.Floats} isPositive{vector} = {simd.AreGreater($"value{vector}", simd.Zero)};");
        writer.Line($"sum{vector} += {Select($"isPositive{vector}", simd.Zero, $"value{vector} * gradient{vector}")};");
        if (withInput)
        {
            writer.Line(Store(
                Select($"isPositive{vector}", $"gradient{vector}", $"slope{vector} * gradient{vector}"), "dx", offset));
        }
    }

    private static void LoadSlopes(KernelWriter writer, int vectors, string channel)
    {
        VectorText simd = writer.Simd;
        writer.Line($"ref float a = {At("slopes", channel)};");
        for (int vector = 0; vector < vectors; vector++)
        {
            writer.Line($"{simd.Floats} slope{vector} = {simd.Load("a", vector * simd.Lanes)};");
        }
    }
}
