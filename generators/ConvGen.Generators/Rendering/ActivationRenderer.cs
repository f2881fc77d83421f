using ConvGen.Generators.Frontend;
using ConvGen.Generators.Planning;
using static ConvGen.Generators.Rendering.VectorText;

namespace ConvGen.Generators.Rendering;

/// <summary>An activation that stands alone, forward and backward.</summary>
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
        ("schedule", "eight channels at a time"),
    ];

    private static GeneratedFile RenderForward(NetworkPlan plan, ActivationStage stage)
    {
        Activation activation = stage.Activation!.Value;
        return KernelFile.RenderClass(
            plan,
            $"{stage.Name}.Forward",
            $"{stage.Name}, forward pass: y[i] = {activation.Of("x[i]")}",
            Head(stage),
            $"{stage.Name}Forward",
            KernelFile.Distances(stage),
            writer =>
            {
                RenderPredict(writer, stage, activation);
                if (activation.KeepsSlopes && plan.Network.Loss is not null)
                {
                    writer.Line();
                    RenderTrain(writer, stage, activation);
                }
            });
    }

    private static void RenderPredict(SourceWriter writer, ActivationStage stage, Activation activation)
    {
        writer.Summary($"y[i] = {activation.Of("x[i]")}");
        writer.Lines(KernelFile.KernelAttribute);
        using (writer.Block("public static void Run(ref float input, ref float output, int samples)"))
        using (writer.Loop("Every sample.", "for (int sample = 0; sample < samples; sample++)"))
        {
            ElementwiseRenderer.RenderVectors(
                writer,
                stage.Output.Shape,
                lanes =>
                {
                    writer.Line($"{Floats} value = {Activate(activation, Load("x"))};");
                    writer.Line(Store(KeepFirstLanes("value", lanes), "y"));
                },
                ("x", "input", stage.Input, "Input"),
                ("y", "output", stage.Output, "Output"));
            writer.Line();
            writer.Line(Advance("input", "InputSample"));
            writer.Line(Advance("output", "OutputSample"));
        }
    }

    /// <summary>The output does not tell the derivative: it is kept beside, in the layout of the input.</summary>
    private static void RenderTrain(SourceWriter writer, ActivationStage stage, Activation activation)
    {
        writer.Summary($"The same, and slope[i] = {activation.Function}'(x[i]), which the output does not tell, for the backward pass.");
        writer.Lines(KernelFile.KernelAttribute);
        using (writer.Block("public static void RunWithSlopes(ref float input, ref float slopes, ref float output, int samples)"))
        using (writer.Loop("Every sample.", "for (int sample = 0; sample < samples; sample++)"))
        {
            ElementwiseRenderer.RenderVectors(
                writer,
                stage.Output.Shape,
                lanes =>
                {
                    writer.Line($"{Floats} value = {Activate(activation, Load("x"), "derivative")};");
                    writer.Line(Store(KeepFirstLanes("value", lanes), "y"));
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

    private static GeneratedFile RenderBackward(NetworkPlan plan, ActivationStage stage)
    {
        Activation activation = stage.Activation!.Value;
        string told = activation.KeepsSlopes ? "which the forward pass has kept" : "which the output y tells";
        ActivationLayout layout = activation.KeepsSlopes ? stage.Input : stage.Output;
        string distances = activation.KeepsSlopes ? "Input" : "Output";
        string memory = activation.KeepsSlopes ? "slopes" : "output";
        return KernelFile.RenderClass(
            plan,
            $"{stage.Name}.Backward",
            $"{stage.Name}, backward pass: dx[i] = g[i] * {activation.Function}'(x[i]), {told}",
            Head(stage),
            $"{stage.Name}Backward",
            KernelFile.Distances(stage),
            writer =>
            {
                writer.Summary(
                    $"dx[i] = g[i] * {activation.Function}'(x[i]), unless the reference of the input's gradient is null.");
                writer.Lines(KernelFile.KernelAttribute);
                using (writer.Block(
                    $"public static void Run(ref float {memory}, ref float outputGradient, ref float inputGradient, int samples)"))
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

    private static void RenderGradient(SourceWriter writer, Activation activation)
    {
        if (activation.KeepsSlopes)
        {
            writer.Line(Store($"({Load("g")} * {Load("slope")})", "dx"));
            return;
        }

        writer.Line($"{Floats} result = {Load("y")};");
        writer.Line($"{Floats} gradient = {Load("g")};");
        writer.Line($"gradient = {ActivationGradient(activation, "result", "gradient")};");
        writer.Line(Store("gradient", "dx"));
    }
}
