using ConvGen.Generators.Planning;
using static ConvGen.Generators.Rendering.VectorText;

namespace ConvGen.Generators.Rendering;

/// <summary>
/// The two products of a convolution's backward pass over the lists of live gradients. In generated names r is a run (a
/// kernel row, or a pixel of a dilated one) of the tile in registers and v a vector of that run.
/// </summary>
internal sealed class LiveGradientRenderer(SourceWriter writer, ConvStage stage)
{
    private readonly ConvKernelLayout kernel = stage.Kernel;
    private readonly LiveGradientSchedule schedule = stage.Backward;
    private readonly WeightTileLoops tiles = new(writer, stage.Kernel, stage.Backward);

    /// <summary>dw[f, c, u, v] += sum over the list of g * x[field, c, u, v].</summary>
    public void RenderWeightGradient()
    {
        writer.Summary(
            "dw[f, c, u, v] += sum over the live gradients g of filter f of g * x[c, u, v] of their receptive fields.");
        writer.Line(KernelFile.KernelAttribute);
        using (writer.Block(
            "private static void WeightGradient("
            + "ref float input, ref LiveGradient live, ref int counts, ref float weightGradient)"))
        {
            tiles.Render("weightGradient", "tile", "input", "x",
                vectors => RenderFilters("dw", () => RenderWeightTile(vectors)));
        }
    }

    /// <summary>dx[field, c, u, v] += g * w[f, c, u, v], with the weights of a filter in registers.</summary>
    public void RenderInputGradientByFilter()
    {
        writer.Summary("dx[c, u, v] += g * w[f, c, u, v], in the receptive field of every live gradient g of every filter f.");
        writer.Line(KernelFile.KernelAttribute);
        using (writer.Block(
            "private static void InputGradient(\n"
            + "    ref float weights, ref LiveGradient live, ref int counts, ref float inputGradient)"))
        {
            tiles.Render("weights", "tile", "inputGradient", "dx",
                vectors => RenderFilters("w", () => RenderPixelUpdates(vectors)));
        }
    }

    /// <summary>The same, with the pixels of a field in registers.</summary>
    public void RenderInputGradientByField()
    {
        writer.Summary(
            "dx[c, u, v] += sum over the live gradients g of a receptive field of g * w[f, c, u, v] of their filters f.");
        writer.Line(KernelFile.KernelAttribute);
        using (writer.Block(
            "private static void InputGradient(\n"
            + "    ref float weights, ref LiveField fields, int count, ref float values, ref int filters, "
            + "ref float inputGradient)"))
        {
            tiles.Render("weights", "w", "inputGradient", "dx", RenderPixelTile);
        }
    }

    /// <summary>The loop over the filters, whose weights lie a constant apart.</summary>
    private void RenderFilters(string weight, Action renderFilter)
    {
        writer.Line($"ref float {weight} = ref tile;");
        using (writer.Loop("Every filter, with its list.",
            $"for (int filter = 0; filter < {stage.Output.Shape.Channels}; filter++)"))
        {
            writer.Line("ref LiveGradient list = ref Unsafe.Add(ref live, filter * Capacity);");
            writer.Line("int count = Unsafe.Add(ref counts, filter);");
            renderFilter();
            writer.Line();
            writer.Line(Advance(weight, "FilterWeights"));
        }
    }

    private void RenderWeightTile(int vectors)
    {
        int sets = schedule.Interleave;
        foreach ((int r, int v) in tiles.Cells(vectors))
        {
            writer.Line($"{Floats} sum_r{r}_v{v} = {Load("dw", tiles.WeightOffset(r, v))};");
        }

        if (sets == 2)
        {
            writer.Comment("A second set of sums for every other entry: one alone would wait for its own additions.");
            foreach ((int r, int v) in tiles.Cells(vectors))
            {
                writer.Line($"{Floats} odd_r{r}_v{v} = {Zero};");
            }
        }

        (string which, string step) = sets == 1 ? ("Every live gradient.", "i++") : ("Every two live gradients.", "i += 2");
        using (writer.Loop(which, $"for (int i = 0; i < count; {step})"))
        {
            RenderEntry("entry", "Unsafe.Add(ref list, i)", "sum", vectors);
            if (sets == 2)
            {
                RenderEntry("next", "Unsafe.Add(ref list, i + 1)", "odd", vectors);
            }
        }

        writer.Line();
        foreach ((int r, int v) in tiles.Cells(vectors))
        {
            string sum = sets == 1 ? $"sum_r{r}_v{v}" : $"sum_r{r}_v{v} + odd_r{r}_v{v}";
            bool isRunEnd = tiles.ReachesRunEnd(vectors) && v == vectors - 1 && kernel.HasForeignLanes;
            string value = kernel.HasGaps ? ForeignLanesCleared(sum, v)
                : isRunEnd ? ForeignLanesCleared(sum, kernel.RunVectors - 1)
                : sets == 1 ? sum : $"({sum})";
            writer.Line(Store(value, "dw", tiles.WeightOffset(r, v)));
        }
    }

    /// <summary>
    /// The last vector of a run reaches into pixels beyond the receptive field, and others lie in the gaps of a dilated row: they
    /// are no weights.
    /// </summary>
    private string ForeignLanesCleared(string sum, int vector) =>
        $"(({sum}) & {SomeLanes(lane => kernel.IsOwnLane(vector, lane))})";

    private void RenderEntry(string entry, string element, string sum, int vectors)
    {
        writer.Line($"ref LiveGradient {entry} = ref {element};");
        writer.Line($"{Floats} g_{entry} = Vector256.Create({entry}.Gradient);");
        writer.Line($"ref float x_{entry} = ref Unsafe.Add(ref x, {entry}.Offset);");
        foreach ((int r, int v) in tiles.Cells(vectors))
        {
            writer.Line(Accumulate($"{sum}_r{r}_v{v}", $"g_{entry}", Load($"x_{entry}", tiles.PixelOffset(r, v))));
        }
    }

    private void RenderPixelUpdates(int vectors)
    {
        foreach ((int r, int v) in tiles.Cells(vectors))
        {
            writer.Line($"{Floats} w_r{r}_v{v} = {Load("w", tiles.WeightOffset(r, v))};");
        }

        using (writer.Loop("Every live gradient.", "for (int i = 0; i < count; i++)"))
        {
            writer.Line("ref LiveGradient entry = ref Unsafe.Add(ref list, i);");
            writer.Line($"{Floats} g = Vector256.Create(entry.Gradient);");
            writer.Line("ref float field = ref Unsafe.Add(ref dx, entry.Offset);");
            foreach ((int r, int v) in tiles.Cells(vectors))
            {
                int offset = tiles.PixelOffset(r, v);
                writer.Line(Store(MultiplyAdd("g", $"w_r{r}_v{v}", Load("field", offset)), "field", offset));
            }
        }
    }

    private void RenderPixelTile(int vectors)
    {
        writer.Line("nint entry = 0;");
        using (writer.Loop("Every receptive field.", "for (int i = 0; i < count; i++)"))
        {
            writer.Line("ref LiveField live = ref Unsafe.Add(ref fields, i);");
            writer.Line("ref float field = ref Unsafe.Add(ref dx, live.Offset);");
            writer.Line("nint end = entry + live.Count;");
            foreach ((int r, int v) in tiles.Cells(vectors))
            {
                writer.Line($"{Floats} sum_r{r}_v{v} = {Load("field", tiles.PixelOffset(r, v))};");
            }

            using (writer.Loop("Every live gradient of the field, with its filter.", "for (; entry < end; entry++)"))
            {
                writer.Line($"{Floats} g = Vector256.Create(Unsafe.Add(ref values, entry));");
                writer.Line("ref float w_filter = ref Unsafe.Add(ref w, (nint)Unsafe.Add(ref filters, entry) * FilterWeights);");
                foreach ((int r, int v) in tiles.Cells(vectors))
                {
                    writer.Line(Accumulate($"sum_r{r}_v{v}", "g", Load("w_filter", tiles.WeightOffset(r, v))));
                }
            }

            writer.Line();
            foreach ((int r, int v) in tiles.Cells(vectors))
            {
                writer.Line(Store($"sum_r{r}_v{v}", "field", tiles.PixelOffset(r, v)));
            }
        }
    }
}
