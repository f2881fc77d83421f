using static ConvGen.Generators.Rendering.Text.VectorText;

namespace ConvGen.Generators.Rendering.Convolution.Shared;

/// <summary>
/// Renders the sum over a receptive field around the step of a register tile: three nested loops, the innermost one partly unrolled. The
/// references to the input, and the reference <c>w</c> to the weights, move along.
/// </summary>
/// <param name="writer">Receives the text.</param>
/// <param name="kernel">The layout that defines the loops.</param>
/// <param name="fields">The names of the references to the input.</param>
/// <param name="unroll">The number of unrolled steps of the innermost loop.</param>
/// <param name="weightsPerStep">The floats of packed weights that a step reads.</param>
/// <param name="renderStep">Renders an unrolled step, given its number.</param>
internal sealed class ConvReductionRenderer(
    KernelWriter writer, ConvKernelLayout kernel, IReadOnlyList<string> fields, int unroll, int weightsPerStep,
    Action<int> renderStep)
{
    public void Render() => RenderLoop([kernel.Outer, kernel.Middle]);

    /// <summary>Renders the distance between the weights of two steps, for offsets such as <c>2 * StepWeights + 8</c>.</summary>
    public static void RenderStepWeights(KernelWriter writer, int unroll, int weightsPerStep)
    {
        if (unroll > 1)
        {
            writer.Comment("Packed weights of one step of the sum.");
            writer.Line($"const int StepWeights = {weightsPerStep};");
        }
    }

    /// <summary>Returns the offset of a filter's weight in a step: <c>2 * StepWeights + 8</c>.</summary>
    public static string WeightOffset(int step, int filter) => Offset.Sum((step, "StepWeights"), (filter, Offset.One));

    /// <summary>Renders the outer and middle loop around the innermost one. Returns the offset by which they move the fields.</summary>
    private (int Floats, string Way) RenderLoop(ReductionLoop[] loops)
    {
        if (loops.Length == 0)
        {
            return RenderInnerLoop();
        }

        ReductionLoop loop = loops[0];
        using (writer.LoopUnlessOnce(loop.Count, $"Each {loop.FullNoun} adds its products to the sums.", loop.Variable))
        {
            (int floats, string way) = RenderLoop(loops.Skip(1).ToArray());
            if (loop.Count == 1)
            {
                return (floats, way);
            }

            foreach (string field in floats == loop.InputStride ? [] : fields)
            {
                writer.Line(Advance(field, floats == 0 ? loop.Distance : $"{loop.Distance} - {way}"));
            }
        }

        return (loop.Count * loop.InputStride, loop.Way);
    }

    private (int Floats, string Way) RenderInnerLoop()
    {
        ReductionLoop inner = kernel.Inner;
        int iterations = inner.Count / unroll;
        string comment = unroll == 1
            ? $"Each {inner.FullNoun} adds its weights times the inputs below them."
            : $"{unroll} {inner.FullNoun}s at a time, written out: each adds its weights times the inputs below them.";
        string advance = unroll == 1 ? $"{inner.Variable}++" : $"{inner.Variable} += {unroll}";
        string header = $"for (int {inner.Variable} = 0; {inner.Variable} < {inner.Count}; {advance})";
        using (iterations == 1 ? null : writer.Loop(comment, header))
        {
            for (int step = 0; step < unroll; step++)
            {
                RenderStep(step);
            }

            writer.Line(Advance("w", unroll == 1 ? $"{weightsPerStep}" : Offset.Of(unroll, "StepWeights")));
            if (iterations == 1)
            {
                return (0, "");
            }

            foreach (string field in fields)
            {
                writer.Line(Advance(field, unroll * inner.InputStride));
            }
        }

        int way = inner.Count * inner.InputStride;
        return (way, inner.Noun == "channel" ? "InputChannels" : $"{way}");
    }

    private void RenderStep(int step)
    {
        if (unroll > 1)
        {
            string noun = kernel.Inner.FullNoun;
            string which = unroll == kernel.Inner.Count ? $"{step}" : $"{step} of these {unroll}";
            writer.Comment($"{char.ToUpperInvariant(noun[0])}{noun.Substring(1)} {which}.");
        }

        using (writer.Braces())
        {
            renderStep(step);
        }
    }
}
