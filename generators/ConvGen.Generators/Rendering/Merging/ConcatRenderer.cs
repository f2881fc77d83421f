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
        .. stage.Parts.SelectMany((part, i) => KernelFile.Distances($"Part{i + 1}", part)),
        .. KernelFile.Distances("Output", stage.Output),
    ];

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
            using (writer.Block("for (int sample = 0; sample < samples; sample++)"))
            {
                for (int i = 0; i < stage.Parts.Count; i++)
                {
                    int end = i < stage.Parts.Count - 1 ? stage.Parts[i].Shape.Channels : stage.Output.PixelStride - stage.FirstChannel(i);
                    RenderCopy(
                        writer, stage, i,
                        (ConcatStage.PartName(i), stage.Parts[i], $"Part{i + 1}", 0),
                        ("output", stage.Output, "Output", stage.FirstChannel(i)),
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
                    using (writer.Block($"for (int sample = 0; sample < samples && !Unsafe.IsNullRef(ref {gradient}); sample++)"))
                    {
                        RenderCopy(
                            writer, stage, i,
                            ("outputGradient", stage.Output, "Output", stage.FirstChannel(i)),
                            (gradient, stage.Parts[i], $"Part{i + 1}", 0),
                            stage.Parts[i].PixelStride);
                    }

                    writer.Line();
                }
            }
        });

    /// <summary>Renders the copy of a part's channels for all pixels of a sample. Target channels from the part's end to
    /// <paramref name="end"/> are padding, and become zero.</summary>
    private static void RenderCopy(
        KernelWriter writer, ConcatStage stage, int index,
        (string Name, ActivationLayout Layout, string Distances, int Channel) from,
        (string Name, ActivationLayout Layout, string Distances, int Channel) to,
        int end)
    {
        VectorText simd = writer.Simd;
        Shape shape = stage.Output.Shape;
        int channels = stage.Parts[index].Shape.Channels;
        int whole = channels / simd.Lanes * simd.Lanes;
        using (writer.Scope($"{Phrases.Some("The", channels, shape.IsFlat ? "value" : "channel")} of part {index + 1}."))
        using (writer.LoopUnlessOnce(shape.Height, null, "row"))
        {
            writer.Line($"ref float source = {At(from.Name, Start(from, shape))};");
            writer.Line($"ref float target = {At(to.Name, Start(to, shape))};");
            using (writer.LoopUnlessOnce(shape.Width, null, "column"))
            {
                if (whole > 0)
                {
                    using (writer.Block($"for (int channel = 0; channel < {whole}; channel += {simd.Lanes})"))
                    {
                        writer.Line(Store(simd.Load("source", "channel"), "target", "channel"));
                    }

                    writer.Line();
                }

                if (whole < channels)
                {
                    using (writer.Block($"for (int channel = {whole}; channel < {channels}; channel++)"))
                    {
                        writer.Line("Unsafe.Add(ref target, channel) = Unsafe.Add(ref source, channel);");
                    }

                    writer.Line();
                }

                if (channels < end)
                {
                    using (writer.Loop("The padding is zero.", $"for (int channel = {channels}; channel < {end}; channel++)"))
                    {
                        writer.Line("Unsafe.Add(ref target, channel) = 0f;");
                    }

                    writer.Line();
                }

                if (shape.Width > 1)
                {
                    writer.Line(Advance("source", $"{from.Distances}Pixel"));
                    writer.Line(Advance("target", $"{to.Distances}Pixel"));
                }
            }
        }
    }

    private static string Start((string Name, ActivationLayout Layout, string Distances, int Channel) place, Shape shape) => Offset.Join(
    [
        $"sample * {place.Distances}Sample",
        .. place.Layout.Origin == 0 ? (string[])[] : [$"{place.Distances}Origin"],
        .. shape.Height == 1 ? (string[])[] : [$"row * {place.Distances}Row"],
        .. place.Channel == 0 ? (string[])[] : [$"{place.Channel}"],
    ]);
}
