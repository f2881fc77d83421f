namespace ConvGen.Generators.Rendering.Normalization;

/// <summary>Renders a batch normalization with fixed statistics, which prediction runs if no layer can include it.</summary>
internal static class FixedNormRenderer
{
    public static GeneratedFile Render(NetworkPlan plan, FixedNormStage stage)
    {
        const string Normalized = "x[c] * scale[c] + shift[c]";
        string formula = $"y[c] = {stage.Activation?.Of(Normalized) ?? Normalized}";
        return KernelFile.RenderClass(
            plan,
            stage,
            "Predict",
            $"{stage.Name}, when predicting: {formula}, from the running statistics",
            [
                ("input", stage.Input.Describe()),
                ("output", stage.Output.Describe()),
                ("schedule", $"{Phrases.Count(stage.BlockVectors, "vector")} of {stage.Target.LanesInWords} channels at a time, over all samples"),
            ],
            KernelFile.Distances(stage),
            writer =>
            {
                VectorText simd = writer.Simd;
                writer.Summary($"{formula}.");
                writer.Line(KernelFile.KernelAttribute);
                writer.Signature("public static void Run", OperandText.Parameters(stage.ForwardCall(PassKind.Prediction)));
                using (writer.Braces())
                {
                    var blocks = new ChannelBlocks(writer, stage.Output.Shape);
                    var mask = new BlockMask(writer, stage);
                    mask.Render();
                    blocks.Render(stage.BlockVectors, mask.IsNeeded, (vectors, channel, isLast) =>
                    {
                        blocks.Load(vectors, channel, "factor", "scale");
                        blocks.Load(vectors, channel, "summand", "shift");
                        blocks.RenderPixels(
                            "One multiply-add per value.",
                            channel,
                            vectors,
                            vector => BatchNormRenderer.RenderActivated(
                                writer, stage.Activation, mask,
                                simd.MultiplyAdd(simd.Load("x", vector * simd.Lanes), $"factor{vector}", $"summand{vector}"), vector, vectors, isLast),
                            ("x", "input", "Input", stage.Input),
                            ("y", "output", "Output", stage.Output));
                    });
                }
            });
    }
}
