using static ConvGen.Generators.Rendering.Text.VectorText;

namespace ConvGen.Generators.Rendering.Normalization;

/// <summary>Renders the backward pass of a batch normalization: first the sums that all slices contribute to, then the gradient of the
/// input.</summary>
internal static class NormBackwardRenderer
{
    private const string Xhat = "xhat[c] = (x[c] - mean[c]) * inverseDeviation[c]";

    /// <summary>Renders the gradient before the activation, and the sums over it, which are also the gradients of the parameters.</summary>
    public static GeneratedFile RenderSums(NetworkPlan plan, BatchNormStage stage)
    {
        string before = stage.Activation is { } activation
            ? $"{ActivationGradientText.Formula(activation, "g[c]", "c")}, in place: the gradient before the activation; "
            : "";
        const string Sums = "db[c] = sum of g[c], dw[c] = sum of g[c] * xhat[c]";
        return KernelFile.RenderClass(
            plan,
            stage,
            "Sums",
            $"{stage.Name}, backward pass: {before}{Sums}, where {Xhat}",
            [
                .. BatchNormRenderer.Head(stage, stage.SumVectors),
                ("sums", "also added to the contribution of the slice: the gradient of the input needs them over the whole mini-batch"),
            ],
            KernelFile.Distances(stage),
            writer =>
            {
                writer.Summary($"{before}{Sums}.");
                writer.Line(KernelFile.KernelAttribute);
                writer.Signature("public static void Run", OperandText.Parameters(stage.GradientStatisticsCall()));
                using (writer.Braces())
                {
                    var blocks = new ChannelBlocks(writer, stage.Output.Shape);
                    blocks.Render(stage.SumVectors, (vectors, channel) => RenderSumBlock(writer, stage, blocks, vectors, channel));
                }
            });
    }

    /// <summary>Renders the gradient of the input.</summary>
    public static GeneratedFile RenderBackward(NetworkPlan plan, BatchNormStage stage)
    {
        const string Formula = "dx[c] = weight[c] * inverseDeviation[c] * (g[c] - mean of g[c] - xhat[c] * mean of g[c] * xhat[c])";
        return KernelFile.RenderClass(
            plan,
            stage,
            "Backward",
            $"{stage.Name}, backward pass: {Formula}, where {Xhat}, and the means are over the whole mini-batch",
            BatchNormRenderer.Head(stage, stage.BackwardVectors),
            KernelFile.Distances(stage),
            writer =>
            {
                writer.Summary($"{Formula}, unless the reference of the input's gradient is null.");
                writer.Line(KernelFile.KernelAttribute);
                writer.Signature("public static void Run", OperandText.Parameters(stage.BackwardCall()));
                using (writer.Braces())
                {
                    using (writer.Block("if (Unsafe.IsNullRef(ref inputGradient))"))
                    {
                        writer.Line("return;");
                    }

                    writer.Line();
                    var blocks = new ChannelBlocks(writer, stage.Output.Shape);
                    blocks.Render(stage.BackwardVectors, (vectors, channel) => RenderInputBlock(writer, stage, blocks, vectors, channel));
                }
            });
    }

    private static void RenderSumBlock(KernelWriter writer, BatchNormStage stage, ChannelBlocks blocks, int vectors, string channel)
    {
        VectorText simd = writer.Simd;
        blocks.Load(vectors, channel, "average", "mean");
        blocks.Load(vectors, channel, "scale", "inverseDeviation");
        blocks.Declare(vectors, "gradients", _ => simd.Zero);
        blocks.Declare(vectors, "products", _ => simd.Zero);
        bool hasLevels = stage.BatchNorm.Pixels > 1;
        (string gradients, string products) = hasLevels ? ("sampleGradients", "sampleProducts") : ("gradients", "products");
        List<(string, string, string, ActivationLayout)> references = [("x", "input", "Input", stage.Input)];
        if (stage.Activation is not null)
        {
            references.Add(("y", "output", "Output", stage.Output));
        }

        references.Add(("g", "outputGradient", "Output", stage.Output));
        blocks.RenderPixels(
            hasLevels ? "Each sample has sums of its own, so that no sum has many terms." : "A gradient, and its product with xhat.",
            channel,
            vectors,
            vector =>
            {
                int offset = vector * simd.Lanes;
                writer.Line($"{simd.Floats} gradient{vector} = {simd.Load("g", offset)};");
                if (stage.Activation is { } activation)
                {
                    writer.Line($"{simd.Floats} result{vector} = {simd.Load("y", offset)};");
                    writer.Line($"gradient{vector} = {simd.ActivationGradient(activation, $"result{vector}", $"gradient{vector}")};");
                    writer.Line(Store($"gradient{vector}", "g", offset));
                }

                writer.Line($"{gradients}{vector} += gradient{vector};");
                writer.Line($"{simd.Floats} normalized{vector} = ({simd.Load("x", offset)} - average{vector}) * scale{vector};");
                writer.Line(simd.Accumulate($"{products}{vector}", $"normalized{vector}", $"gradient{vector}"));
            },
            !hasLevels ? ChannelBlocks.Levels.None : new ChannelBlocks.Levels(
                BeforeRows: () =>
                {
                    blocks.Declare(vectors, gradients, _ => simd.Zero);
                    blocks.Declare(vectors, products, _ => simd.Zero);
                },
                BeforeColumns: null,
                AfterColumns: null,
                AfterRows: () =>
                {
                    writer.Line();
                    for (int vector = 0; vector < vectors; vector++)
                    {
                        writer.Line($"gradients{vector} += {gradients}{vector};");
                        writer.Line($"products{vector} += {products}{vector};");
                    }
                }),
            [.. references]);
        writer.Line();
        foreach ((string name, string memory, string sum) in new[]
        {
            ("db", "biasGradient", "gradients"), ("dw", "weightGradient", "products"),
            ("sharedGradients", "gradientSum", "gradients"), ("sharedProducts", "productSum", "products"),
        })
        {
            writer.Line($"ref float {name} = {At(memory, channel)};");
            for (int vector = 0; vector < vectors; vector++)
            {
                int offset = vector * simd.Lanes;
                writer.Line(Store($"({sum}{vector} + {simd.Load(name, offset)})", name, offset));
            }
        }
    }

    private static void RenderInputBlock(KernelWriter writer, BatchNormStage stage, ChannelBlocks blocks, int vectors, string channel)
    {
        VectorText simd = writer.Simd;
        foreach ((string name, string tensor) in new[]
        {
            ("average", "mean"), ("weight", "weights"), ("inverse", "inverseDeviation"), ("gradient", "meanGradient"), ("product", "meanProduct"),
        })
        {
            blocks.Load(vectors, channel, name, tensor);
        }

        writer.Comment("dx = scale * g + slope * (x - mean) + shift, with three constants for each channel.");
        blocks.Declare(vectors, "scale", vector => $"weight{vector} * inverse{vector}");
        blocks.Declare(vectors, "slope", vector => $"-scale{vector} * inverse{vector} * product{vector}");
        blocks.Declare(vectors, "shift", vector => $"-scale{vector} * gradient{vector}");

        blocks.RenderPixels(
            "The difference from the mean comes first: it is exact where the values are near the mean.",
            channel,
            vectors,
            vector =>
            {
                int offset = vector * simd.Lanes;
                string fromInput = simd.MultiplyAdd($"{simd.Load("x", offset)} - average{vector}", $"slope{vector}", $"shift{vector}");
                writer.Line($"{simd.Floats} fromInput{vector} = {fromInput};");
                writer.Line(Store(simd.MultiplyAdd(simd.Load("g", offset), $"scale{vector}", $"fromInput{vector}"), "dx", offset));
            },
            ("x", "input", "Input", stage.Input),
            ("g", "outputGradient", "Output", stage.Output),
            ("dx", "inputGradient", "Input", stage.Input));
    }
}
