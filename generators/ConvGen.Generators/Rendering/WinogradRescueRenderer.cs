using ConvGen.Generators.Planning;
using static ConvGen.Generators.Rendering.VectorText;

namespace ConvGen.Generators.Rendering;

/// <summary>
/// The way around Winograd's transforms for tiles that hold a NaN or an infinity, which they would spread over all outputs of the
/// tile: each output by its definition, as PyTorch has it. The weights are packed for both ways anyway.
/// </summary>
internal sealed class WinogradRescueRenderer(SourceWriter writer, ConvStage stage, WinogradForward schedule)
{
    private readonly WinogradTransform transform = schedule.Transform;

    /// <summary>Computes results again that are not all finite.</summary>
    /// <param name="results">The vectors that hold them, and their places in the rows and columns of outputs.</param>
    /// <param name="field">What the first of them reads.</param>
    public void RenderCheck(IReadOnlyList<(string Name, int Row, int Column)> results, string field)
    {
        writer.Comment("What is not finite, the transforms have spread over the tile: then each output by its definition.");
        string sum = string.Join(" + ", results.Select(result => result.Name));
        using (writer.Block($"if (!{AreFinite(sum)})"))
        {
            writer.Line($"ref float field = ref Unsafe.Add(ref input, {field});");
            writer.Line("ref float w = ref Unsafe.Add(ref weights, filter);");
            foreach ((string name, int row, int column) in results)
            {
                string x = (row, column) switch
                {
                    (0, 0) => "ref field",
                    (0, _) => $"ref Unsafe.Add(ref field, {Steps(column, "InputPixel")})",
                    (_, 0) => $"ref Unsafe.Add(ref field, {Steps(row, "InputRow")})",
                    _ => $"ref Unsafe.Add(ref field, {Steps(row, "InputRow")} + {Steps(column, "InputPixel")})",
                };
                writer.Line($"{name} = ByDefinition({x}, ref w, lanes);");
            }
        }
    }

    /// <summary>The method that computes one output of eight filters.</summary>
    public void RenderMethod()
    {
        int kernel = transform.Kernel;
        writer.Summary("The sum over c, u, v of w * x for one pixel and eight filters, without the transforms; "
            + $"{transform.Divisor} times it, as from them.");
        writer.Line(KernelFile.KernelAttribute);
        using (writer.Block($"private static {Floats} ByDefinition(ref float field, ref float weights, int lanes)"))
        {
            writer.Line($"{Floats} sum = {Zero};");
            using (writer.Loop("Every kernel row.", $"for (int kernelRow = 0; kernelRow < {kernel}; kernelRow++)"))
            using (writer.Loop("Every kernel column.", $"for (int kernelColumn = 0; kernelColumn < {kernel}; kernelColumn++)"))
            {
                writer.Line("ref float x = ref Unsafe.Add(ref field, kernelRow * InputRow + kernelColumn * InputPixel);");
                using (writer.Loop("Every channel.", $"for (int channel = 0; channel < {stage.Conv.Input.Channels}; channel++)"))
                {
                    writer.Line($"{Floats} pixel = Vector256.Create(Unsafe.Add(ref x, channel));");
                    writer.Line(Accumulate("sum", "pixel", Load("weights")));
                    writer.Line(Advance("weights", "lanes"));
                }
            }

            writer.Line();
            writer.Line($"return sum * {transform.Divisor};");
        }
    }

    private static string Steps(int count, string step) => count == 1 ? step : $"{count} * {step}";
}
