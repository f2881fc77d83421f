using static ConvGen.Generators.Rendering.Text.VectorText;

namespace ConvGen.Generators.Rendering.Normalization;

/// <summary>
/// Renders a batch normalization of training: <see cref="NormStatisticsRenderer">its statistics</see>, its forward kernel, and
/// <see cref="NormBackwardRenderer">its gradients</see>. All kernels run over all samples for a block of channels, so that what belongs to
/// the channels stays in registers. The padding of the channels stays zero, because its statistics, factors and summands are zero.
/// </summary>
internal static class BatchNormRenderer
{
    public static IEnumerable<GeneratedFile> Render(NetworkPlan plan, BatchNormStage stage) =>
    [
        .. stage.Owns(BatchNormStage.StatisticsPart) ? [NormStatisticsRenderer.Render(plan, stage)] : (GeneratedFile[])[],
        RenderForward(plan, stage),
        NormBackwardRenderer.RenderSums(plan, stage),
        NormBackwardRenderer.RenderBackward(plan, stage),
    ];

    /// <summary>The lines of the head that all files share.</summary>
    /// <param name="stage">The normalization.</param>
    /// <param name="vectors">The number of channel vectors in a block.</param>
    public static IEnumerable<(string Label, string Text)> Head(BatchNormStage stage, int vectors) =>
    [
        ("input", stage.Input.Describe()),
        ("output", stage.Output.Describe()),
        ("schedule", $"{Phrases.Count(vectors, "vector")} of {stage.Target.LanesInWords} channels at a time, over all samples"),
    ];

    private static GeneratedFile RenderForward(NetworkPlan plan, BatchNormStage stage)
    {
        const string Normalized = "(x[c] - mean[c]) * (weight[c] * inverseDeviation[c]) + bias[c]";
        string formula = $"y[c] = {stage.Activation?.Of(Normalized) ?? Normalized}";
        return KernelFile.RenderClass(
            plan,
            stage,
            "Forward",
            $"{stage.Name}, forward pass: {formula}, with the mean and the inverse deviation over the whole mini-batch",
            Head(stage, stage.ForwardVectors),
            KernelFile.Distances(stage),
            writer =>
            {
                VectorText simd = writer.Simd;
                writer.Summary($"{formula}.");
                writer.Line(KernelFile.KernelAttribute);
                writer.Signature("public static void Run", OperandText.Parameters(stage.ForwardCall(PassKind.Training)));
                using (writer.Braces())
                {
                    var blocks = new ChannelBlocks(writer, stage.Output.Shape);
                    var mask = new BlockMask(writer, stage);
                    mask.Render();
                    blocks.Render(stage.ForwardVectors, mask.IsNeeded, (vectors, channel, isLast) =>
                    {
                        blocks.Load(vectors, channel, "average", "mean");
                        blocks.Load(vectors, channel, "weight", "weights");
                        blocks.Load(vectors, channel, "inverse", "inverseDeviation");
                        blocks.Declare(vectors, "scale", vector => $"weight{vector} * inverse{vector}");
                        blocks.Load(vectors, channel, "shift", "biases");
                        blocks.RenderPixels(
                            "The difference from the mean comes first: it is exact where the values are near the mean.",
                            channel,
                            vectors,
                            vector =>
                            {
                                int offset = vector * simd.Lanes;
                                string value = simd.MultiplyAdd($"{simd.Load("x", offset)} - average{vector}", $"scale{vector}", $"shift{vector}");
                                RenderActivated(writer, stage.Activation, mask, value, vector, vectors, isLast);
                            },
                            ("x", "input", "Input", stage.Input),
                            ("y", "output", "Output", stage.Output));
                    });
                }
            });
    }

    /// <summary>Renders the store of a value, to which the activation is applied.</summary>
    public static void RenderActivated(
        KernelWriter writer, Activation? activation, BlockMask mask, string value, int vector, int vectors, bool isLast)
    {
        int offset = vector * writer.Simd.Lanes;
        if (activation is not { } function)
        {
            writer.Line(Store(value, "y", offset));
            return;
        }

        writer.Line($"{writer.Simd.Floats} value{vector} = {value};");
        writer.Line(Store(mask.Keep(Activate(function, $"value{vector}"), vector, vectors, isLast), "y", offset));
    }
}
