using System.Globalization;
using static ConvGen.Generators.Rendering.Text.VectorText;

namespace ConvGen.Generators.Rendering.Elementwise;

/// <summary>Renders the multiplication of every value by one number.</summary>
internal static class ScaleRenderer
{
    public static GeneratedFile Render(NetworkPlan plan, ScaleStage stage)
    {
        string factor = ((float)stage.Factor).ToString("R", CultureInfo.InvariantCulture);
        return KernelFile.RenderClass(
            plan,
            stage,
            "Scale",
            $"{stage.Name}, when predicting: y[i] = x[i] * {factor}",
            [("input", stage.Input.Describe()), ("output", stage.Output.Describe())],
            KernelFile.Distances(stage),
            writer =>
            {
                VectorText simd = writer.Simd;
                writer.Summary($"y[i] = x[i] * {factor}: what training leaves of x[i] on average.");
                writer.Line(KernelFile.KernelAttribute);
                writer.Signature("public static void Run", OperandText.Parameters(stage.ForwardCall(PassKind.Prediction)));
                using (writer.Braces())
                {
                    writer.Line($"{simd.Floats} expected = {simd.Create(factor + "f")};");
                    using (writer.Block("for (int sample = 0; sample < samples; sample++)"))
                    {
                        ElementwiseRenderer.RenderVectors(
                            writer,
                            new ChannelVectors(writer, stage.Output.Shape, clearsPadding: false),
                            stage.Output.Shape,
                            _ => writer.Line(Store($"({simd.Load("x")} * expected)", "y")),
                            ("x", "input", stage.Input, "Input"),
                            ("y", "output", stage.Output, "Output"));
                        writer.Line();
                        writer.Line(Advance("input", "InputSample"));
                        writer.Line(Advance("output", "OutputSample"));
                    }
                }
            });
    }
}
