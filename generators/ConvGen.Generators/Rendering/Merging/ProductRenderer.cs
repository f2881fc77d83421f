using static ConvGen.Generators.Rendering.Text.VectorText;

namespace ConvGen.Generators.Rendering.Merging;

/// <summary>Renders a product of two values, forward and backward. Where there is padding, zero times zero is zero.</summary>
internal static class ProductRenderer
{
    public static IEnumerable<GeneratedFile> Render(NetworkPlan plan, ProductStage stage)
    {
        yield return RenderForward(plan, stage);
        if (plan.Training is not null)
        {
            yield return RenderBackward(plan, stage);
        }
    }

    private static string Factor(ProductStage stage) => stage.IsPerChannel ? "s[c]" : "s[i]";

    private static string Formula(ProductStage stage)
    {
        string product = stage.IsPerChannel ? "x[c][i] * s[c]" : "x[i] * s[i]";
        string output = stage.IsPerChannel ? "y[c][i]" : "y[i]";
        return $"{output} = {(stage.Activation is { } function ? function.Of(product) : product)}";
    }

    private static IEnumerable<(string Label, string Text)> Head(ProductStage stage) =>
    [
        ("x", stage.Input.Describe()),
        ("s", stage.Factor.Describe()),
        ("y", stage.Output.Describe()),
        ("schedule", $"{stage.Target.LanesInWords} channels at a time"),
    ];

    private static IEnumerable<(string Name, int Value, string Meaning)> Distances(ProductStage stage) =>
    [
        .. KernelFile.Distances("Input", stage.Input),
        .. KernelFile.Distances("Factor", stage.Factor),
        .. KernelFile.Distances("Output", stage.Output),
    ];

    private static GeneratedFile RenderForward(NetworkPlan plan, ProductStage stage) => KernelFile.RenderClass(
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
                // The product of two zeros is zero, but a function of zero may be another number.
                var mask = new PaddingMask(simd, stage.Output.Shape.Channels, Noun(stage));
                if (stage.Activation is not null)
                {
                    mask.Render(writer);
                }

                RenderPixels(
                    writer,
                    stage,
                    clearsPadding: stage.Activation is not null,
                    (factor, lanes) =>
                    {
                        writer.Line($"{simd.Floats} product = {simd.Load("x")} * {factor};");
                        if (stage.Activation is { } function)
                        {
                            writer.Line($"product = {mask.Keep(Activate(function, "product"), lanes)};");
                        }

                        writer.Line(Store("product", "y"));
                    },
                    ("x", "input", stage.Input, "Input"),
                    ("y", "output", stage.Output, "Output"));
            }
        });

    private static GeneratedFile RenderBackward(NetworkPlan plan, ProductStage stage) => KernelFile.RenderClass(
        plan,
        stage,
        "Backward",
        $"{stage.Name}, backward pass: dx = g * {Factor(stage)}; "
            + (stage.IsPerChannel ? "ds[c] = sum over the pixels of g * x" : "ds[i] = g * x[i]")
            + (stage.Activation is null ? "; g is the gradient of y" : "; g is the gradient before the activation"),
        Head(stage),
        Distances(stage),
        writer =>
        {
            writer.Summary("The gradients of both values, each unless its reference is null.");
            writer.Signature("public static void Run", OperandText.Parameters(stage.BackwardCall()));
            string output = stage.Activation is null ? "" : "ref output, ";
            using (writer.Braces())
            {
                using (writer.Block("if (!Unsafe.IsNullRef(ref inputGradient))"))
                {
                    writer.Line($"InputGradient(ref factor, {output}ref outputGradient, ref inputGradient, samples);");
                }

                writer.Line();
                using (writer.Block("if (!Unsafe.IsNullRef(ref factorGradient))"))
                {
                    writer.Line($"FactorGradient(ref input, {output}ref outputGradient, ref factorGradient, samples);");
                }
            }

            writer.Line();
            RenderInputGradient(writer, stage);
            writer.Line();
            RenderFactorGradient(writer, stage);
        });

    private static void RenderInputGradient(KernelWriter writer, ProductStage stage)
    {
        writer.Summary($"dx = g * {Factor(stage)}.");
        writer.Line(KernelFile.KernelAttribute);
        writer.Signature(
            "private static void InputGradient",
            ["ref float factor", .. OutputParameter(stage), "ref float outputGradient", "ref float inputGradient", "int samples"]);
        using (writer.Braces())
        {
            RenderPixels(
                writer,
                stage,
                clearsPadding: false,
                (factor, _) =>
                {
                    RenderGradient(writer, stage);
                    writer.Line(Store($"(gradient * {factor})", "dx"));
                },
                [.. GradientReferences(stage), ("dx", "inputGradient", stage.Input, "Input")]);
        }
    }

    private static void RenderFactorGradient(KernelWriter writer, ProductStage stage)
    {
        VectorText simd = writer.Simd;
        writer.Summary(stage.IsPerChannel ? "ds[c] = sum over the pixels of g * x." : "ds[i] = g * x[i].");
        writer.Line(KernelFile.KernelAttribute);
        writer.Signature(
            "private static void FactorGradient",
            ["ref float input", .. OutputParameter(stage), "ref float outputGradient", "ref float factorGradient", "int samples"]);
        using (writer.Braces())
        {
            if (!stage.IsPerChannel)
            {
                using (writer.Block("for (int sample = 0; sample < samples; sample++)"))
                {
                    (string, string, ActivationLayout, string)[] references =
                    [
                        ("x", "input", stage.Input, "Input"), .. GradientReferences(stage),
                        ("ds", "factorGradient", stage.Factor, "Factor"),
                    ];
                    ElementwiseRenderer.RenderVectors(
                        writer,
                        new ChannelVectors(writer, stage.Output.Shape, clearsPadding: false),
                        stage.Output.Shape,
                        _ =>
                        {
                            RenderGradient(writer, stage);
                            writer.Line(Store($"(gradient * {simd.Load("x")})", "ds"));
                        },
                        references);
                    RenderAdvances(writer, [.. references.Select(reference => (reference.Item2, reference.Item4))]);
                }

                return;
            }

            RenderChannels(
                writer,
                stage,
                clearsPadding: false,
                before: () => writer.Line($"{simd.Floats} sum = {simd.Zero};"),
                (_, _) =>
                {
                    RenderGradient(writer, stage);
                    writer.Line($"sum += gradient * {simd.Load("x")};");
                },
                after: () => writer.Line($"sum.StoreUnsafe(ref {At("factorGradient", FactorPlace(stage)).Substring("ref ".Length)});"),
                [("x", "input", stage.Input, "Input"), .. GradientReferences(stage)]);
        }
    }

    /// <summary>Renders loops over all pixels. <paramref name="renderVector"/> gets the expression of the factor and the number of lanes
    /// that are channels.</summary>
    private static void RenderPixels(
        KernelWriter writer, ProductStage stage, bool clearsPadding, Action<string, int> renderVector,
        params (string Name, string Source, ActivationLayout Layout, string Distances)[] references)
    {
        VectorText simd = writer.Simd;
        if (stage.IsPerChannel)
        {
            RenderChannels(
                writer, stage, clearsPadding,
                before: () => writer.Line($"{simd.Floats} scale = {simd.Load("factor", FactorPlace(stage))};"),
                renderVector, after: null, references);
            return;
        }

        (string, string, ActivationLayout, string)[] all = [.. references, ("s", "factor", stage.Factor, "Factor")];
        using (writer.Block("for (int sample = 0; sample < samples; sample++)"))
        {
            ElementwiseRenderer.RenderVectors(
                writer,
                new ChannelVectors(writer, stage.Output.Shape, clearsPadding),
                stage.Output.Shape,
                lanes => renderVector(simd.Load("s"), lanes),
                all);
            RenderAdvances(writer, [.. all.Select(reference => (reference.Item2, reference.Item4))]);
        }
    }

    /// <summary>Renders a loop over the channels, a vector at a time, with a loop over the pixels inside.</summary>
    private static void RenderChannels(
        KernelWriter writer, ProductStage stage, bool clearsPadding, Action? before, Action<string, int> renderVector, Action? after,
        params (string Name, string Source, ActivationLayout Layout, string Distances)[] references)
    {
        Shape shape = stage.Output.Shape;
        int lanes = writer.Simd.Lanes;
        int rest = clearsPadding ? shape.Channels % lanes : 0;
        int whole = clearsPadding ? shape.Channels / lanes : writer.Simd.Vectors(shape.Channels);
        using (writer.Loop("Sample by sample: a factor multiplies all pixels of its channel.", "for (int sample = 0; sample < samples; sample++)"))
        {
            if (whole > 1)
            {
                using (writer.Loop(writer.Simd.AtATime("channels"), $"for (int channel = 0; channel < {whole * lanes}; channel += {lanes})"))
                {
                    RenderBlock(lanes);
                }
            }
            else if (whole == 1)
            {
                using (writer.Scope($"The first {writer.Simd.LanesInWords} channels."))
                {
                    writer.Line("const int channel = 0;");
                    RenderBlock(lanes);
                }
            }

            if (rest > 0)
            {
                using (writer.Scope($"{Phrases.Some("The last", rest, "channel")}."))
                {
                    writer.Line($"const int channel = {whole * lanes};");
                    RenderBlock(rest);
                }
            }
        }

        void RenderBlock(int channels)
        {
            before?.Invoke();
            using (writer.LoopUnlessOnce(shape.Height, null, "row"))
            {
                foreach ((string name, string source, ActivationLayout layout, string distances) in references)
                {
                    writer.Line($"ref float {name} = {At(source, KernelFile.RowStart(distances, layout, "channel"))};");
                }

                using (writer.LoopUnlessOnce(shape.Width, null, "column"))
                {
                    renderVector("scale", channels);
                    if (shape.Width > 1)
                    {
                        foreach ((string name, _, _, string distances) in references)
                        {
                            writer.Line(Advance(name, $"{distances}Pixel"));
                        }
                    }
                }
            }

            after?.Invoke();
        }
    }

    private static void RenderGradient(KernelWriter writer, ProductStage stage)
    {
        VectorText simd = writer.Simd;
        writer.Line($"{simd.Floats} gradient = {simd.Load("g")};");
        if (stage.Activation is { } function)
        {
            writer.Line($"{simd.Floats} result = {simd.Load("y")};");
            writer.Line($"gradient = {simd.ActivationGradient(function, "result", "gradient")};");
        }
    }

    private static (string Name, string Source, ActivationLayout Layout, string Distances)[] GradientReferences(ProductStage stage) =>
    [
        .. stage.Activation is null ? ((string, string, ActivationLayout, string)[])[] : [("y", "output", stage.Output, "Output")],
        ("g", "outputGradient", stage.Output, "Output"),
    ];

    private static string[] OutputParameter(ProductStage stage) => stage.Activation is null ? [] : ["ref float output"];

    /// <summary>The place of the factor of the current channel.</summary>
    private static string FactorPlace(ProductStage stage) =>
        KernelFile.RowStart("Factor", stage.Factor, "channel");

    private static string Noun(ProductStage stage) => stage.Output.Shape.IsFlat ? "value" : "channel";

    private static void RenderAdvances(KernelWriter writer, IEnumerable<(string Source, string Distances)> references)
    {
        writer.Line();
        foreach ((string source, string distances) in references)
        {
            writer.Line(Advance(source, $"{distances}Sample"));
        }
    }
}
