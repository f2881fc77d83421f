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
                    RenderBlocks(writer, stage, (vectors, channel) =>
                    {
                        LoadSlopes(writer, vectors, channel);
                        RenderPixels(
                            writer,
                            stage,
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
            RenderBlocks(writer, stage, (vectors, channel) =>
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

                RenderPixels(
                    writer,
                    stage,
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

    /// <summary>Renders blocks that cover the channels. <paramref name="renderBlock"/> gets the number of vectors and the expression of the
    /// first channel.</summary>
    private static void RenderBlocks(KernelWriter writer, PReLUStage stage, Action<int, string> renderBlock)
    {
        int vectors = stage.Input.ChannelVectors;
        int block = stage.BlockVectors;
        int blocks = vectors / block;
        int rest = vectors % block;
        int channels = block * writer.Simd.Lanes;
        if (vectors == block)
        {
            renderBlock(block, "0");
            return;
        }

        if (blocks == 1)
        {
            using (writer.Scope($"{Phrases.Some("The first", block, "vector")} of channels."))
            {
                renderBlock(block, "0");
            }
        }
        else
        {
            using (writer.Loop(
                $"{Phrases.Count(block, "vector")} of channels at a time.",
                $"for (int channel = 0; channel < {blocks * channels}; channel += {channels})"))
            {
                renderBlock(block, "channel");
            }
        }

        if (rest > 0)
        {
            writer.Line();
            using (writer.Scope($"{Phrases.Some("The last", rest, "vector")} of channels."))
            {
                writer.Line($"const int channel = {blocks * channels};");
                renderBlock(rest, "channel");
            }
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

    /// <summary>Renders loops over all samples and pixels, with references to the block's first channel in several images.</summary>
    private static void RenderPixels(
        KernelWriter writer, PReLUStage stage, string what, string channel, int vectors, Action<int> renderVector,
        params (string Name, string Source, string Distances, ActivationLayout Layout)[] references)
    {
        Shape shape = stage.Output.Shape;
        writer.Line();
        using (writer.Loop(what, "for (int sample = 0; sample < samples; sample++)"))
        using (writer.LoopUnlessOnce(shape.Height, comment: null, "row"))
        {
            foreach ((string name, string source, string distances, ActivationLayout layout) in references)
            {
                string[] terms =
                [
                    $"sample * {distances}Sample",
                    .. layout.Origin == 0 ? (string[])[] : [$"{distances}Origin"],
                    .. shape.Height == 1 ? (string[])[] : [$"row * {distances}Row"],
                    channel,
                ];
                writer.Line($"ref float {name} = {At(source, Offset.Join(terms))};");
            }

            using (writer.LoopUnlessOnce(shape.Width, comment: null, "column"))
            {
                for (int vector = 0; vector < vectors; vector++)
                {
                    renderVector(vector);
                }

                if (shape.Width > 1)
                {
                    foreach ((string name, _, string distances, _) in references)
                    {
                        writer.Line(Advance(name, $"{distances}Pixel"));
                    }
                }
            }
        }
    }
}
