using System.Globalization;
using static ConvGen.Generators.Rendering.Text.VectorText;

namespace ConvGen.Generators.Rendering.Elementwise;

/// <summary>
/// Renders dropout in training: a multiplication by masks, forward and backward. The runtime draws the masks, which have the layout of
/// the values without a border. Prediction uses a <see cref="ScaleStage"/> instead, or no stage.
/// </summary>
internal static class DropoutRenderer
{
    public static IEnumerable<GeneratedFile> Render(NetworkPlan plan, DropoutStage stage) =>
        [RenderForward(plan, stage), RenderBackward(plan, stage)];

    private static IEnumerable<(string Label, string Text)> Head(DropoutStage stage) =>
    [
        ("input", stage.Input.Describe()),
        ("output", stage.Output.Describe()),
        ("masks", $"0 with a probability of {Number(stage.Dropout.Rate)}, else {Number(stage.KeptFactor)}; {stage.Masks.Describe()}"),
        ("predicts", stage.WhenPredicting() is null ? "the input itself, without a kernel" : $"{Number(stage.Expected)} times the input"),
    ];

    private static GeneratedFile RenderForward(NetworkPlan plan, DropoutStage stage) => KernelFile.RenderClass(
        plan,
        stage,
        "Forward",
        $"{stage.Name}, forward pass: y[i] = x[i] * mask[i]",
        Head(stage),
        Distances(stage),
        writer => RenderTrain(writer, stage));

    private static void RenderTrain(KernelWriter writer, DropoutStage stage)
    {
        VectorText simd = writer.Simd;
        writer.Summary("y[i] = x[i] * mask[i], where the mask is drawn anew and kept for the backward pass.");
        writer.Line(KernelFile.KernelAttribute);
        writer.Signature("public static void Run", OperandText.Parameters(stage.ForwardCall(PassKind.Training)));
        using (writer.Braces())
        {
            writer.Comment("A mask is 0 where its random bits are below the threshold, else what is kept; without noise, none is decided.");
            writer.Line("DropoutMask.Fill(");
            bool isSpread = stage.DrawnPixel != stage.Masks.PixelStride;
            int pixels = stage.Output.Shape.IsFlat ? 1 : stage.Output.Shape.Height * stage.Output.Shape.Width;
            string drawn = isSpread ? Offset.Of(pixels, "DrawnPixel") : "MaskSample";
            writer.Line($"    ref masks, {drawn}, samples, noise, layer, threshold: {stage.Threshold}u,");
            writer.Line($"    kept: {Number(stage.KeptFactor)}f, undecided: {Number(stage.Expected)}f);");
            if (isSpread)
            {
                writer.Comment("Masks are drawn in a layout that does not depend on the width of the vectors.");
                writer.Line($"DropoutMask.Spread(ref masks, {Offset.Of(pixels, "samples")}, DrawnPixel, MaskPixel);");
            }

            using (writer.Block("for (int sample = 0; sample < samples; sample++)"))
            {
                ElementwiseRenderer.RenderVectors(
                    writer,
                    new ChannelVectors(writer, stage.Output.Shape, clearsPadding: false),
                    stage.Output.Shape,
                    _ => writer.Line(Store($"({simd.Load("x")} * {simd.Load("mask")})", "y")),
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
        stage,
        "Backward",
        $"{stage.Name}, backward pass: dx[i] = g[i] * mask[i]",
        Head(stage),
        Distances(stage),
        writer =>
        {
            writer.Summary("dx[i] = g[i] * mask[i], unless the reference of the input's gradient is null.");
            writer.Line(KernelFile.KernelAttribute);
            using (writer.Block(
                "public static void Run(ref float masks, ref float outputGradient, ref float inputGradient, int samples)"))
            {
                using (writer.Block("if (Unsafe.IsNullRef(ref inputGradient))"))
                {
                    writer.Line("return;");
                }

                writer.Line();
                using (writer.Block("for (int sample = 0; sample < samples; sample++)"))
                {
                    ElementwiseRenderer.RenderVectors(
                        writer,
                        new ChannelVectors(writer, stage.Output.Shape, clearsPadding: false),
                        stage.Output.Shape,
                        _ => writer.Line(Store($"({writer.Simd.Load("g")} * {writer.Simd.Load("mask")})", "dx")),
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
    [
        .. KernelFile.Distances(stage),
        .. KernelFile.Distances("Mask", stage.Masks),
        ("DrawnPixel", stage.DrawnPixel, "Masks that are drawn for a pixel."),
    ];

    private static string Number(double value) => ((float)value).ToString("R", CultureInfo.InvariantCulture);
}
