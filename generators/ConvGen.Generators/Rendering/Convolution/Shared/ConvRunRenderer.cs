using static ConvGen.Generators.Rendering.Text.VectorText;

namespace ConvGen.Generators.Rendering.Convolution.Shared;

/// <summary>Renders the entry method of a forward pass that computes the filters of each sample block by block.</summary>
internal static class ConvRunRenderer
{
    /// <summary>Renders the entry method: for each block a call of its method, then the statement <paramref name="afterwards"/>.</summary>
    public static void Render<TBlock>(
        KernelWriter writer, ConvStage stage, IEnumerable<TBlock> blocks, Func<TBlock, string> method, string? afterwards)
        where TBlock : ConvBlock
    {
        bool pooled = stage.Pool is not null;
        writer.Summary(ConvHead.RunSummary(stage));
        writer.Signature("public static void Run", OperandText.Parameters(stage.ForwardCall(PassKind.Prediction)));
        using (writer.Braces())
        using (StartRun(writer, pooled, "Each sample: all blocks of filters read its input in turn, so that it stays in the cache.",
            "for (int sample = 0; sample < samples; sample++)"))
        {
            foreach (TBlock block in blocks)
            {
                foreach (int first in block.FirstFilters)
                {
                    string weights = At("packed", ConvDistances.PackedFilter(first));
                    string biases = At("packed", ConvDistances.PackedBias(first));
                    string output = ConvDistances.OutputChannel(stage, first);
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

    /// <summary>Opens the loop over the samples, after the variable that it needs.</summary>
    public static IDisposable StartRun(SourceWriter writer, bool pooled, string comment, string loop)
    {
        if (pooled)
        {
            writer.Line("bool keepWinners = !Unsafe.IsNullRef(ref winners);");
        }

        return writer.Loop(comment, loop);
    }

    /// <summary>Renders the attribute and signature of the method that computes a block for one sample.</summary>
    public static void RenderBlockHeader(KernelWriter writer, ConvStage stage, string method)
    {
        writer.Line(KernelFile.KernelAttribute);
        writer.Line($"private static void {method}(");
        writer.Line("    ref float input, ref float weights, ref float biases, ref float output"
            + (stage.Pool is null ? ")" : ", ref int winners, bool keepWinners)"));
    }
}
