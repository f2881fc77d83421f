using ConvGen.Generators.Planning;
using static ConvGen.Generators.Rendering.VectorText;

namespace ConvGen.Generators.Rendering;

/// <summary>
/// The two products of a convolution's backward pass over the list of live gradients. Both hold a tile of a filter's rows in
/// registers and run once over the list: the weight gradient adds pixels to the tile, the input gradient adds the tile to pixels.
/// In generated names r is a kernel row of the tile and v a vector of that row.
/// </summary>
internal sealed class LiveGradientRenderer(SourceWriter writer, ConvStage stage)
{
    private readonly ConvKernelLayout kernel = stage.Kernel;
    private readonly LiveGradientSchedule schedule = stage.Backward;

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
            RenderTiles("dw", "weightGradient", "x", "input", RenderWeightTile);
        }
    }

    /// <summary>dx[field, c, u, v] += g * w[f, c, u, v], for every entry of the list.</summary>
    public void RenderInputGradient()
    {
        writer.Summary("dx[c, u, v] += g * w[f, c, u, v], in the receptive field of every live gradient g of every filter f.");
        writer.Line(KernelFile.KernelAttribute);
        using (writer.Block(
            "private static void InputGradient(\n"
            + "    ref float weights, ref LiveGradient live, ref int counts, ref float inputGradient, int samples)"))
        {
            using (writer.Loop("The sums start at zero.", "for (int i = 0; i < samples * InputSample; i += 8)"))
            {
                writer.Line(Store(Zero, "inputGradient", "i"));
            }

            writer.Line();
            RenderTiles("w", "weights", "dx", "inputGradient", RenderInputTile);
        }
    }

    /// <summary>The loops over filters, planes, rows and vectors that both products share.</summary>
    private void RenderTiles(string weight, string weights, string pixel, string pixels, Action<int> renderTile)
    {
        using (writer.Loop("Every filter, with its list.",
            $"for (int filter = 0; filter < {stage.Output.Shape.Channels}; filter++)"))
        {
            writer.Line("ref LiveGradient list = ref Unsafe.Add(ref live, filter * Capacity);");
            writer.Line("int count = Unsafe.Add(ref counts, filter);");
            writer.Line($"ref float {weight} = ref Unsafe.Add(ref {weights}, filter * FilterWeights);");
            using (writer.LoopUnlessOnce(kernel.Planes, "Every channel, a plane of the input.", "channel"))
            {
                string plane = kernel.Planes == 1 ? $"ref {pixels}" : $"ref Unsafe.Add(ref {pixels}, channel * InputChannel)";
                writer.Line($"ref float {pixel} = {plane};");
                int rowTiles = kernel.Rows / schedule.TileRows;
                string every = $"{Phrases.Some("Every", schedule.TileRows, "kernel row")}.";
                using (writer.LoopUnlessOnce(rowTiles, every, "row"))
                {
                    RenderRow(weight, pixel, renderTile, isLast: rowTiles == 1);
                }
            }
        }
    }

    /// <summary>One row of tiles: full ones, then a narrower one where they leave a rest.</summary>
    private void RenderRow(string weight, string pixel, Action<int> renderTile, bool isLast)
    {
        int tileFloats = schedule.TileVectors * VectorSize.Lanes;
        bool leavesRest = schedule.LastTileVectors > 0;
        bool moves = schedule.FullTiles > 1 || leavesRest;
        if (schedule.FullTiles > 0)
        {
            string every = $"Every {schedule.TileVectors} vectors of the row.";
            string first = $"The first {Phrases.Count(schedule.TileVectors, "vector")} of the row.";
            using (writer.LoopBeforeRest(schedule.FullTiles, leavesRest, every, first, "tile"))
            {
                renderTile(schedule.TileVectors);
                if (moves)
                {
                    writer.Line(Advance(weight, tileFloats));
                    writer.Line(Advance(pixel, tileFloats));
                }
            }
        }

        if (leavesRest)
        {
            writer.Line();
            using (writer.Scope("The rest of the row."))
            {
                renderTile(schedule.LastTileVectors);
            }
        }

        // On to the next rows, from wherever the tiles have left the references.
        int moved = moves ? schedule.FullTiles * tileFloats : 0;
        if (!isLast || kernel.Planes > 1)
        {
            writer.Line();
            writer.Line(Advance(weight, schedule.TileRows * kernel.WeightRowStride - moved));
        }

        if (!isLast)
        {
            writer.Line(Advance(pixel, schedule.TileRows * kernel.RowStride - moved));
        }
    }

    private (int Row, int Vector)[] Tile(int vectors) => Grid.Cells(schedule.TileRows, vectors);

    private int WeightOffset(int row, int vector) => row * kernel.WeightRowStride + vector * VectorSize.Lanes;

    private int PixelOffset(int row, int vector) => row * kernel.RowStride + vector * VectorSize.Lanes;

    private void RenderWeightTile(int vectors)
    {
        bool reachesEnd = schedule.LastTileVectors == 0 ? schedule.FullTiles == 1 : vectors == schedule.LastTileVectors;
        int sets = schedule.Interleave;
        foreach ((int r, int v) in Tile(vectors))
        {
            writer.Line($"{Floats} sum_r{r}_v{v} = {Load("dw", WeightOffset(r, v))};");
        }

        if (sets == 2)
        {
            writer.Comment("A second set of sums for every other entry: one alone would wait for its own additions.");
            foreach ((int r, int v) in Tile(vectors))
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
        foreach ((int r, int v) in Tile(vectors))
        {
            string sum = sets == 1 ? $"sum_r{r}_v{v}" : $"sum_r{r}_v{v} + odd_r{r}_v{v}";
            bool isRowEnd = reachesEnd && v == vectors - 1 && kernel.HasForeignLanes;
            string value = isRowEnd
                ? ForeignLanesCleared(sum)
                : sets == 1 ? sum : $"({sum})";
            writer.Line(Store(value, "dw", WeightOffset(r, v)));
        }
    }

    /// <summary>The last vector of a row reaches into pixels beyond the receptive field: they are no weights.</summary>
    private string ForeignLanesCleared(string sum) =>
        $"(({sum}) & {FirstLanes(kernel.RowLength % VectorSize.Lanes)})";

    private void RenderEntry(string entry, string element, string sum, int vectors)
    {
        writer.Line($"ref LiveGradient {entry} = ref {element};");
        writer.Line($"{Floats} g_{entry} = Vector256.Create({entry}.Gradient);");
        writer.Line($"ref float x_{entry} = ref Unsafe.Add(ref x, {entry}.Offset);");
        foreach ((int r, int v) in Tile(vectors))
        {
            writer.Line(Accumulate($"{sum}_r{r}_v{v}", $"g_{entry}", Load($"x_{entry}", PixelOffset(r, v))));
        }
    }

    private void RenderInputTile(int vectors)
    {
        foreach ((int r, int v) in Tile(vectors))
        {
            writer.Line($"{Floats} w_r{r}_v{v} = {Load("w", WeightOffset(r, v))};");
        }

        using (writer.Loop("Every live gradient.", "for (int i = 0; i < count; i++)"))
        {
            writer.Line("ref LiveGradient entry = ref Unsafe.Add(ref list, i);");
            writer.Line($"{Floats} g = Vector256.Create(entry.Gradient);");
            writer.Line("ref float field = ref Unsafe.Add(ref dx, entry.Offset);");
            foreach ((int r, int v) in Tile(vectors))
            {
                int offset = PixelOffset(r, v);
                writer.Line(Store(MultiplyAdd("g", $"w_r{r}_v{v}", Load("field", offset)), "field", offset));
            }
        }
    }
}
