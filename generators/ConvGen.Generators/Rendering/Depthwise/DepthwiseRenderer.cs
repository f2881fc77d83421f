using static ConvGen.Generators.Rendering.Text.VectorText;

namespace ConvGen.Generators.Rendering.Depthwise;

/// <summary>Renders the files of a depthwise convolution, and its forward pass.</summary>
internal static class DepthwiseRenderer
{
    public static IEnumerable<GeneratedFile> Render(NetworkPlan plan, DepthwiseStage stage)
    {
        yield return RenderForward(plan, stage);
        if (plan.Trains(stage))
        {
            yield return DepthwiseBackwardRenderer.Render(plan, stage);
        }
    }

    public static string Formula(DepthwiseStage stage)
    {
        string bias = stage.Bias is null ? "" : "b[c] + ";
        string row = Index("p", "u", stage.Conv.StrideY, stage.Conv.DilationY, stage.Conv.Padding.Top);
        string column = Index("q", "v", stage.Conv.StrideX, stage.Conv.DilationX, stage.Conv.Padding.Left);
        string sum = $"{bias}sum over u, v of w[c, u, v] * x[c, {row}, {column}]";
        return stage.Activation is { } function ? $"y[c, p, q] = {function.Of(sum)}" : $"y[c, p, q] = {sum}";
    }

    public static IEnumerable<(string Label, string Text)> Shapes(DepthwiseStage stage) =>
    [
        ("input", stage.Input.Describe()),
        ("output", stage.Output.Describe()),
        ("weights", $"[row][column][channel], {stage.Input.PixelStride} floats per kernel position"),
    ];

    /// <summary>Returns the distances in the weights.</summary>
    public static IEnumerable<(string Name, int Value, string Meaning)> WeightDistances(DepthwiseStage stage) =>
    [
        ("KernelRow", stage.Conv.KernelWidth * stage.Input.PixelStride, "Floats per kernel row of the weights."),
        ("KernelColumn", stage.Input.PixelStride, "Floats per kernel column of the weights."),
    ];

    private static GeneratedFile RenderForward(NetworkPlan plan, DepthwiseStage stage) => KernelFile.RenderClass(
        plan,
        stage,
        "Forward",
        $"{stage.Name}, forward pass: {Formula(stage)}",
        [
            .. Shapes(stage),
            ("arithmetic", $"{Numbers.Grouped(stage.MultiplyAdds)} multiply-adds per sample"),
            ("schedule", $"{stage.Target.LanesInWords} channels at a time, "
                + $"{Phrases.Count(stage.Schedule.Outputs.Pixels, "output")} of a row with their sums in registers"),
        ],
        [.. KernelFile.Distances(stage), .. WeightDistances(stage)],
        writer =>
        {
            // Expensive functions of a whole tile would need more registers than there are: they run afterwards. So do functions that
            // change the zeros of unused channels, which the tile does not clear.
            bool activatesLater = stage.Activation is { IsPiecewiseLinear: false } or { KeepsZero: false };
            writer.Summary(Formula(stage));
            writer.Signature("public static void Run", OperandText.Parameters(stage.ForwardCall(PassKind.Prediction)));
            using (writer.Braces())
            using (writer.Block("for (int sample = 0; sample < samples; sample++)"))
            {
                string biases = stage.Bias is null ? "" : "ref biases, ";
                writer.Line($"Convolve(ref input, ref weights, {biases}ref output);");
                if (activatesLater)
                {
                    writer.Line("Activate(ref output);");
                }

                writer.Line(Advance("input", "InputSample"));
                writer.Line(Advance("output", "OutputSample"));
            }

            writer.Line();
            writer.Summary("The same for one sample" + (activatesLater ? ", without the activation." : "."));
            new DepthwiseTileRenderer(writer, stage)
            {
                Method = "Convolve",
                From = "input",
                Read = "x",
                Written = "y",
                Distances = "Input",
                Layout = stage.Input,
                StrideY = stage.Conv.StrideY,
                StrideX = stage.Conv.StrideX,
                To = "output",
                ToDistances = "Output",
                ToLayout = stage.Output,
                Tiles = stage.Schedule.Outputs,
                HasBias = stage.Bias is not null,
                Activation = activatesLater ? null : stage.Activation,
            }.Render();
            if (activatesLater)
            {
                writer.Line();
                ElementwiseRenderer.RenderActivate(writer, stage.Output, stage.Activation!.Value);
            }
        });

    private static string Index(string output, string tap, int stride, int dilation, int padding)
    {
        string position = stride == 1 ? output : $"{stride}{output}";
        string step = dilation == 1 ? tap : $"{dilation}{tap}";
        return $"{position} + {step}" + (padding == 0 ? "" : $" - {padding}");
    }
}
