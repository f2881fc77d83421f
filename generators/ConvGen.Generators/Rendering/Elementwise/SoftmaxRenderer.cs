using static ConvGen.Generators.Rendering.Text.VectorText;

namespace ConvGen.Generators.Rendering.Elementwise;

/// <summary>Renders a softmax over the channels of each pixel, forward and backward. Each pass reads the channels of a pixel several times,
/// one vector after another; they are in the cache. The mask of the last vector keeps the padding zero, also if the values are not finite.</summary>
internal static class SoftmaxRenderer
{
    public static IEnumerable<GeneratedFile> Render(NetworkPlan plan, SoftmaxStage stage)
    {
        yield return RenderForward(plan, stage);
        if (plan.Training is not null)
        {
            yield return RenderBackward(plan, stage);
        }
    }

    private static GeneratedFile RenderForward(NetworkPlan plan, SoftmaxStage stage)
    {
        const string Formula = "y[c] = exp(x[c] - max x) / sum over k of exp(x[k] - max x)";
        return KernelFile.RenderClass(
            plan,
            stage,
            "Forward",
            $"{stage.Name}, forward pass: {Formula}",
            Head(stage),
            KernelFile.Distances(stage),
            writer => RenderRun(
                writer, stage, $"{Formula}. Without the maximum, exp could overflow.", stage.ForwardCall(PassKind.Prediction), isOptional: false,
                channels =>
                {
                    VectorText simd = writer.Simd;
                    string infinity = simd.Create("float.NegativeInfinity");
                    writer.Line($"{simd.Floats} largest = {infinity};");
                    channels.Render(
                        "the largest of each lane",
                        (at, isLast) => writer.Line(
                            $"largest = {simd.MaxNative("largest", isLast ? Select(channels.Mask, simd.Load("x", at), infinity) : simd.Load("x", at))};"));
                    writer.Line("largest = VectorMath.LargestLane(largest);");
                    writer.Line($"{simd.Floats} sums = {simd.Zero};");
                    channels.Render(
                        "the exponentials, none above 1, and their sums",
                        (at, isLast) =>
                        {
                            string exponential = $"VectorMath.Exp({simd.Load("x", at)} - largest)";
                            writer.Line($"{simd.Floats} e = {(isLast ? $"{exponential} & {channels.Mask}" : exponential)};");
                            writer.Line(Store("e", "y", at));
                            writer.Line("sums += e;");
                        });
                    writer.Line($"{simd.Floats} sum = {simd.Create(SumLanes("sums"))};");
                    channels.Render(
                        "the shares of the sum",
                        (at, isLast) =>
                        {
                            string share = $"({simd.Load("y", at)} / sum)";
                            writer.Line(Store(isLast ? $"({share} & {channels.Mask})" : share, "y", at));
                        });
                },
                ("x", "input", stage.Input, "Input"),
                ("y", "output", stage.Output, "Output")));
    }

    private static GeneratedFile RenderBackward(NetworkPlan plan, SoftmaxStage stage)
    {
        const string Formula = "dx[c] = y[c] * (g[c] - sum over k of g[k] * y[k])";
        return KernelFile.RenderClass(
            plan,
            stage,
            "Backward",
            $"{stage.Name}, backward pass: {Formula}",
            Head(stage),
            KernelFile.Distances(stage),
            writer => RenderRun(
                writer, stage, $"{Formula}, unless the reference of the input's gradient is null.", stage.BackwardCall(), isOptional: true,
                channels =>
                {
                    VectorText simd = writer.Simd;
                    writer.Line($"{simd.Floats} products = {simd.Zero};");
                    channels.Render(
                        "the products, added up lane by lane",
                        (at, _) => writer.Line(simd.Accumulate("products", simd.Load("g", at), simd.Load("y", at))));
                    writer.Line($"{simd.Floats} product = {simd.Create(SumLanes("products"))};");
                    channels.Render(
                        "the gradients",
                        (at, isLast) =>
                        {
                            string gradient = $"({simd.Load("y", at)} * ({simd.Load("g", at)} - product))";
                            writer.Line(Store(isLast ? $"({gradient} & {channels.Mask})" : gradient, "dx", at));
                        });
                },
                ("y", "output", stage.Output, "Output"),
                ("g", "outputGradient", stage.Output, "Output"),
                ("dx", "inputGradient", stage.Input, "Input")));
    }

    private static IEnumerable<(string Label, string Text)> Head(SoftmaxStage stage) =>
    [
        ("input", stage.Input.Describe()),
        ("output", stage.Output.Describe()),
        ("schedule", stage.Output.Shape.IsFlat ? "one sample at a time" : "one pixel at a time"),
    ];

    /// <summary>Renders the kernel: loops over the pixels of all samples, around what the caller renders for the channels of one.</summary>
    private static void RenderRun(
        KernelWriter writer, SoftmaxStage stage, string summary, KernelCall call, bool isOptional, Action<PixelChannels> renderPixel,
        params (string Name, string Source, ActivationLayout Layout, string Distances)[] references)
    {
        Shape shape = stage.Output.Shape;
        writer.Summary(summary);
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

            var channels = new PixelChannels(writer, shape);
            channels.RenderMask();
            using (writer.Block("for (int sample = 0; sample < samples; sample++)"))
            using (writer.LoopUnlessOnce(shape.Height, comment: null, "row"))
            {
                foreach ((string name, string source, ActivationLayout layout, string distances) in references)
                {
                    writer.Line($"ref float {name} = {At(source, KernelFile.RowStart(distances, layout))};");
                }

                using (writer.LoopUnlessOnce(shape.Width, comment: null, "column"))
                {
                    renderPixel(channels);
                    if (shape.Width > 1)
                    {
                        writer.Line();
                        foreach ((string name, _, _, string distances) in references)
                        {
                            writer.Line(Advance(name, $"{distances}Pixel"));
                        }
                    }
                }
            }
        }
    }
}
