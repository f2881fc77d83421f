using static ConvGen.Generators.Rendering.Text.VectorText;

namespace ConvGen.Generators.Rendering.Elementwise;

/// <summary>Renders loops over all values of a sample, one vector of channels at a time.</summary>
internal static class ElementwiseRenderer
{
    /// <summary>Renders the method <c>Activate(ref float output)</c>: y = f(y) for one sample.</summary>
    public static void RenderActivate(KernelWriter writer, ActivationLayout layout, Activation function)
    {
        VectorText simd = writer.Simd;
        writer.Summary($"y = {function.Of("y")}, for one sample.");
        writer.Line(KernelFile.KernelAttribute);
        using (writer.Block("private static void Activate(ref float output)"))
        {
            var channels = new ChannelVectors(writer, layout.Shape, clearsPadding: true);
            channels.RenderMask();
            RenderVectors(
                writer,
                channels,
                layout.Shape,
                lanes =>
                {
                    writer.Line($"{simd.Floats} value = {Activate(function, simd.Load("y"))};");
                    writer.Line(Store(channels.Stored("value", lanes), "y"));
                },
                ("y", "output", layout, "Output"));
        }
    }

    /// <summary>The name of the method of <see cref="RenderActivationGradient"/>.</summary>
    public static string GradientMethod(Activation? function) => function is null ? "BiasGradient" : "ActivationGradient";

    /// <summary>
    /// Renders the method <c>ActivationGradient(ref float output, ref float outputGradient, int samples)</c>: g = g * f'(x), in place.
    /// With a bias, it also adds the sum over each channel to the bias gradient.
    /// </summary>
    public static void RenderActivationGradient(
        KernelWriter writer, ActivationLayout layout, Activation? function, bool hasBias)
    {
        VectorText simd = writer.Simd;
        (string noun, string i, string sums) = layout.Shape.IsFlat
            ? ("unit", "u", "samples")
            : ("channel", "f", "samples and positions");
        string formula = function is { } activation
            ? $"{ActivationGradientText.Formula(activation, $"g[{i}]", i)}, in place: the gradient before the activation"
            : "";
        string biasFormula = hasBias ? $"db[{i}] += sum over the {sums} of g[{i}]" : "";
        writer.Summary(string.Join("; ", new[] { formula, biasFormula }.Where(text => text.Length > 0)) + ".");
        writer.Line(KernelFile.KernelAttribute);
        string bias = hasBias ? ", ref float biasGradient" : "";
        string pixel = layout.Shape.IsFlat ? "OutputSample" : "OutputPixel";
        string output = function is null ? "" : "ref float output, ";
        using (writer.Block($"private static void {GradientMethod(function)}({output}ref float outputGradient{bias}, int samples)"))
        {
            string what = function is null ? "adds up their gradients"
                : hasBias ? "passes their gradients through the activation, and adds them up"
                : "passes their gradients through the activation";
            string where = layout.Shape.IsFlat ? "sample by sample" : "pixel by pixel";
            using (writer.Loop(
                simd.AtATime(noun + "s", $"{what}, {where}"), $"for (int {noun} = 0; {noun} < {pixel}; {noun} += {simd.Lanes})"))
            {
                if (hasBias)
                {
                    writer.Line($"{simd.Floats} sum = {simd.Zero};");
                }

                using (writer.Block("for (int sample = 0; sample < samples; sample++)"))
                {
                    using (writer.LoopUnlessOnce(layout.Shape.Height, null, "row"))
                    {
                        writer.Line($"int start = {KernelFile.OutputRowStart(layout)} + {noun};");
                        writer.Line("ref float g = ref Unsafe.Add(ref outputGradient, start);");
                        if (function is not null)
                        {
                            writer.Line("ref float y = ref Unsafe.Add(ref output, start);");
                        }

                        using (writer.LoopUnlessOnce(layout.Shape.Width, null, "column"))
                        {
                            writer.Line($"{simd.Floats} gradient = {simd.Load("g")};");
                            if (function is { } f)
                            {
                                writer.Line($"{simd.Floats} result = {simd.Load("y")};");
                                writer.Line($"gradient = {simd.ActivationGradient(f, "result", "gradient")};");
                                writer.Line(Store("gradient", "g"));
                            }

                            if (hasBias)
                            {
                                writer.Line("sum += gradient;");
                            }

                            if (layout.Shape.Width > 1)
                            {
                                writer.Line(Advance("g", "OutputPixel"));
                                if (function is not null)
                                {
                                    writer.Line(Advance("y", "OutputPixel"));
                                }
                            }
                        }
                    }
                }

                if (hasBias)
                {
                    writer.Line();
                    writer.Line($"ref float db = ref Unsafe.Add(ref biasGradient, {noun});");
                    writer.Line($"(sum + {simd.Load("db")}).StoreUnsafe(ref db);");
                }
            }
        }
    }

    /// <summary>
    /// Renders loops over the rows, pixels and vectors of one sample. The references move over their layouts together. The caller renders
    /// the body for the current vector, given the number of its lanes that are channels.
    /// </summary>
    public static void RenderVectors(
        KernelWriter writer, ChannelVectors channels, Shape shape, Action<int> renderVector,
        params (string Name, string Source, ActivationLayout Layout, string Distances)[] references)
    {
        using (writer.LoopUnlessOnce(shape.Height, null, "row"))
        {
            foreach ((string name, string source, ActivationLayout layout, string distances) in references)
            {
                string[] terms =
                [
                    .. layout.Origin == 0 ? Array.Empty<string>() : [$"{distances}Origin"],
                    .. shape.Height == 1 ? Array.Empty<string>() : [$"row * {distances}Row"],
                ];
                writer.Line(terms.Length == 0
                    ? $"ref float {name} = ref {source};"
                    : $"ref float {name} = ref Unsafe.Add(ref {source}, {string.Join(" + ", terms)});");
            }

            using (writer.LoopUnlessOnce(shape.Width, null, "column"))
            {
                channels.Render(null, [.. references.Select(reference => reference.Name)], renderVector);
            }
        }
    }
}
