using static ConvGen.Generators.Rendering.Text.VectorText;

namespace ConvGen.Generators.Rendering.Merging;

/// <summary>Renders the copy of a value into another layout, and of its gradient back.</summary>
internal static class CopyRenderer
{
    public static IEnumerable<GeneratedFile> Render(NetworkPlan plan, CopyStage stage)
    {
        yield return Render(plan, stage, "Forward", "y[i] = x[i], in another layout", writer =>
        {
            writer.Summary("y[i] = x[i].");
            writer.Line(KernelFile.KernelAttribute);
            writer.Signature("public static void Run", OperandText.Parameters(stage.ForwardCall(PassKind.Prediction)));
            using (writer.Braces())
            {
                RenderCopy(writer, stage, ("input", stage.Input, "Input"), ("output", stage.Output, "Output"));
            }
        });
        if (plan.Training is not null)
        {
            yield return Render(plan, stage, "Backward", "dx[i] = dy[i]", writer =>
            {
                writer.Summary("dx[i] = dy[i], unless the reference to dx is null.");
                writer.Line(KernelFile.KernelAttribute);
                writer.Signature("public static void Run", OperandText.Parameters(stage.BackwardCall()));
                using (writer.Braces())
                using (writer.Block("if (!Unsafe.IsNullRef(ref inputGradient))"))
                {
                    RenderCopy(writer, stage, ("outputGradient", stage.Output, "Output"), ("inputGradient", stage.Input, "Input"));
                }
            });
        }
    }

    private static GeneratedFile Render(
        NetworkPlan plan, CopyStage stage, string part, string formula, Action<KernelWriter> methods) => KernelFile.RenderClass(
        plan,
        stage,
        part,
        $"{stage.Name}, {part.ToLowerInvariant()} pass: {formula}",
        [
            ("input", stage.Input.Describe()),
            ("output", stage.Output.Describe()),
            ("why", "another reader of the value needs the layout of the input"),
        ],
        KernelFile.Distances(stage),
        methods);

    private static void RenderCopy(
        KernelWriter writer, CopyStage stage, (string Name, ActivationLayout Layout, string Distances) from,
        (string Name, ActivationLayout Layout, string Distances) to)
    {
        VectorText simd = writer.Simd;
        using (writer.Block("for (int sample = 0; sample < samples; sample++)"))
        {
            ElementwiseRenderer.RenderVectors(
                writer,
                new ChannelVectors(writer, stage.Input.Shape, clearsPadding: false),
                stage.Input.Shape,
                _ => writer.Line(Store(simd.Load("source"), "target")),
                ("source", from.Name, from.Layout, from.Distances),
                ("target", to.Name, to.Layout, to.Distances));
            writer.Line();
            writer.Line(Advance(from.Name, $"{from.Distances}Sample"));
            writer.Line(Advance(to.Name, $"{to.Distances}Sample"));
        }
    }
}
