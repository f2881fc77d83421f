using static ConvGen.Generators.Rendering.Text.VectorText;

namespace ConvGen.Generators.Rendering.Convolution.Backward;

/// <summary>
/// Renders the input gradient of a convolution over the lists of live gradients: with a tile of a filter's weights in registers, or with a
/// tile of a receptive field's pixels.
/// </summary>
internal sealed class InputGradientRenderer(KernelWriter writer, ConvStage stage)
{
    private readonly VectorText _simd = writer.Simd.OfLanes(stage.Backward.TileLanes);
    private readonly WeightTileLoops _tiles = new(
        writer, stage.Kernel, stage.Backward.InputTile, writer.Simd.OfLanes(stage.Backward.TileLanes));

    public void RenderByFilter()
    {
        writer.Summary("dx += g * w, over the lists of the filters.");
        writer.Line(KernelFile.KernelAttribute);
        using (writer.Block(
            "private static void InputGradient(\n"
            + "    ref float weights, ref LiveGradient lists, ref int counts, ref float inputGradient)"))
        {
            _tiles.Render("weights", "inputGradient", vectors => _tiles.RenderFiltersWithLists(
                "w", stage.Output.Shape.Channels, "Each filter keeps its weights in registers for all receptive fields in its list.",
                () => RenderPixelUpdates(vectors)));
        }
    }

    public void RenderByField()
    {
        writer.Summary("dx += g * w, over the list of receptive fields.");
        writer.Line(KernelFile.KernelAttribute);
        using (writer.Block(
            "private static void InputGradient(\n"
            + "    ref float weights, ref LiveField fields, int fieldCount, ref float values, ref int filters, "
            + "ref float inputGradient)"))
        {
            _tiles.Render("weights", "inputGradient", RenderPixelTile);
        }
    }

    private void RenderPixelUpdates(int vectors)
    {
        foreach ((int r, int v) in _tiles.Cells(vectors))
        {
            writer.Line($"{_simd.Floats} w_{_tiles.Cell(vectors, r, v)} = {_simd.LoadFar("w", _tiles.WeightAddress(r, v))};");
        }

        using (writer.Loop("Each live gradient adds g times the weights of its filter to its receptive field.",
            "for (int at = 0; at < count; at++)"))
        {
            writer.Line("ref LiveGradient live = ref Unsafe.Add(ref list, at);");
            writer.Line($"{_simd.Floats} g = {_simd.Create("live.Gradient")};");
            writer.Line("ref float dx = ref Unsafe.Add(ref pixels, live.Offset);");
            Func<int, string> gradient = RenderGradients(vectors);
            foreach ((int r, int v) in _tiles.Cells(vectors))
            {
                string address = _tiles.PixelAddress(r, v);
                string sum = _simd.MultiplyAdd(gradient(v), $"w_{_tiles.Cell(vectors, r, v)}", _simd.LoadFar("dx", address));
                writer.Line(StoreFar(sum, "dx", address));
            }
        }
    }

    private void RenderPixelTile(int vectors)
    {
        writer.Line("nint entry = 0;");
        using (writer.Loop("Each receptive field keeps its sums in registers while all its live gradients add to them.",
            "for (int at = 0; at < fieldCount; at++)"))
        {
            writer.Line("ref LiveField field = ref Unsafe.Add(ref fields, at);");
            writer.Line("ref float dx = ref Unsafe.Add(ref pixels, field.Offset);");
            writer.Line("nint endEntry = entry + field.Count;");
            foreach ((int r, int v) in _tiles.Cells(vectors))
            {
                string pixels = _simd.LoadFar("dx", _tiles.PixelAddress(r, v));
                writer.Line($"{_simd.Floats} sum_{_tiles.Cell(vectors, r, v)} = {pixels};");
            }

            using (writer.Loop("Each live gradient adds g times the weights of its filter.", "for (; entry < endEntry; entry++)"))
            {
                writer.Line($"{_simd.Floats} g = {_simd.Create("Unsafe.Add(ref values, entry)")};");
                writer.Line("ref float w = ref Unsafe.Add(ref tile, (nint)Unsafe.Add(ref filters, entry) * FilterWeights);");
                Func<int, string> gradient = RenderGradients(vectors);
                foreach ((int r, int v) in _tiles.Cells(vectors))
                {
                    string weights = _simd.LoadFar("w", _tiles.WeightAddress(r, v));
                    writer.Line(_simd.Accumulate($"sum_{_tiles.Cell(vectors, r, v)}", gradient(v), weights));
                }
            }

            writer.Line();
            foreach ((int r, int v) in _tiles.Cells(vectors))
            {
                writer.Line(StoreFar($"sum_{_tiles.Cell(vectors, r, v)}", "dx", _tiles.PixelAddress(r, v)));
            }
        }
    }

    /// <summary>Declares the gradients that the vectors of a tile are multiplied with, and returns their names by vector. In lanes outside
    /// the receptive field the gradient is masked: the weights there are zero, but zero times a NaN gradient would be NaN.</summary>
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
