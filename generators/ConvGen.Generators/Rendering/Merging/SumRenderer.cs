using static ConvGen.Generators.Rendering.Text.VectorText;

namespace ConvGen.Generators.Rendering.Merging;

/// <summary>Renders a sum of two values, forward and backward.</summary>
internal static class SumRenderer
{
    public static IEnumerable<GeneratedFile> Render(NetworkPlan plan, SumStage stage)
    {
        yield return RenderForward(plan, stage);
        if (plan.Training is not null)
        {
            yield return RenderBackward(plan, stage);
        }
    }

    private static string Formula(SumStage stage) =>
        $"y[i] = {(stage.Activation is { } function ? function.Of("a[i] + b[i]") : "a[i] + b[i]")}";

    private static IEnumerable<(string Label, string Text)> Head(SumStage stage) =>
    [
        ("first", stage.Input.Describe()),
        ("second", stage.Second.Describe()),
        ("output", stage.Output.Describe()),
        ("schedule", $"{stage.Target.LanesInWords} channels at a time"),
    ];

    private static IEnumerable<(string Name, int Value, string Meaning)> Distances(SumStage stage) =>
    [
        .. KernelFile.Distances("First", "first value", stage.Input),
        .. KernelFile.Distances("Second", "second value", stage.Second),
        .. KernelFile.Distances("Output", stage.Output),
    ];

    private static GeneratedFile RenderForward(NetworkPlan plan, SumStage stage) => KernelFile.RenderClass(
        plan,
        stage,
        "Forward",
        $"{stage.Name}, forward pass: {Formula(stage)}",
        Head(stage),
        Distances(stage),
        writer =>
        {
            VectorText simd = writer.Simd;
            writer.Summary($"{Formula(stage)}.");
            writer.Line(KernelFile.KernelAttribute);
            writer.Signature("public static void Run", OperandText.Parameters(stage.ForwardCall(PassKind.Prediction)));
            using (writer.Braces())
            {
                // The sum of two zeros is zero, but a function of zero may be another number.
                var channels = new ChannelVectors(writer, stage.Output.Shape, clearsPadding: stage.Activation is not null);
                channels.RenderMask();
                using (writer.Block("for (int sample = 0; sample < samples; sample++)"))
                {
                    ElementwiseRenderer.RenderVectors(
                        writer,
                        channels,
                        stage.Output.Shape,
                        lanes =>
                        {
                            writer.Line($"{simd.Floats} sum = {simd.Load("a")} + {simd.Load("b")};");
                            if (stage.Activation is { } function)
                            {
                                writer.Line($"sum = {channels.Stored(Activate(function, "sum"), lanes)};");
                            }

                            writer.Line(Store("sum", "y"));
                        },
                        ("a", "first", stage.Input, "First"),
                        ("b", "second", stage.Second, "Second"),
                        ("y", "output", stage.Output, "Output"));
                    writer.Line();
                    writer.Line(Advance("first", "FirstSample"));
                    writer.Line(Advance("second", "SecondSample"));
                    writer.Line(Advance("output", "OutputSample"));
                }
            }
        });

    private static GeneratedFile RenderBackward(NetworkPlan plan, SumStage stage) => KernelFile.RenderClass(
        plan,
        stage,
        "Backward",
        $"{stage.Name}, backward pass: da[i] = db[i] = dz[i], the gradient of the sum",
        Head(stage),
        Distances(stage),
        writer =>
        {
            writer.Summary("The gradient of the sum is that of both values, each unless its reference is null.");
            writer.Signature("public static void Run", OperandText.Parameters(stage.BackwardCall()));
            using (writer.Braces())
            {
                string output = stage.Activation is null ? "" : "ref output, ";
                foreach ((string gradient, string method) in new[] { ("firstGradient", "First"), ("secondGradient", "Second") })
                {
                    using (writer.Block($"if (!Unsafe.IsNullRef(ref {gradient}))"))
                    {
                        writer.Line($"{method}({output}ref outputGradient, ref {gradient}, samples);");
                    }

                    writer.Line();
                }
            }

            RenderCopy(writer, stage, stage.Input, "First");
            writer.Line();
            RenderCopy(writer, stage, stage.Second, "Second");
        });

    /// <summary>Renders the gradient of one of the two values.</summary>
    private static void RenderCopy(KernelWriter writer, SumStage stage, ActivationLayout layout, string which)
    {
        VectorText simd = writer.Simd;
        string output = stage.Activation is null ? "" : "ref float output, ";
        writer.Summary($"The gradient of the {which.ToLowerInvariant()} value.");
        writer.Line(KernelFile.KernelAttribute);
        writer.Signature(
            $"private static void {which}", [$"{output}ref float outputGradient", "ref float gradient", "int samples"]);
        using (writer.Braces())
        using (writer.Block("for (int sample = 0; sample < samples; sample++)"))
        {
            List<(string, string, ActivationLayout, string)> references =
                [("g", "outputGradient", stage.Output, "Output"), ("d", "gradient", layout, which)];
            if (stage.Activation is not null)
            {
                references.Add(("y", "output", stage.Output, "Output"));
            }

            ElementwiseRenderer.RenderVectors(
                writer,
                new ChannelVectors(writer, stage.Output.Shape, clearsPadding: false),
                stage.Output.Shape,
                _ =>
                {
                    writer.Line($"{simd.Floats} gradientOfSum = {simd.Load("g")};");
                    if (stage.Activation is { } function)
                    {
                        writer.Line($"{simd.Floats} result = {simd.Load("y")};");
                        writer.Line($"gradientOfSum = {simd.ActivationGradient(function, "result", "gradientOfSum")};");
                    }

                    writer.Line(Store("gradientOfSum", "d"));
                },
                [.. references]);
            writer.Line();
            writer.Line(Advance("outputGradient", "OutputSample"));
            writer.Line(Advance("gradient", $"{which}Sample"));
            if (stage.Activation is not null)
            {
                writer.Line(Advance("output", "OutputSample"));
            }
        }
    }
}
