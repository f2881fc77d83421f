using static ConvGen.Generators.Rendering.Text.VectorText;

namespace ConvGen.Generators.Rendering.Convolution.Shared;

/// <summary>
/// The sum over a receptive field around the step of a register tile: three nested loops, the innermost written out in part.
/// References to the input move along with them, and <c>w</c> to the weights.
/// </summary>
/// <param name="writer">Where the text goes.</param>
/// <param name="kernel">The loops.</param>
/// <param name="fields">The names of the references to the input.</param>
/// <param name="unroll">Steps of the innermost loop that are written out.</param>
/// <param name="weightsPerStep">Floats of packed weights that a step reads.</param>
/// <param name="renderStep">Writes one of them, given its number.</param>
internal sealed class ConvReductionRenderer(
    KernelWriter writer, ConvKernelLayout kernel, IReadOnlyList<string> fields, int unroll, int weightsPerStep,
    Action<int> renderStep)
{
    public void Render() => RenderLoop([kernel.Outer, kernel.Middle]);

    /// <summary>row * 2 * InputRow + tile * 48, leaving out what is zero.</summary>
    public static string Position(params (string Index, string Step)[] terms)
    {
        string[] parts = terms.Where(term => term.Index != "0")
            .Select(term => term.Index == "1" ? term.Step : term.Step == "1" ? term.Index : $"{term.Index} * {term.Step}")
            .ToArray();
        return parts.Length == 0 ? "0" : string.Join(" + ", parts);
    }

    /// <summary>The outer and middle loop around the innermost one. Returns how far the fields have moved.</summary>
    private int RenderLoop(ReductionLoop[] loops)
    {
        if (loops.Length == 0)
        {
            return RenderInnerLoop();
        }

        ReductionLoop loop = loops[0];
        using (writer.LoopUnlessOnce(loop.Count, $"Each {loop.FullNoun} adds its products to the sums.", loop.Variable))
        {
            int moved = RenderLoop(loops.Skip(1).ToArray());
            if (loop.Count == 1)
            {
                return moved;
            }

            foreach (string field in fields)
            {
                writer.Line(Advance(field, moved == 0 ? loop.Distance : $"{loop.Distance} - {moved}"));
            }
        }

        return loop.Count * loop.InputStride;
    }

    private int RenderInnerLoop()
    {
        int iterations = kernel.Inner.Count / unroll;
        string comment = unroll == 1
            ? $"Each {kernel.Inner.FullNoun} adds its weights times the inputs below them."
            : $"{unroll} {kernel.Inner.FullNoun}s at a time, written out: each adds its weights times the inputs below them.";
        string variable = kernel.Inner.Variable;
        string advance = unroll == 1 ? $"{variable}++" : $"{variable} += {unroll}";
        string header = $"for (int {variable} = 0; {variable} < {kernel.Inner.Count}; {advance})";
        using (iterations == 1 ? null : writer.Loop(comment, header))
        {
            for (int step = 0; step < unroll; step++)
            {
                RenderStep(step);
            }

            writer.Line(Advance("w", unroll * weightsPerStep));
            if (iterations == 1)
            {
                return 0;
            }

            foreach (string field in fields)
            {
                writer.Line(Advance(field, unroll * kernel.Inner.InputStride));
            }
        }

        return kernel.Inner.Count * kernel.Inner.InputStride;
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
