using static ConvGen.Generators.Rendering.Text.VectorText;

namespace ConvGen.Generators.Rendering.Normalization;

/// <summary>
/// Renders a normalization of each channel of a sample over its pixels, forward and backward. Passes over the pixels, which are in the
/// cache, give the mean and then the squared distances from it: sum of squares - square of the sum would cancel. Each row has sums of its
/// own, so that no sum has many terms. The padding of the channels stays zero, because its values, means, factors and summands are zero.
/// </summary>
internal static class InstanceNormRenderer
{
    private const string Xhat = "xhat[c] = (x[c] - mean[c]) * inverseDeviation[c]";

    public static IEnumerable<GeneratedFile> Render(NetworkPlan plan, InstanceNormStage stage)
    {
        yield return RenderForward(plan, stage);
        if (plan.Training is not null)
        {
            yield return RenderBackward(plan, stage);
        }
    }

    private static IEnumerable<(string Label, string Text)> Head(InstanceNormStage stage, int vectors) =>
    [
        ("input", stage.Input.Describe()),
        ("output", stage.Output.Describe()),
        ("schedule", $"{Phrases.Count(vectors, "vector")} of {stage.Target.LanesInWords} channels at a time, sample by sample"),
    ];

    private static IEnumerable<(string Name, int Value, string Meaning)> Constants(InstanceNormStage stage) =>
    [
        .. KernelFile.Distances(stage),
        ("StatisticsSample", stage.StatisticsFloats, "Floats per sample of the statistics: the means, then the inverse deviations."),
        ("Channels", stage.Input.PixelStride, "Floats for a value of each channel."),
    ];

    private static GeneratedFile RenderForward(NetworkPlan plan, InstanceNormStage stage)
    {
        bool affine = stage.InstanceNorm.Affine;
        string formula = $"y[c] = (x[c] - mean[c]) / sqrt(variance[c] + epsilon){(affine ? " * weight[c] + bias[c]" : "")}";
        return KernelFile.RenderClass(
            plan,
            stage,
            "Forward",
            $"{stage.Name}, forward pass: {formula}, with the mean and the variance of the channel in the sample",
            Head(stage, stage.ForwardVectors),
            Constants(stage),
            writer =>
            {
                writer.Summary($"{formula}. Training keeps the means and 1 / sqrt(variance + epsilon).");
                writer.Line(KernelFile.KernelAttribute);
                writer.Signature("public static void Run", OperandText.Parameters(stage.ForwardCall(PassKind.Prediction)));
                using (writer.Braces())
                {
                    var blocks = new ChannelBlocks(writer, stage.Output.Shape);
                    blocks.Render(stage.ForwardVectors, (vectors, channel) => RenderForwardBlock(writer, stage, blocks, vectors, channel));
                }
            });
    }

    private static void RenderForwardBlock(KernelWriter writer, InstanceNormStage stage, ChannelBlocks blocks, int vectors, string channel)
    {
        VectorText simd = writer.Simd;
        bool affine = stage.InstanceNorm.Affine;
        int pixels = stage.InstanceNorm.Pixels;
        if (affine)
        {
            blocks.Load(vectors, channel, "weight", "weights");
            blocks.Load(vectors, channel, "shift", "biases");
        }

        using (writer.Block("for (int sample = 0; sample < samples; sample++)"))
        {
            blocks.Declare(vectors, "sum", _ => simd.Zero);
            RenderSums(
                writer, stage, blocks, "First pass: the means.", ["sum"], vectors, channel, [X(stage)],
                (vector, sums) => writer.Line($"{sums[0]}{vector} += {simd.Load("x", vector * simd.Lanes)};"));
            writer.Line();
            blocks.Declare(vectors, "mean", vector => simd.Share($"sum{vector}", pixels));
            blocks.Declare(vectors, "squares", _ => simd.Zero);
            RenderSums(
                writer, stage, blocks, "Second pass: the squared distances from the means.", ["squares"], vectors, channel, [X(stage)],
                (vector, sums) =>
                {
                    writer.Line($"{simd.Floats} distance{vector} = {simd.Load("x", vector * simd.Lanes)} - mean{vector};");
                    writer.Line(simd.Accumulate($"{sums[0]}{vector}", $"distance{vector}", $"distance{vector}"));
                });
            writer.Line();
            string epsilon = simd.Create(Numbers.Float(stage.InstanceNorm.Epsilon));
            blocks.Declare(vectors, "scale", vector =>
                $"{simd.Create("1f")} / {simd.SquareRoot($"{simd.Share($"squares{vector}", pixels)} + {epsilon}")}");
            using (writer.Block("if (!Unsafe.IsNullRef(ref statistics))"))
            {
                writer.Line($"ref float kept = {At("statistics", Offset.Join("sample * StatisticsSample", channel))};");
                for (int vector = 0; vector < vectors; vector++)
                {
                    int offset = vector * simd.Lanes;
                    writer.Line(Store($"mean{vector}", "kept", offset));
                    writer.Line(Store($"scale{vector}", "kept", offset == 0 ? "Channels" : $"Channels + {offset}"));
                }
            }

            writer.Line();
            for (int vector = 0; affine && vector < vectors; vector++)
            {
                writer.Line($"scale{vector} *= weight{vector};");
            }

            using (writer.Scope("Third pass: the difference from the mean comes first, because it is exact where the values are near the mean."))
            {
                blocks.RenderRows(
                    channel,
                    vectors,
                    vector =>
                    {
                        int offset = vector * simd.Lanes;
                        string distance = $"{simd.Load("x", offset)} - mean{vector}";
                        writer.Line(Store(
                            affine ? simd.MultiplyAdd(distance, $"scale{vector}", $"shift{vector}") : $"(({distance}) * scale{vector})", "y", offset));
                    },
                    ChannelBlocks.Levels.None,
                    X(stage),
                    ("y", "output", "Output", stage.Output));
            }
        }
    }

    private static GeneratedFile RenderBackward(NetworkPlan plan, InstanceNormStage stage)
    {
        bool affine = stage.InstanceNorm.Affine;
        string parameters = affine ? "db[c] = sum of g[c], dw[c] = sum of g[c] * xhat[c] over samples and pixels; " : "";
        string formula = $"{parameters}dx[c] = {(affine ? "weight[c] * " : "")}inverseDeviation[c] * (g[c] - mean of g[c] - xhat[c] * mean of g[c] * xhat[c])";
        return KernelFile.RenderClass(
            plan,
            stage,
            "Backward",
            $"{stage.Name}, backward pass: {formula}, where {Xhat}, and the means are over the pixels of the sample",
            Head(stage, stage.BackwardVectors),
            Constants(stage),
            writer =>
            {
                writer.Summary($"{formula}, unless the reference of the input's gradient is null.");
                writer.Line(KernelFile.KernelAttribute);
                writer.Signature("public static void Run", OperandText.Parameters(stage.BackwardCall()));
                using (writer.Braces())
                {
                    if (!affine)
                    {
                        using (writer.Block("if (Unsafe.IsNullRef(ref inputGradient))"))
                        {
                            writer.Line("return;");
                        }

                        writer.Line();
                    }

                    var blocks = new ChannelBlocks(writer, stage.Output.Shape);
                    blocks.Render(stage.BackwardVectors, (vectors, channel) => RenderBackwardBlock(writer, stage, blocks, vectors, channel));
                }
            });
    }

    private static void RenderBackwardBlock(KernelWriter writer, InstanceNormStage stage, ChannelBlocks blocks, int vectors, string channel)
    {
        VectorText simd = writer.Simd;
        bool affine = stage.InstanceNorm.Affine;
        if (affine)
        {
            blocks.Load(vectors, channel, "weight", "weights");
            blocks.Declare(vectors, "allGradients", _ => simd.Zero);
            blocks.Declare(vectors, "allProducts", _ => simd.Zero);
        }

        using (writer.Block("for (int sample = 0; sample < samples; sample++)"))
        {
            writer.Line($"ref float kept = {At("statistics", Offset.Join("sample * StatisticsSample", channel))};");
            blocks.Declare(vectors, "mean", vector => simd.Load("kept", vector * simd.Lanes));
            blocks.Declare(vectors, "inverse", vector => simd.Load("kept", vector == 0 ? "Channels" : $"Channels + {vector * simd.Lanes}"));
            blocks.Declare(vectors, "gradients", _ => simd.Zero);
            blocks.Declare(vectors, "products", _ => simd.Zero);
            RenderSums(
                writer, stage, blocks, "First pass: the sums of the gradients, and of their products with xhat.", ["gradients", "products"], vectors,
                channel, [X(stage), G(stage)],
                (vector, sums) =>
                {
                    int offset = vector * simd.Lanes;
                    writer.Line($"{simd.Floats} gradient{vector} = {simd.Load("g", offset)};");
                    writer.Line($"{sums[0]}{vector} += gradient{vector};");
                    writer.Line($"{simd.Floats} normalized{vector} = ({simd.Load("x", offset)} - mean{vector}) * inverse{vector};");
                    writer.Line(simd.Accumulate($"{sums[1]}{vector}", $"normalized{vector}", $"gradient{vector}"));
                });
            writer.Line();
            if (affine)
            {
                for (int vector = 0; vector < vectors; vector++)
                {
                    writer.Line($"allGradients{vector} += gradients{vector};");
                    writer.Line($"allProducts{vector} += products{vector};");
                }

                using (writer.Block("if (Unsafe.IsNullRef(ref inputGradient))"))
                {
                    writer.Line("continue;");
                }

                writer.Line();
            }

            RenderInputGradient(writer, stage, blocks, vectors, channel);
        }

        for (int vector = 0; affine && vector < vectors; vector++)
        {
            int offset = vector * simd.Lanes;
            foreach ((string name, string memory, string sum) in new[] { ("db", "biasGradient", "allGradients"), ("dw", "weightGradient", "allProducts") })
            {
                if (vector == 0)
                {
                    writer.Line($"ref float {name} = {At(memory, channel)};");
                }

                writer.Line(Store($"({sum}{vector} + {simd.Load(name, offset)})", name, offset));
            }
        }
    }

    private static void RenderInputGradient(KernelWriter writer, InstanceNormStage stage, ChannelBlocks blocks, int vectors, string channel)
    {
        VectorText simd = writer.Simd;
        int pixels = stage.InstanceNorm.Pixels;
        writer.Comment("dx = scale * g + slope * (x - mean) + shift, with three constants for each channel.");
        blocks.Declare(vectors, "scale", vector => stage.InstanceNorm.Affine ? $"weight{vector} * inverse{vector}" : $"inverse{vector}");
        blocks.Declare(vectors, "slope", vector => $"-scale{vector} * inverse{vector} * {Grouped(simd.Share($"products{vector}", pixels))}");
        blocks.Declare(vectors, "shift", vector => $"-scale{vector} * {Grouped(simd.Share($"gradients{vector}", pixels))}");
        using (writer.Scope("Second pass: the difference from the mean comes first, because it is exact where the values are near the mean."))
        {
            blocks.RenderRows(
                channel,
                vectors,
                vector =>
                {
                    int offset = vector * simd.Lanes;
                    string fromInput = simd.MultiplyAdd($"{simd.Load("x", offset)} - mean{vector}", $"slope{vector}", $"shift{vector}");
                    writer.Line($"{simd.Floats} fromInput{vector} = {fromInput};");
                    writer.Line(Store(simd.MultiplyAdd(simd.Load("g", offset), $"scale{vector}", $"fromInput{vector}"), "dx", offset));
                },
                ChannelBlocks.Levels.None,
                X(stage),
                G(stage),
                ("dx", "inputGradient", "Input", stage.Input));
        }

        static string Grouped(string value) => $"({value})";
    }

    /// <summary>Renders a pass over the pixels of a sample that adds to sums. Each row of several pixels has sums of its own.</summary>
    private static void RenderSums(
        KernelWriter writer, InstanceNormStage stage, ChannelBlocks blocks, string what, string[] totals, int vectors, string channel,
        (string Name, string Source, string Distances, ActivationLayout Layout)[] references, Action<int, string[]> renderVector)
    {
        bool hasRowSums = stage.Output.Shape is { Height: > 1, Width: > 1 };
        string[] sums = [.. totals.Select(total => hasRowSums ? $"{total}OfRow" : total)];
        using (writer.Scope(what))
        {
            blocks.RenderRows(
                channel,
                vectors,
                vector => renderVector(vector, sums),
                !hasRowSums ? ChannelBlocks.Levels.None : new ChannelBlocks.Levels(
                    BeforeRows: null,
                    BeforeColumns: () =>
                    {
                        foreach (string sum in sums)
                        {
                            blocks.Declare(vectors, sum, _ => writer.Simd.Zero);
                        }
                    },
                    AfterColumns: () =>
                    {
                        writer.Line();
                        for (int vector = 0; vector < vectors; vector++)
                        {
                            for (int i = 0; i < sums.Length; i++)
                            {
                                writer.Line($"{totals[i]}{vector} += {sums[i]}{vector};");
                            }
                        }
                    },
                    AfterRows: null),
                references);
        }
    }

    private static (string Name, string Source, string Distances, ActivationLayout Layout) X(InstanceNormStage stage) =>
        ("x", "input", "Input", stage.Input);

    private static (string Name, string Source, string Distances, ActivationLayout Layout) G(InstanceNormStage stage) =>
        ("g", "outputGradient", "Output", stage.Output);
}
