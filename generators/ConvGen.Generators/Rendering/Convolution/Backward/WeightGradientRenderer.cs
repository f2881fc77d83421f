using static ConvGen.Generators.Rendering.Text.VectorText;

namespace ConvGen.Generators.Rendering.Convolution.Backward;

/// <summary>
/// The gradient of a convolution's weights, a tile of them in registers: over the lists of live gradients, or over every output
/// where hardly any gradient is zero. In generated names r is a run (a kernel row, or a pixel of a dilated one) of the tile and
/// v a vector of that run.
/// </summary>
internal sealed class WeightGradientRenderer(KernelWriter writer, ConvStage stage)
{
    private readonly VectorText _simd = writer.Simd;
    private readonly ConvBackwardSchedule _schedule = stage.Backward;
    private readonly WeightTileLoops _tiles = new(writer, stage.Kernel, stage.Backward);
    private readonly bool _isPooled = stage.Pool is not null;
    private readonly int _filters = stage.Output.Shape.Channels;

    public void Render()
    {
        if (_schedule.EveryOutput is null)
        {
            RenderOverLists();
        }
        else
        {
            RenderOverEveryOutput(_schedule.EveryOutput);
        }
    }

    /// <summary>dw[f, c, u, v] += sum over the list of g * x[field, c, u, v].</summary>
    private void RenderOverLists()
    {
        writer.Summary(
            "dw[f, c, u, v] += sum over the live gradients g of filter f of g * x[c, u, v] of their receptive fields.");
        writer.Line(KernelFile.KernelAttribute);
        using (writer.Block(
            "private static void WeightGradient("
            + "ref float input, ref LiveGradient live, ref int counts, ref float weightGradient)"))
        {
            _tiles.Render("weightGradient", "tile", "input", "x", vectors => _tiles.RenderFiltersWithLists("dw", _filters, () =>
                RenderTile(vectors, () => RenderEntries(vectors))));
        }
    }

    /// <summary>dw[f, c, u, v] += sum over p and q of g[f, p, q] * x[field of (f, p, q), c, u, v].</summary>
    private void RenderOverEveryOutput(EveryOutputSchedule every)
    {
        bool hasBands = every.Rows < stage.Output.Shape.Height;
        writer.Summary("dw[f, c, u, v] += sum over every output's gradient g of filter f of g * x[c, u, v] of "
            + (_isPooled ? "the receptive field that won its window." : "its receptive field."));
        writer.Line(KernelFile.KernelAttribute);
        string winners = _isPooled ? "ref int winners, " : "";
        using (writer.Block(
            $"private static void WeightGradient(\n    ref float input, ref float outputGradient, {winners}"
            + $"ref float weightGradient{(hasBands ? ", int rows" : every.Samples > 1 ? ", int samples" : "")})"))
        {
            _tiles.Render("weightGradient", "tile", "input", "x", vectors => _tiles.RenderFilters("dw", _filters, () =>
                RenderTile(vectors, () => RenderOutputs(vectors, every, hasBands))));
        }
    }

    private void RenderTile(int vectors, Action renderSums)
    {
        int sets = _schedule.Interleave;
        foreach ((int r, int v) in _tiles.Cells(vectors))
        {
            writer.Line($"{_simd.Floats} sum_r{r}_v{v} = {_simd.Load("dw", _tiles.WeightOffset(r, v))};");
        }

        if (sets == 2)
        {
            writer.Comment("A second set of sums for every other entry: one alone would wait for its own additions.");
            foreach ((int r, int v) in _tiles.Cells(vectors))
            {
                writer.Line($"{_simd.Floats} odd_r{r}_v{v} = {_simd.Zero};");
            }
        }

        renderSums();
        writer.Line();
        foreach ((int r, int v) in _tiles.Cells(vectors))
        {
            string sum = sets == 1 ? $"sum_r{r}_v{v}" : $"sum_r{r}_v{v} + odd_r{r}_v{v}";
            string value = _tiles.OwnLanes(vectors, v) is { } own ? $"(({sum}) & {own})" : sets == 1 ? sum : $"({sum})";
            writer.Line(Store(value, "dw", _tiles.WeightOffset(r, v)));
        }
    }

    private void RenderEntries(int vectors)
    {
        (string which, string step) = _schedule.Interleave == 1
            ? ("Each live gradient adds its receptive field times itself.", "i++")
            : ("Two live gradients at a time: each adds its receptive field times itself, to sums of its own.", "i += 2");
        using (writer.Loop(which, $"for (int i = 0; i < count; {step})"))
        {
            RenderListed("entry", "Unsafe.Add(ref list, i)", "sum", vectors);
            if (_schedule.Interleave == 2)
            {
                RenderListed("next", "Unsafe.Add(ref list, i + 1)", "odd", vectors);
            }
        }
    }

    private void RenderListed(string entry, string element, string sum, int vectors)
    {
        writer.Line($"ref LiveGradient {entry} = ref {element};");
        RenderProducts(entry, $"{entry}.Gradient", $"ref Unsafe.Add(ref x, {entry}.Offset)", sum, vectors);
    }

    private void RenderOutputs(int vectors, EveryOutputSchedule every, bool hasBands)
    {
        using (hasBands || every.Samples == 1 ? null
            : writer.Loop("Every sample.", "for (int sample = 0; sample < samples; sample++)"))
        using (hasBands
            ? writer.Loop("Every row of outputs.", "for (int outputRow = 0; outputRow < rows; outputRow++)")
            : writer.LoopUnlessOnce(stage.Output.Shape.Height, "Every row of outputs.", "outputRow"))
        {
            RenderRow(vectors, isOfSamples: every.Samples > 1);
        }
    }

    private void RenderRow(int vectors, bool isOfSamples)
    {
        string[] sample = isOfSamples ? ["sample"] : [];
        string[] row = stage.Output.Shape.Height > 1 ? ["outputRow"] : [];
        string outputs = string.Concat([.. sample.Select(s => $"{s} * OutputSample + "), .. row.Select(r => $"{r} * OutputRow + ")]);
        string[] field =
            [.. sample.Select(s => $"{s} * InputSample"), .. row.Select(r => $"{r} * {stage.PoolHeight * stage.FieldStepY}")];
        writer.Line($"ref float g = ref Unsafe.Add(ref outputGradient, {outputs}filter);");
        if (_isPooled)
        {
            writer.Line($"ref int winner = ref Unsafe.Add(ref winners, {outputs}filter);");
        }

        writer.Line(field.Length == 0
            ? "ref float field = ref x;"
            : $"ref float field = ref Unsafe.Add(ref x, {string.Join(" + ", field)});");
        int width = stage.Output.Shape.Width;
        int sets = _schedule.Interleave;
        int steps = width / sets;
        if (steps > 0)
        {
            string comment = sets == 1 ? "Every output of the row." : "Every two outputs of the row.";
            using (writer.LoopBeforeRest(steps, width % sets > 0, comment, "The first two outputs of the row.", "outputColumn"))
            {
                RenderOutput("entry", 0, "sum", vectors);
                if (sets == 2)
                {
                    RenderOutput("next", 1, "odd", vectors);
                }

                if (width > sets)
                {
                    writer.Line();
                    writer.Line(Advance("g", Outputs(sets)));
                    if (_isPooled)
                    {
                        writer.Line(Advance("winner", Outputs(sets)));
                    }

                    writer.Line(Advance("field", sets * stage.PoolWidth * stage.FieldStepX));
                }
            }
        }

        if (width % sets > 0)
        {
            writer.Line();
            using (steps == 0 ? null : writer.Scope("The last one."))
            {
                RenderOutput("entry", 0, "sum", vectors);
            }
        }
    }

    /// <summary>One output's gradient, the given number of outputs after the one that is pointed to.</summary>
    private void RenderOutput(string entry, int after, string sum, int vectors)
    {
        string gradient = after == 0 ? "g" : $"Unsafe.Add(ref g, {Outputs(after)})";
        int step = after * stage.PoolWidth * stage.FieldStepX;
        string winner = after == 0 ? "winner" : $"Unsafe.Add(ref winner, {Outputs(after)})";
        string field = (_isPooled, step) switch
        {
            (true, 0) => $"ref Unsafe.Add(ref field, {winner})",
            (true, _) => $"ref Unsafe.Add(ref field, {winner} + {step})",
            (false, 0) => "ref field",
            (false, _) => $"ref Unsafe.Add(ref field, {step})",
        };
        RenderProducts(entry, gradient, field, sum, vectors);
    }

    private void RenderProducts(string entry, string gradient, string field, string sum, int vectors)
    {
        writer.Line($"{_simd.Floats} g_{entry} = {_simd.Create(gradient)};");
        writer.Line($"ref float x_{entry} = {field};");
        foreach ((int r, int v) in _tiles.Cells(vectors))
        {
            writer.Line(_simd.Accumulate($"{sum}_r{r}_v{v}", $"g_{entry}", _simd.Load($"x_{entry}", _tiles.PixelOffset(r, v))));
        }
    }

    private static string Outputs(int count) => count == 1 ? "OutputPixel" : $"{count} * OutputPixel";
}
