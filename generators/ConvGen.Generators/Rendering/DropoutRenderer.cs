using System.Globalization;
using ConvGen.Generators.Planning;
using static ConvGen.Generators.Rendering.VectorText;

namespace ConvGen.Generators.Rendering;

/// <summary>
/// A dropout: a multiplication with masks, forward and backward. The runtime draws the masks; they lie as the values would without
/// a border. Where prediction hands its input on, there is nothing to render for it.
/// </summary>
internal static class DropoutRenderer
{
    public static IEnumerable<GeneratedFile> Render(NetworkPlan plan, DropoutStage stage)
    {
        bool trains = plan.Network.Loss is not null;
        if (trains || !stage.HandsInputOn)
        {
            yield return RenderForward(plan, stage, trains);
        }

        if (trains)
        {
            yield return RenderBackward(plan, stage);
        }
    }

    private static IEnumerable<(string Label, string Text)> Head(DropoutStage stage) =>
    [
        ("input", stage.Input.Describe()),
        ("output", stage.Output.Describe()),
        ("masks", $"0 with a probability of {Number(stage.Dropout.Rate)}, else {Number(stage.Kept)}; {stage.Masks.Describe()}"),
        ("predicts", stage.HandsInputOn ? "the input itself, without a kernel" : $"{Number(stage.Expected)} times the input"),
    ];

    private static GeneratedFile RenderForward(NetworkPlan plan, DropoutStage stage, bool trains) => KernelFile.RenderClass(
        plan,
        $"{stage.Name}.Forward",
        $"{stage.Name}, forward pass: y[i] = x[i] * mask[i]",
        Head(stage),
        $"{stage.Name}Forward",
        Distances(stage),
        writer =>
        {
            if (!stage.HandsInputOn)
            {
                RenderPredict(writer, stage);
            }

            if (!stage.HandsInputOn && trains)
            {
                writer.Line();
            }

            if (trains)
            {
                RenderTrain(writer, stage);
            }
        });

    private static void RenderPredict(SourceWriter writer, DropoutStage stage)
    {
        writer.Summary($"y[i] = x[i] * {Number(stage.Expected)}: what training leaves of x[i] on average.");
        writer.Lines(KernelFile.KernelAttribute);
        using (writer.Block("public static void Run(ref float input, ref float output, int samples)"))
        {
            writer.Line($"{Floats} expected = Vector256.Create({Number(stage.Expected)}f);");
            using (writer.Loop("Every sample.", "for (int sample = 0; sample < samples; sample++)"))
            {
                ElementwiseRenderer.RenderVectors(
                    writer,
                    stage.Output.Shape,
                    _ => writer.Line(Store($"({Load("x")} * expected)", "y")),
                    ("x", "input", stage.Input, "Input"),
                    ("y", "output", stage.Output, "Output"));
                writer.Line();
                writer.Line(Advance("input", "InputSample"));
                writer.Line(Advance("output", "OutputSample"));
            }
        }
    }

    private static void RenderTrain(SourceWriter writer, DropoutStage stage)
    {
        writer.Summary("y[i] = x[i] * mask[i], where the mask is drawn anew and kept for the backward pass.");
        writer.Lines(KernelFile.KernelAttribute);
        writer.Line("public static void RunWithMasks(");
        writer.Line("    ref float input, ref float masks, ref float output, in TrainingNoise noise, int samples)");
        using (writer.Braces())
        {
            writer.Line("DropoutMask.Fill(");
            writer.Line($"    ref masks, MaskSample, samples, noise, layer: {stage.Number}, threshold: {stage.Threshold}u,");
            writer.Line($"    kept: {Number(stage.Kept)}f, undecided: {Number(stage.HandsInputOn ? 1 : stage.Expected)}f);");
            using (writer.Loop("Every sample.", "for (int sample = 0; sample < samples; sample++)"))
            {
                ElementwiseRenderer.RenderVectors(
                    writer,
                    stage.Output.Shape,
                    _ => writer.Line(Store($"({Load("x")} * {Load("mask")})", "y")),
                    ("x", "input", stage.Input, "Input"),
                    ("mask", "masks", stage.Masks, "Mask"),
                    ("y", "output", stage.Output, "Output"));
                writer.Line();
                writer.Line(Advance("input", "InputSample"));
                writer.Line(Advance("masks", "MaskSample"));
                writer.Line(Advance("output", "OutputSample"));
            }
        }
    }

    private static GeneratedFile RenderBackward(NetworkPlan plan, DropoutStage stage) => KernelFile.RenderClass(
        plan,
        $"{stage.Name}.Backward",
        $"{stage.Name}, backward pass: dx[i] = g[i] * mask[i]",
        Head(stage),
        $"{stage.Name}Backward",
        Distances(stage),
        writer =>
        {
            writer.Summary("dx[i] = g[i] * mask[i], unless the reference of the input's gradient is null.");
            writer.Lines(KernelFile.KernelAttribute);
            using (writer.Block(
                "public static void Run(ref float masks, ref float outputGradient, ref float inputGradient, int samples)"))
            {
                using (writer.Block("if (Unsafe.IsNullRef(ref inputGradient))"))
                {
                    writer.Line("return;");
                }

                writer.Line();
                using (writer.Loop("Every sample.", "for (int sample = 0; sample < samples; sample++)"))
                {
                    ElementwiseRenderer.RenderVectors(
                        writer,
                        stage.Output.Shape,
                        _ => writer.Line(Store($"({Load("g")} * {Load("mask")})", "dx")),
                        ("mask", "masks", stage.Masks, "Mask"),
                        ("g", "outputGradient", stage.Output, "Output"),
                        ("dx", "inputGradient", stage.Input, "Input"));
                    writer.Line();
                    writer.Line(Advance("masks", "MaskSample"));
                    writer.Line(Advance("outputGradient", "OutputSample"));
                    writer.Line(Advance("inputGradient", "InputSample"));
                }
            }
        });

    private static IEnumerable<(string Name, int Value, string Meaning)> Distances(DropoutStage stage) =>
        [.. KernelFile.Distances(stage), .. KernelFile.Distances("Mask", stage.Masks)];

    private static string Number(double value) => ((float)value).ToString("R", CultureInfo.InvariantCulture);
}
