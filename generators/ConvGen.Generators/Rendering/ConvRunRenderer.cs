using ConvGen.Generators.Planning;
using static ConvGen.Generators.Rendering.VectorText;

namespace ConvGen.Generators.Rendering;

/// <summary>The entry of a forward pass that goes over the filters of each sample block by block.</summary>
internal static class ConvRunRenderer
{
    /// <summary>One call per block, of the method that computes it, and a statement behind them unless it is null.</summary>
    public static void Render<TBlock>(
        SourceWriter writer, ConvStage stage, IEnumerable<TBlock> blocks, Func<TBlock, string> method, string? afterwards)
        where TBlock : ConvBlock
    {
        bool pooled = stage.Pool is not null;
        writer.Summary(ConvFormula.Forward(stage) + (pooled ? ConvHead.WinnersToo : ""));
        string winners = pooled ? ", ref int winners, bool keepWinners" : "";
        using (writer.Block($"public static void Run(ref float input, ref float packed, ref float output{winners}, int samples)"))
        using (writer.Loop("One sample after the other: its input stays in the first-level cache.",
            "for (int sample = 0; sample < samples; sample++)"))
        {
            foreach (TBlock block in blocks)
            {
                foreach (int first in block.FirstFilters)
                {
                    string weights = At("packed", first * stage.Kernel.ReductionLength);
                    string biases = At("packed", stage.Forward.PackedBias + first);
                    int output = stage.Output.Origin + first;
                    string[] winner = pooled ? [At("winners", output), "keepWinners"] : [];
                    writer.Call(method(block), ["ref input", weights, biases, At("output", output), .. winner]);
                }
            }

            if (afterwards is not null)
            {
                writer.Line(afterwards);
            }

            writer.Line(Advance("input", "InputSample"));
            writer.Line(Advance("output", "OutputSample"));
            if (pooled)
            {
                writer.Line(Advance("winners", "OutputSample"));
            }
        }
    }

    /// <summary>The attribute and signature of the method that computes a block for one sample.</summary>
    public static void RenderBlockHeader(SourceWriter writer, ConvStage stage, string method)
    {
        writer.Lines(KernelFile.KernelAttribute);
        writer.Line($"private static void {method}(");
        writer.Line("    ref float input, ref float weights, ref float biases, ref float output"
            + (stage.Pool is null ? ")" : ", ref int winners, bool keepWinners)"));
    }
}
