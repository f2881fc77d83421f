using static ConvGen.Generators.Rendering.Text.VectorText;

namespace ConvGen.Generators.Rendering.Merging;

/// <summary>Renders a concatenation of channels, forward and backward.</summary>
internal static class ConcatRenderer
{
    public static IEnumerable<GeneratedFile> Render(NetworkPlan plan, ConcatStage stage)
    {
        yield return RenderForward(plan, stage);
        if (plan.Training is not null)
        {
            yield return RenderBackward(plan, stage);
        }
    }

    private static IEnumerable<(string Label, string Text)> Head(ConcatStage stage) =>
    [
        .. stage.Parts.Select((part, i) => (ConcatStage.PartName(i), part.Describe())),
        ("output", stage.Output.Describe()),
        ("schedule", $"pixel by pixel, {stage.Target.LanesInWords} channels at a time where a part has as many"),
    ];

    private static IEnumerable<(string Name, int Value, string Meaning)> Distances(ConcatStage stage) =>
    [
        .. stage.Parts.SelectMany((part, i) => KernelFile.Distances($"Part{i + 1}", $"values of part {i + 1}", part)),
        .. KernelFile.Distances("Output", stage.Output),
        .. stage.Parts.Select((_, i) =>
            (FirstChannel(i), stage.FirstChannel(i), $"The channel of the output at which part {i + 1} begins.")).Skip(1),
    ];

    /// <summary>The name of the constant for the first channel of a part in the output; 0 for the first part.</summary>
    private static string FirstChannel(int index) => index == 0 ? "0" : $"Part{index + 1}Start";

    private static GeneratedFile RenderForward(NetworkPlan plan, ConcatStage stage) => KernelFile.RenderClass(
        plan,
        stage,
        "Forward",
        $"{stage.Name}, forward pass: the channels of {Phrases.Count(stage.Parts.Count, "value")}, one after the other",
        Head(stage),
        Distances(stage),
        writer =>
        {
            writer.Summary("Copies the channels of every pixel.");
            writer.Line(KernelFile.KernelAttribute);
            writer.Signature("public static void Run", OperandText.Parameters(stage.ForwardCall(PassKind.Prediction)));
            using (writer.Braces())
            {
                for (int i = 0; i < stage.Parts.Count; i++)
                {
                    // What pads the last part in the output is written, because buffers share memory.
                    bool isLast = i == stage.Parts.Count - 1;
                    int end = isLast ? stage.Output.PixelStride - stage.FirstChannel(i) : stage.Parts[i].Shape.Channels;
                    RenderPart(
                        writer,
                        stage,
                        i,
                        "for (int sample = 0; sample < samples; sample++)",
                        from: (ConcatStage.PartName(i), KernelFile.RowStart($"Part{i + 1}", stage.Parts[i]), $"Part{i + 1}Pixel"),
                        to: ("output", KernelFile.RowStart("Output", stage.Output, FirstChannel(i)), "OutputPixel"),
                        end);
                }
            }
        });

    private static GeneratedFile RenderBackward(NetworkPlan plan, ConcatStage stage) => KernelFile.RenderClass(
        plan,
        stage,
        "Backward",
        $"{stage.Name}, backward pass: each value gets the gradients of its channels",
        Head(stage),
        Distances(stage),
        writer =>
        {
            writer.Summary("Copies the gradients of every pixel, for each value unless its reference is null.");
            writer.Line(KernelFile.KernelAttribute);
            writer.Signature("public static void Run", OperandText.Parameters(stage.BackwardCall()));
            using (writer.Braces())
            {
                for (int i = 0; i < stage.Parts.Count; i++)
                {
                    string gradient = ConcatStage.GradientName(i);
                    RenderPart(
                        writer,
                        stage,
                        i,
                        $"for (int sample = 0; sample < samples && !Unsafe.IsNullRef(ref {gradient}); sample++)",
                        from: ("outputGradient", KernelFile.RowStart("Output", stage.Output, FirstChannel(i)), "OutputPixel"),
                        to: (gradient, KernelFile.RowStart($"Part{i + 1}", stage.Parts[i]), $"Part{i + 1}Pixel"),
                        stage.Parts[i].PixelStride);
                }
            }
        });

    /// <summary>Renders the copy of a part's channels for all pixels of all samples. Target channels from the part's end to
    /// <paramref name="end"/> are padding, and become zero.</summary>
    private static void RenderPart(
        KernelWriter writer, ConcatStage stage, int index, string samples, (string Memory, string Start, string Pixel) from,
        (string Memory, string Start, string Pixel) to, int end)
    {
        Shape shape = stage.Output.Shape;
        if (index > 0)
        {
            writer.Line();
        }

        string what = Phrases.Some("The", stage.Parts[index].Shape.Channels, shape.IsFlat ? "value" : "channel");
        using (writer.Loop($"{what} of part {index + 1}.", samples))
        using (writer.LoopUnlessOnce(shape.Height, null, "row"))
        {
            writer.Line($"ref float source = {At(from.Memory, from.Start)};");
            writer.Line($"ref float target = {At(to.Memory, to.Start)};");
            using (writer.LoopUnlessOnce(shape.Width, null, "column"))
            {
                ChannelCopy.Render(writer, stage.Parts[index].Shape.Channels, end);
                if (shape.Width > 1)
                {
                    writer.Line();
                    writer.Line(Advance("source", from.Pixel));
                    writer.Line(Advance("target", to.Pixel));
                }
            }
        }
    }
}
