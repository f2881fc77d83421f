using static ConvGen.Generators.Rendering.Text.VectorText;

namespace ConvGen.Generators.Rendering.Convolution.Backward;

/// <summary>
/// Renders the backward pass of a convolution over lists of its live gradients: by receptive field, and by filter with the offset of each
/// gradient's receptive field. Each of the two products uses one of these lists, or none if its schedule is dense.
/// </summary>
internal static class ConvBackwardRenderer
{
    public static GeneratedFile Render(NetworkPlan plan, ConvStage stage) => KernelFile.RenderClass(
        plan,
        stage,
        "Backward",
        ConvHead.Title(stage, $", backward pass: {(stage.Conv.Bias ? "db, dw" : "dw")} and dx from the gradient of {ConvFormula.Forward(stage)}"),
        ConvBackwardHead.Lines(stage),
        BackwardDistances.Of(stage),
        writer =>
        {
            var start = new WeightedBackward(writer, stage, stage.Bias);
            var exact = ExactConvolutionRenderer.Of(writer, stage);
            new ConvBackwardRunRenderer(writer, stage, start, exact).Render();
            start.RenderMethod();
            writer.Line();
            if (stage.Backward.ListsLive)
            {
                new LiveListRenderer(writer, stage).Render();
                writer.Line();
            }

            if (stage.Backward.ListsByFilter)
            {
                new FilterListRenderer(writer, stage).Render();
                writer.Line();
            }

            new WeightGradientRenderer(writer, stage).Render();
            writer.Line();
            switch (stage.Backward.InputGradient)
            {
                case InputGradientByField:
                    RenderClear(writer);
                    writer.Line();
                    new InputGradientRenderer(writer, stage).RenderByField();
                    break;
                case InputGradientByFilter:
                    RenderClear(writer);
                    writer.Line();
                    new InputGradientRenderer(writer, stage).RenderByFilter();
                    break;
                case InputGradientDense dense:
                    new MirroredConvRenderer(writer, stage, dense).Render();
                    break;
                default:
                    throw Unreachable.Kind(stage.Backward.InputGradient);
            }

            writer.Line();
            exact.RenderProperty();
        });

    private static void RenderClear(KernelWriter writer)
    {
        VectorText simd = writer.Simd;
        writer.Summary("dx = 0, to which the products are added.");
        writer.Line(KernelFile.KernelAttribute);
        using (writer.Block("private static void Clear(ref float inputGradient, int samples)"))
        using (writer.Block($"for (int at = 0; at < samples * InputSample; at += {simd.Lanes})"))
        {
            writer.Line(Store(simd.Zero, "inputGradient", "at"));
        }
    }
}
