using static ConvGen.Generators.Rendering.Text.VectorText;

namespace ConvGen.Generators.Rendering.Network;

/// <summary>Renders the addition of one reader's part of a value's gradient. The first reader in the backward pass sets the gradient; each
/// later one writes a part, which is then added.</summary>
internal static class GradientSumRenderer
{
    public static GeneratedFile Render(NetworkPlan plan, GradientSum sum) => KernelFile.RenderClass(
        plan,
        sum.Class,
        "The gradient of a value that several layers read: g = g + part",
        [("value", sum.Layout.Describe())],
        sum.Class,
        [("Sample", sum.Layout.SampleStride, "Floats from one sample to the next.")],
        writer =>
        {
            VectorText simd = writer.Simd;
            writer.Summary("g[i] = g[i] + part[i] for all values of all samples; where there is padding, zero plus zero.");
            writer.Line(KernelFile.KernelAttribute);
            using (writer.Block("public static void Add(ref float part, ref float gradient, int samples)"))
            using (writer.Loop(simd.AtATime("values"), $"for (int i = 0; i < samples * Sample; i += {simd.Lanes})"))
            {
                writer.Line(Store($"({simd.Load("gradient", "i")} + {simd.Load("part", "i")})", "gradient", "i"));
            }
        });
}
