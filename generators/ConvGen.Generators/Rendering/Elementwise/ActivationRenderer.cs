using static ConvGen.Generators.Rendering.Text.VectorText;

namespace ConvGen.Generators.Rendering.Elementwise;

/// <summary>Renders an activation that is not fused into another stage, forward and backward.</summary>
internal static class ActivationRenderer
{
    public static IEnumerable<GeneratedFile> Render(NetworkPlan plan, ActivationStage stage)
    {
        yield return RenderForward(plan, stage);
        if (plan.Network.Loss is not null)
        {
            yield return RenderBackward(plan, stage);
        }
    }

    private static IEnumerable<(string Label, string Text)> Head(ActivationStage stage) =>
    [
        ("input", stage.Input.Describe()),
        ("output", stage.Output.Describe()),
        ("schedule", $"{stage.Target.LanesInWords} channels at a time"),
    ];

    private static GeneratedFile RenderForward(NetworkPlan plan, ActivationStage stage)
    {
        Activation activation = stage.Activation!.Value;
        return KernelFile.RenderClass(
            plan,
            stage,
            "Forward",
            $"{stage.Name}, forward pass: y[i] = {activation.Of("x[i]")}",
            Head(stage),
            KernelFile.Distances(stage),
            writer =>
            {
                if (!stage.KeepsSlopes)
                {
                    RenderPredict(writer, stage, activation, "public static void Run");
                    return;
                }

                RenderChoice(writer, stage, activation, plan.Training is not null);
                RenderPredict(writer, stage, activation, "private static void Activate");
                if (plan.Training is not null)
                {
                    writer.Line();
                    RenderTrain(writer, stage, activation);
                }
            });
    }

    /// <summary>Renders the entry method of an activation whose slopes are kept in training.</summary>
    private static void RenderChoice(KernelWriter writer, ActivationStage stage, Activation activation, bool trains)
    {
        writer.Summary($"y[i] = {activation.Of("x[i]")}, and the slopes unless their reference is null.");
        writer.Signature("public static void Run", OperandText.Parameters(stage.ForwardCall(PassKind.Prediction)));
        using (writer.Braces())
        {
            if (trains)
            {
                using (writer.Block("if (!Unsafe.IsNullRef(ref slopes))"))
                {
                    writer.Line("ActivateWithSlopes(ref input, ref slopes, ref output, samples);");
                    writer.Line("return;");
                }

                writer.Line();
            }

            writer.Line("Activate(ref input, ref output, samples);");
        }

        writer.Line();
    }

    private static void RenderPredict(KernelWriter writer, ActivationStage stage, Activation activation, string method)
    {
        VectorText simd = writer.Simd;
        writer.Summary($"y[i] = {activation.Of("x[i]")}");
        writer.Line(KernelFile.KernelAttribute);
        using (writer.Block($"{method}(ref float input, ref float output, int samples)"))
        {
            var channels = new ChannelVectors(writer, stage.Output.Shape, clearsPadding: true);
            channels.RenderMask();
            using (writer.Block("for (int sample = 0; sample < samples; sample++)"))
            {
                ElementwiseRenderer.RenderVectors(
                    writer,
                    channels,
                    stage.Output.Shape,
                    lanes =>
                    {
                        writer.Line($"{simd.Floats} value = {Activate(activation, simd.Load("x"))};");
                        writer.Line(Store(channels.Stored("value", lanes), "y"));
                    },
                    ("x", "input", stage.Input, "Input"),
                    ("y", "output", stage.Output, "Output"));
                writer.Line();
                writer.Line(Advance("input", "InputSample"));
                writer.Line(Advance("output", "OutputSample"));
            }
        }
    }

    /// <summary>Renders the forward pass of training. It also stores the derivative, in the layout of the input, because the derivative
    /// cannot be computed from the output.</summary>
    private static void RenderTrain(KernelWriter writer, ActivationStage stage, Activation activation)
    {
        VectorText simd = writer.Simd;
        writer.Summary($"Computes y, and slope[i] = {activation.Function}'(x[i]) for the backward pass, because y[i] does not determine it.");
        writer.Line(KernelFile.KernelAttribute);
        using (writer.Block(
            "private static void ActivateWithSlopes(ref float input, ref float slopes, ref float output, int samples)"))
        {
            var channels = new ChannelVectors(writer, stage.Output.Shape, clearsPadding: true);
            channels.RenderMask();
            using (writer.Block("for (int sample = 0; sample < samples; sample++)"))
            {
                ElementwiseRenderer.RenderVectors(
                    writer,
                    channels,
                    stage.Output.Shape,
                    lanes =>
                    {
                        writer.Line($"{simd.Floats} value = {simd.Activate(activation, simd.Load("x"), "derivative")};");
                        writer.Line(Store(channels.Stored("value", lanes), "y"));
                        writer.Line(Store("derivative", "slope"));
                    },
                    ("x", "input", stage.Input, "Input"),
                    ("slope", "slopes", stage.Input, "Input"),
                    ("y", "output", stage.Output, "Output"));
                writer.Line();
                writer.Line(Advance("input", "InputSample"));
                writer.Line(Advance("slopes", "InputSample"));
                writer.Line(Advance("output", "OutputSample"));
            }
        }
    }

    private static GeneratedFile RenderBackward(NetworkPlan plan, ActivationStage stage)
    {
        Activation activation = stage.Activation!.Value;
        string formula = ActivationGradientText.Formula(activation, "dx[i]", "i");
        string kept = activation.KeepsSlopes ? $", where slope[i] = {activation.Function}'(x[i]) is kept from the forward pass" : "";
        ActivationLayout layout = activation.KeepsSlopes ? stage.Input : stage.Output;
        string distances = activation.KeepsSlopes ? "Input" : "Output";
        string memory = activation.KeepsSlopes ? "slopes" : "output";
        return KernelFile.RenderClass(
            plan,
            stage,
            "Backward",
            $"{stage.Name}, backward pass: {formula}{kept}",
            Head(stage),
            KernelFile.Distances(stage),
            writer =>
            {
                writer.Summary($"{formula}, unless the reference of the input's gradient is null.");
                writer.Line(KernelFile.KernelAttribute);
                using (writer.Block(
                    $"public static void Run(ref float {memory}, ref float outputGradient, ref float inputGradient, int samples)"))
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
                            _ => RenderGradient(writer, activation),
                            (activation.KeepsSlopes ? "slope" : "y", memory, layout, distances),
                            ("g", "outputGradient", stage.Output, "Output"),
                            ("dx", "inputGradient", stage.Input, "Input"));
                        writer.Line();
                        writer.Line(Advance(memory, $"{distances}Sample"));
                        writer.Line(Advance("outputGradient", "OutputSample"));
                        writer.Line(Advance("inputGradient", "InputSample"));
                    }
                }
            });
    }

    private static void RenderGradient(KernelWriter writer, Activation activation)
    {
        VectorText simd = writer.Simd;
        if (activation.KeepsSlopes)
        {
            writer.Line(Store($"({simd.Load("g")} * {simd.Load("slope")})", "dx"));
            return;
        }

        writer.Line($"{simd.Floats} result = {simd.Load("y")};");
        writer.Line($"{simd.Floats} gradient = {simd.Load("g")};");
        writer.Line($"gradient = {simd.ActivationGradient(activation, "result", "gradient")};");
        writer.Line(Store("gradient", "dx"));
    }
}
