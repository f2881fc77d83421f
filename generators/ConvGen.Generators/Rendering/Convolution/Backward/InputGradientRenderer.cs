using static ConvGen.Generators.Rendering.Text.VectorText;

namespace ConvGen.Generators.Rendering.Convolution.Backward;

/// <summary>
/// The gradient of a convolution's input over the lists of live gradients. In generated names r is a run (a kernel row, or a
/// pixel of a dilated one) of the tile in registers and v a vector of that run.
/// </summary>
internal sealed class InputGradientRenderer(KernelWriter writer, ConvStage stage)
{
    private readonly VectorText _simd = writer.Simd;
    private readonly WeightTileLoops _tiles = new(writer, stage.Kernel, stage.Backward);

    /// <summary>dx[field, c, u, v] += g * w[f, c, u, v], with the weights of a filter in registers.</summary>
    public void RenderByFilter()
    {
        writer.Summary("dx[c, u, v] += g * w[f, c, u, v], in the receptive field of every live gradient g of every filter f.");
        writer.Line(KernelFile.KernelAttribute);
        using (writer.Block(
            "private static void InputGradient(\n"
            + "    ref float weights, ref LiveGradient live, ref int counts, ref float inputGradient)"))
        {
            _tiles.Render("weights", "tile", "inputGradient", "dx",
                vectors => _tiles.RenderFiltersWithLists("w", stage.Output.Shape.Channels, () => RenderPixelUpdates(vectors)));
        }
    }

    /// <summary>The same, with the pixels of a field in registers.</summary>
    public void RenderByField()
    {
        writer.Summary(
            "dx[c, u, v] += sum over the live gradients g of a receptive field of g * w[f, c, u, v] of their filters f.");
        writer.Line(KernelFile.KernelAttribute);
        using (writer.Block(
            "private static void InputGradient(\n"
            + "    ref float weights, ref LiveField fields, int count, ref float values, ref int filters, "
            + "ref float inputGradient)"))
        {
            _tiles.Render("weights", "w", "inputGradient", "dx", RenderPixelTile);
        }
    }

    private void RenderPixelUpdates(int vectors)
    {
        foreach ((int r, int v) in _tiles.Cells(vectors))
        {
            writer.Line($"{_simd.Floats} w_r{r}_v{v} = {_simd.Load("w", _tiles.WeightOffset(r, v))};");
        }

        using (writer.Loop("Each live gradient adds the weights of its filter times itself to its receptive field.", "for (int i = 0; i < count; i++)"))
        {
            writer.Line("ref LiveGradient entry = ref Unsafe.Add(ref list, i);");
            writer.Line($"{_simd.Floats} g = {_simd.Create("entry.Gradient")};");
            writer.Line("ref float field = ref Unsafe.Add(ref dx, entry.Offset);");
            Func<int, string> gradient = RenderGradients(vectors);
            foreach ((int r, int v) in _tiles.Cells(vectors))
            {
                int offset = _tiles.PixelOffset(r, v);
                writer.Line(Store(_simd.MultiplyAdd(gradient(v), $"w_r{r}_v{v}", _simd.Load("field", offset)), "field", offset));
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
            foreach ((int r, int v) in _tiles.Cells(vectors))
            {
                writer.Line($"{_simd.Floats} sum_r{r}_v{v} = {_simd.Load("field", _tiles.PixelOffset(r, v))};");
            }

            using (writer.Loop("Each live gradient of the field adds the weights of its filter times itself.", "for (; entry < end; entry++)"))
            {
                writer.Line($"{_simd.Floats} g = {_simd.Create("Unsafe.Add(ref values, entry)")};");
                writer.Line("ref float w_filter = ref Unsafe.Add(ref w, (nint)Unsafe.Add(ref filters, entry) * FilterWeights);");
                Func<int, string> gradient = RenderGradients(vectors);
                foreach ((int r, int v) in _tiles.Cells(vectors))
                {
                    writer.Line(_simd.Accumulate($"sum_r{r}_v{v}", gradient(v), _simd.Load("w_filter", _tiles.WeightOffset(r, v))));
                }
            }

            writer.Line();
            foreach ((int r, int v) in _tiles.Cells(vectors))
            {
                writer.Line(Store($"sum_r{r}_v{v}", "field", _tiles.PixelOffset(r, v)));
            }
        }
    }

    /// <summary>What the vectors of a tile are multiplied with. Beside the receptive field weights are zero, and a gradient that is
    /// NaN would make NaN of them and of the pixels there.</summary>
    private Func<int, string> RenderGradients(int vectors)
    {
        string Name(int vector) => _tiles.OwnLanes(vectors, vector) is null ? "g" : $"g_v{vector}";
        int[] partial = [.. Enumerable.Range(0, vectors).Where(vector => Name(vector) != "g")];
        if (partial.Length > 0)
        {
            writer.Comment("Pixels beside the receptive field stay as they are, also where g is NaN.");
        }

        foreach (int vector in partial)
        {
            writer.Line($"{_simd.Floats} {Name(vector)} = g & {_tiles.OwnLanes(vectors, vector)};");
        }

        return Name;
    }
}
