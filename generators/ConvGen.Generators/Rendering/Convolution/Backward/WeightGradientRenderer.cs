using static ConvGen.Generators.Rendering.Text.VectorText;

namespace ConvGen.Generators.Rendering.Convolution.Backward;

/// <summary>
/// Renders the weight gradient of a convolution, with a tile of weights in registers: over the lists of live gradients, or over every
/// output if few gradients are zero.
/// </summary>
internal sealed class WeightGradientRenderer(KernelWriter writer, ConvStage stage)
{
    private readonly VectorText _simd = writer.Simd.OfLanes(stage.Backward.TileLanes);
    private readonly ConvBackwardSchedule _schedule = stage.Backward;
    private readonly WeightTileLoops _tiles = new(
        writer, stage.Kernel, stage.Backward.WeightTile, writer.Simd.OfLanes(stage.Backward.TileLanes));
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

    private void RenderOverLists()
    {
        writer.Summary("dw += g * x, over each filter's list of live gradients.");
        writer.Line(KernelFile.KernelAttribute);
        using (writer.Block(
            "private static void WeightGradient("
            + "ref float input, ref LiveGradient lists, ref int counts, ref float weightGradient)"))
        {
            _tiles.Render("weightGradient", "input", vectors => _tiles.RenderFiltersWithLists(
                "dw", _filters, "Each filter adds up the receptive fields in its own list.",
                () => RenderTile(vectors, () => RenderEntries(vectors))));
        }
    }

    private void RenderOverEveryOutput(EveryOutputSchedule every)
    {
        bool hasBands = every.Rows < stage.Output.Shape.Height;
        writer.Summary("dw += g * x, over every output" + (_isPooled ? "; x is the receptive field that won the window of the output." : "."));
        writer.Line(KernelFile.KernelAttribute);
        string winners = _isPooled ? "ref int winners, " : "";
        using (writer.Block(
            $"private static void WeightGradient(\n    ref float input, ref float outputGradient, {winners}"
            + $"ref float weightGradient{(hasBands ? ", int rows" : every.Samples > 1 ? ", int samples" : "")})"))
        {
            _tiles.Render("weightGradient", "input", vectors => _tiles.RenderFilters(
                "dw", _filters, "Each filter adds up the receptive fields of all its outputs.",
                () => RenderTile(vectors, () => RenderOutputs(vectors, every, hasBands))));
        }
    }

    private void RenderTile(int vectors, Action renderSums)
    {
        int sets = _schedule.Interleave;
        (int Run, int Vector)[] cells = _tiles.Cells(vectors);
        foreach ((int r, int v) in cells)
        {
            writer.Line($"{_simd.Floats} sum_{_tiles.Cell(vectors, r, v)} = {_simd.LoadFar("dw", _tiles.WeightAddress(r, v))};");
        }

        if (sets == 2)
        {
            writer.Comment("A second set of sums, for every other gradient: "
                + $"with {cells.Length} alone, a multiply-add would wait for the one before in the same sum.");
            foreach ((int r, int v) in cells)
            {
                writer.Line($"{_simd.Floats} odd_{_tiles.Cell(vectors, r, v)} = {_simd.Zero};");
            }
        }

        renderSums();
        writer.Line();
        RenderOwnLanes(vectors);
        foreach ((int r, int v) in cells)
        {
            string cell = _tiles.Cell(vectors, r, v);
            string sum = sets == 1 ? $"sum_{cell}" : $"(sum_{cell} + odd_{cell})";
            string value = _tiles.OwnLanes(vectors, v) is null ? sum : $"({sum} & own_v{v})";
            writer.Line(StoreFar(value, "dw", _tiles.WeightAddress(r, v)));
        }
    }

    /// <summary>Renders the masks of the vectors that do not contain weights in all lanes.</summary>
    private void RenderOwnLanes(int vectors)
    {
        int[] partial = [.. Enumerable.Range(0, vectors).Where(vector => _tiles.OwnLanes(vectors, vector) is not null)];
        if (partial.Length > 0)
        {
            int count = _tiles.CountOwnLanes(vectors, partial[0]);
            string own = partial.Length > 1 ? "Not all lanes are weights"
                : count == 1 ? "Only one lane is a weight"
                : $"Only {count} lanes are weights";
            writer.Comment($"{own}; the others, which met pixels outside the receptive field, become zero.");
        }

        foreach (int vector in partial)
        {
            writer.Line($"{_simd.Floats} own_v{vector} = {_tiles.OwnLanes(vectors, vector)};");
        }
    }

    private void RenderEntries(int vectors)
    {
        (string which, string step) = _schedule.Interleave == 1
            ? ("Each live gradient adds g times its receptive field.", "at++")
            : ("Two live gradients at a time: each adds g times its receptive field, to sums of its own.", "at += 2");
        using (writer.Loop(which, $"for (int at = 0; at < count; {step})"))
        {
            RenderListed("live", "", "Unsafe.Add(ref list, at)", "sum", vectors);
            if (_schedule.Interleave == 2)
            {
                RenderListed("next", "_next", "Unsafe.Add(ref list, at + 1)", "odd", vectors);
            }
        }
    }

    private void RenderListed(string name, string suffix, string element, string sum, int vectors)
    {
        writer.Line($"ref LiveGradient {name} = ref {element};");
        RenderProducts(suffix, $"{name}.Gradient", $"ref Unsafe.Add(ref pixels, {name}.Offset)", sum, vectors);
    }

    private void RenderOutputs(int vectors, EveryOutputSchedule every, bool hasBands)
    {
        using (hasBands || every.Samples == 1 ? null
            : writer.Block("for (int sample = 0; sample < samples; sample++)"))
        using (hasBands
            ? writer.Block("for (int row = 0; row < rows; row++)")
            : stage.Output.Shape.Height == 1 ? null
            : writer.Block($"for (int row = 0; row < {stage.Output.Shape.Height}; row++)"))
        {
            RenderRow(vectors, isOfSamples: every.Samples > 1);
        }
    }

    private void RenderRow(int vectors, bool isOfSamples)
    {
        string[] sample = isOfSamples ? ["sample"] : [];
        string[] row = stage.Output.Shape.Height > 1 ? ["row"] : [];
        string outputs = string.Concat([.. sample.Select(s => $"{s} * OutputSample + "), .. row.Select(r => $"{r} * OutputRow + ")]);
        string[] field =
        [
            .. sample.Select(s => $"{s} * InputSample"),
            .. row.Select(r => $"{r} * {Offset.Of(stage.PoolHeight * stage.Conv.StrideY, "InputRow")}"),
        ];
        writer.Line($"ref float g_output = ref Unsafe.Add(ref outputGradient, {outputs}filter);");
        if (_isPooled)
        {
            writer.Line($"ref int winner = ref Unsafe.Add(ref winners, {outputs}filter);");
        }

        writer.Line(field.Length == 0
            ? "ref float field = ref pixels;"
            : $"ref float field = ref Unsafe.Add(ref pixels, {string.Join(" + ", field)});");
        int width = stage.Output.Shape.Width;
        int sets = _schedule.Interleave;
        int steps = width / sets;
        if (steps > 0)
        {
            string comment = sets == 1
                ? "Each output of the row adds its receptive field times its gradient."
                : "Two outputs of the row at a time: each adds its receptive field times its gradient, to sums of its own.";
            using (writer.LoopBeforeRest(steps, width % sets > 0, comment, "The first two outputs of the row.", "column"))
            {
                RenderOutput("", 0, "sum", vectors);
                if (sets == 2)
                {
                    RenderOutput("_next", 1, "odd", vectors);
                }

                if (width > sets)
                {
                    writer.Line();
                    writer.Line(Advance("g_output", Outputs(sets)));
                    if (_isPooled)
                    {
                        writer.Line(Advance("winner", Outputs(sets)));
                    }

                    writer.Line(Advance("field", Fields(sets)));
                }
            }
        }

        if (width % sets > 0)
        {
            writer.Line();
            using (steps == 0 ? null : writer.Scope("The last output of the row."))
            {
                RenderOutput("", 0, "sum", vectors);
            }
        }
    }

    /// <summary>Renders the products of one output, which is <paramref name="after"/> outputs after the one that is pointed to.</summary>
    private void RenderOutput(string suffix, int after, string sum, int vectors)
    {
        string gradient = after == 0 ? "g_output" : $"Unsafe.Add(ref g_output, {Outputs(after)})";
        string winner = after == 0 ? "winner" : $"Unsafe.Add(ref winner, {Outputs(after)})";
        string field = (_isPooled, after) switch
        {
            (true, 0) => $"ref Unsafe.Add(ref field, {winner})",
            (true, _) => $"ref Unsafe.Add(ref field, {winner} + {Fields(after)})",
            (false, _) => At("field", after == 0 ? "0" : Fields(after)),
        };
        RenderProducts(suffix, gradient, field, sum, vectors);
    }

    private void RenderProducts(string suffix, string gradient, string field, string sum, int vectors)
    {
        writer.Line($"{_simd.Floats} g{suffix} = {_simd.Create(gradient)};");
        writer.Line($"ref float x{suffix} = {field};");
        foreach ((int r, int v) in _tiles.Cells(vectors))
        {
            string pixels = _simd.LoadFar($"x{suffix}", _tiles.PixelAddress(r, v));
            writer.Line(_simd.Accumulate($"{sum}_{_tiles.Cell(vectors, r, v)}", $"g{suffix}", pixels));
        }
    }

    private static string Outputs(int count) => Offset.Of(count, "OutputPixel");

    private string Fields(int count) => Offset.Of(count * stage.PoolWidth * stage.Conv.StrideX, "InputPixel");
}
