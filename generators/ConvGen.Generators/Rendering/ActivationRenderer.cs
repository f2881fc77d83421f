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

    private static GeneratedFile RenderForward(NetworkPlan plan, ActivationStage stage) => KernelFile.RenderClass(
        plan,
        $"{stage.Name}.Forward",
        $"{stage.Name}, forward pass: y[i] = {stage.Activation}(x[i])",
        Head(stage),
        $"{stage.Name}Forward",
        KernelFile.Distances(stage),
        writer =>
        {
            writer.Summary($"y[i] = {stage.Activation}(x[i])");
            writer.Line(KernelFile.KernelAttribute);
            using (writer.Block("public static void Run(ref float input, ref float output, int samples)"))
            using (writer.Loop("Every sample.", "for (int sample = 0; sample < samples; sample++)"))
            {
                ElementwiseRenderer.RenderVectors(
                    writer,
                    stage.Output.Shape,
                    lanes =>
                    {
                        writer.Line($"{Floats} value = {Activate(stage.Activation!.Value, Load("x"))};");
                        writer.Line(Store(KeepFirstLanes("value", lanes), "y"));
                    },
                    ("x", "input", stage.Input, "Input"),
                    ("y", "output", stage.Output, "Output"));
                writer.Line();
                writer.Line(Advance("input", "InputSample"));
                writer.Line(Advance("output", "OutputSample"));
            }
        });

    private static GeneratedFile RenderBackward(NetworkPlan plan, ActivationStage stage) => KernelFile.RenderClass(
        plan,
        $"{stage.Name}.Backward",
        $"{stage.Name}, backward pass: dx[i] = g[i] * {stage.Activation}'(x[i]), which the output y tells",
        Head(stage),
        $"{stage.Name}Backward",
        KernelFile.Distances(stage),
        writer =>
        {
            writer.Summary($"dx[i] = g[i] * {stage.Activation}'(x[i]), unless the reference of the input's gradient is null.");
            writer.Line(KernelFile.KernelAttribute);
            using (writer.Block(
                "public static void Run(ref float output, ref float outputGradient, ref float inputGradient, int samples)"))
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
                        _ =>
                        {
                            string gradient = ActivationGradient(stage.Activation!.Value, "result", Load("g"));
                            writer.Line($"{Floats} result = {Load("y")};");
                            writer.Line($"{Floats} gradient = {gradient};");
                            writer.Line(Store("gradient", "dx"));
                        },
                        ("y", "output", stage.Output, "Output"),
                        ("g", "outputGradient", stage.Output, "Output"),
                        ("dx", "inputGradient", stage.Input, "Input"));
                    writer.Line();
                    writer.Line(Advance("output", "OutputSample"));
                    writer.Line(Advance("outputGradient", "OutputSample"));
                    writer.Line(Advance("inputGradient", "InputSample"));
                }
            }
        });
}
