using static ConvGen.Generators.Rendering.Text.VectorText;

namespace ConvGen.Generators.Rendering.Elementwise;

/// <summary>
/// Renders a fixed factor and offset, forward and backward. Those of channels are tables in the generated code, and stay in registers while
/// the kernel runs over all samples for a block of channels. The tables are padded with zeros, so that the padding of the channels stays
/// zero; an offset of all values is masked there.
/// </summary>
internal static class ChannelScaleRenderer
{
    private const string Span = "global::System.ReadOnlySpan<float>";
    private const string ReferenceTo = "ref global::System.Runtime.InteropServices.MemoryMarshal.GetReference";

    public static IEnumerable<GeneratedFile> Render(NetworkPlan plan, ChannelScaleStage stage)
    {
        ShapedScale scale = stage.Scale;
        string index = scale.IsPerChannel ? "c" : "i";
        string Of(string name, EquatableArray<float> values) => scale.IsPerChannel ? $"{name}[c]" : Numbers.Float(values[0]).TrimEnd('f');
        string factor = Of("factor", scale.Factors);
        string product = $"x[{index}] * {factor}";
        yield return RenderFile(
            plan, stage, "Forward", $"{stage.Name}, forward pass:",
            $"y[{index}] = {(scale.Shifts ? $"{product} + {Of("offset", scale.Offsets)}".Replace("+ -", "- ") : product)}", stage.ForwardCall(PassKind.Prediction),
            scale.Shifts, ("x", "input", "Input", stage.Input), ("y", "output", "Output", stage.Output));
        if (plan.Training is not null)
        {
            yield return RenderFile(
                plan, stage, "Backward", $"{stage.Name}, backward pass:", $"dx[{index}] = g[{index}] * {factor}", stage.BackwardCall(),
                shifts: false, ("g", "outputGradient", "Output", stage.Output), ("dx", "inputGradient", "Input", stage.Input));
        }
    }

    /// <summary>Renders the kernel of a pass: to = from * factor + offset, if it shifts; otherwise to = from * factor.</summary>
    private static GeneratedFile RenderFile(
        NetworkPlan plan, ChannelScaleStage stage, string pass, string title, string formula, KernelCall call, bool shifts,
        (string Name, string Source, string Distances, ActivationLayout Layout) from,
        (string Name, string Source, string Distances, ActivationLayout Layout) to)
    {
        bool isOptional = pass == "Backward";
        return KernelFile.RenderClass(
            plan,
            stage,
            pass,
            $"{title} {formula}",
            [
                ("input", stage.Input.Describe()),
                ("output", stage.Output.Describe()),
                ("schedule", stage.Scale.IsPerChannel
                    ? $"{Phrases.Count(stage.BlockVectors, "vector")} of {stage.Target.LanesInWords} channels at a time, over all samples"
                    : $"{stage.Target.LanesInWords} channels at a time"),
            ],
            KernelFile.Distances(stage),
            writer =>
            {
                if (stage.Scale.IsPerChannel)
                {
                    RenderTable(writer, stage, "Factors", "The factor of each channel, then zeros for the padding.", stage.Scale.Factors);
                    if (shifts)
                    {
                        RenderTable(writer, stage, "Offsets", "The offset of each channel, then zeros for the padding.", stage.Scale.Offsets);
                    }
                }

                writer.Summary(isOptional ? $"{formula}, unless the reference of the input's gradient is null." : $"{formula}.");
                writer.Line(KernelFile.KernelAttribute);
                writer.Signature("public static void Run", OperandText.Parameters(call));
                using (writer.Braces())
                {
                    if (isOptional)
                    {
                        using (writer.Block("if (Unsafe.IsNullRef(ref inputGradient))"))
                        {
                            writer.Line("return;");
                        }

                        writer.Line();
                    }

                    if (stage.Scale.IsPerChannel)
                    {
                        RenderChannels(writer, stage, shifts, from, to);
                    }
                    else
                    {
                        RenderUniform(writer, stage, shifts, from, to);
                    }
                }
            });
    }

    private static void RenderTable(KernelWriter writer, ChannelScaleStage stage, string name, string summary, EquatableArray<float> values)
    {
        writer.Summary(summary);
        writer.Line($"private static {Span} {name} =>");
        using (writer.Brackets())
        {
            int lanes = writer.Simd.Lanes;
            for (int start = 0; start < stage.Input.PixelStride; start += lanes)
            {
                writer.Line(string.Join(", ", Enumerable.Range(start, lanes).Select(i => i < values.Count ? Numbers.Float(values[i]) : "0f")) + ",");
            }
        }

        writer.Line();
    }

    private static void RenderChannels(
        KernelWriter writer, ChannelScaleStage stage, bool shifts,
        (string Name, string Source, string Distances, ActivationLayout Layout) from,
        (string Name, string Source, string Distances, ActivationLayout Layout) to)
    {
        VectorText simd = writer.Simd;
        writer.Line($"ref float factors = {ReferenceTo}(Factors);");
        if (shifts)
        {
            writer.Line($"ref float offsets = {ReferenceTo}(Offsets);");
        }

        var blocks = new ChannelBlocks(writer, stage.Output.Shape);
        blocks.Render(stage.BlockVectors, (vectors, channel) =>
        {
            blocks.Load(vectors, channel, "factor", "factors");
            if (shifts)
            {
                blocks.Load(vectors, channel, "offset", "offsets");
            }

            blocks.RenderPixels(
                shifts ? "One multiply-add per value." : "One product per value.",
                channel,
                vectors,
                vector => RenderValue(
                    writer, from.Name, to.Name, vector * simd.Lanes, $"factor{vector}", shifts ? $"offset{vector}" : null, value => value),
                from,
                to);
        });
    }

    private static void RenderUniform(
        KernelWriter writer, ChannelScaleStage stage, bool shifts,
        (string Name, string Source, string Distances, ActivationLayout Layout) from,
        (string Name, string Source, string Distances, ActivationLayout Layout) to)
    {
        VectorText simd = writer.Simd;
        var channels = new ChannelVectors(writer, stage.Output.Shape, clearsPadding: shifts);
        channels.RenderMask();
        writer.Line($"{simd.Floats} factor = {simd.Create(Numbers.Float(stage.Scale.Factors[0]))};");
        if (shifts)
        {
            writer.Line($"{simd.Floats} offset = {simd.Create(Numbers.Float(stage.Scale.Offsets[0]))};");
        }

        using (writer.Block("for (int sample = 0; sample < samples; sample++)"))
        {
            ElementwiseRenderer.RenderVectors(
                writer,
                channels,
                stage.Output.Shape,
                lanes => RenderValue(
                    writer, from.Name, to.Name, 0, "factor", shifts ? "offset" : null, value => shifts ? channels.Stored(value, lanes) : value),
                (from.Name, from.Source, from.Layout, from.Distances),
                (to.Name, to.Source, to.Layout, to.Distances));
            writer.Line();
            writer.Line(Advance(from.Source, $"{from.Distances}Sample"));
            writer.Line(Advance(to.Source, $"{to.Distances}Sample"));
        }
    }

    private static void RenderValue(
        KernelWriter writer, string from, string to, int at, string factor, string? offset, Func<string, string> stored)
    {
        VectorText simd = writer.Simd;
        string value = offset is null ? $"({simd.Load(from, at)} * {factor})" : simd.MultiplyAdd(simd.Load(from, at), factor, offset);
        writer.Line(Store(stored(value), to, at));
    }
}
