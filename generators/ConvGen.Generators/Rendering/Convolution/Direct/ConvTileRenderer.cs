using static ConvGen.Generators.Rendering.Text.VectorText;

namespace ConvGen.Generators.Rendering.Convolution.Direct;

/// <summary>
/// Renders one register tile of a convolution: sums that start at the biases, the reduction, then pooling, activation and the store. In
/// generated names r and c are the row and column of a pixel in the tile, f the first filter of a vector.
/// </summary>
internal sealed class ConvTileRenderer(
    KernelWriter writer, ConvStage stage, DirectBlock block, int outputs, bool activatesLater)
{
    private readonly VectorText _simd = writer.Simd;
    private readonly ConvKernelLayout _kernel = stage.Kernel;
    private readonly int _rows = stage.PoolHeight;
    private readonly int _columns = outputs * stage.PoolWidth;

    /// <summary>
    /// Whether each column has its own moving reference. With a single reference, the JIT would see that neighbouring columns read the same
    /// address at neighbouring steps, keep all these values in registers, and spill.
    /// </summary>
    private bool MovesColumnsApart => stage.FieldStepX < block.Unroll * _kernel.Inner.InputStride;

    private IEnumerable<string> Fields =>
        MovesColumnsApart ? Enumerable.Range(0, _columns).Select(column => $"x_c{column}") : ["x"];

    private IEnumerable<int> Vectors => Enumerable.Range(0, block.Vectors).Select(vector => vector * _simd.Lanes);

    /// <summary>The first filter of the half vector; null if there is none.</summary>
    private int? HalfVector => block.EndsInHalf ? block.WholeVectors * _simd.Lanes : null;

    private (int Row, int Column)[] Pixels => Grid.Cells(_rows, _columns);

    public void Render(string row, string tile)
    {
        RenderStart(row, tile);
        new ConvReductionRenderer(writer, _kernel, [.. Fields], block.Unroll, block.Filters, RenderStep).Render();
        if (HalfVector is { } half)
        {
            RenderPairSeparation(half);
        }

        RenderEnd(row, tile);
    }

    /// <summary>Renders the distances that differ between blocks, before the loops.</summary>
    public static void RenderDistances(KernelWriter writer, ConvStage stage, DirectBlock block)
    {
        if (block.FullTiles > 1 || block.LastTileOutputs > 0)
        {
            int outputs = block.TileOutputs;
            writer.Comment("Floats per tile.");
            writer.Line($"const int InputTile = {ConvDistances.Field(stage, 0, outputs * stage.PoolWidth)};");
            writer.Line($"const int OutputTile = {Offset.Sum((outputs, "OutputPixel"))};");
        }

        ConvReductionRenderer.RenderStepWeights(writer, block.Unroll, block.Filters);
    }

    private static string Sum(int row, int column, int filter) => $"sum_r{row}_c{column}_f{filter}";

    private void RenderStart(string row, string tile)
    {
        writer.Comment("Each sum starts at the bias of its filter.");
        foreach ((int r, int c) in Pixels)
        {
            foreach (int f in Vectors.Where(f => f != HalfVector))
            {
                writer.Line($"{_simd.Floats} {Sum(r, c, f)} = {_simd.Load("biases", f)};");
            }

            if (HalfVector is { } half && c % 2 == 0)
            {
                writer.Line($"{_simd.Floats} {Sum(r, c, half)} = {_simd.LoadHalves("biases", $"{half}", $"{half}")};");
            }
        }

        writer.Line();
        int rowStep = stage.PoolHeight * stage.Conv.StrideY;
        string start = Offset.Position((row, Offset.Of(rowStep, "InputRow")), (tile, "InputTile"));
        int column = 0;
        foreach (string field in Fields)
        {
            string offset = Offset.Join(start, ConvDistances.Field(stage, 0, column));
            writer.Line($"ref float {field} = {At("input", offset)};");
            column++;
        }

        writer.Line("ref float w = ref weights;");
        writer.Line();
    }

    /// <summary>Renders one step: every pixel of the tile is multiplied with the weights of the block.</summary>
    private void RenderStep(int step)
    {
        foreach (int f in Vectors)
        {
            writer.Line($"{_simd.Floats} w_f{f} = {_simd.LoadFar("w", ConvReductionRenderer.WeightOffset(step, f))};");
        }

        foreach ((int r, int c) in Pixels)
        {
            string field = MovesColumnsApart ? $"x_c{c}" : "x";
            string offset = ConvDistances.Field(stage, r, MovesColumnsApart ? 0 : c, step * _kernel.Inner.InputStride);
            writer.Line($"{_simd.Floats} x_r{r}_c{c} = {_simd.Broadcast(field, offset)};");
            foreach (int f in Vectors.Where(f => f != HalfVector))
            {
                writer.Line(_simd.Accumulate(Sum(r, c, f), $"x_r{r}_c{c}", $"w_f{f}"));
            }

            if (HalfVector is { } half && (c % 2 == 1 || c == _columns - 1))
            {
                int left = c / 2 * 2;
                string pair = left == c ? $"x_r{r}_c{c}" : Halves($"x_r{r}_c{left}", $"x_r{r}_c{c}");
                writer.Line(_simd.Accumulate(Sum(r, left, half), pair, $"w_f{half}"));
            }
        }
    }

    /// <summary>Renders the separation of sums that belong to two pixels: each half moves to the lower half of its own vector.</summary>
    private void RenderPairSeparation(int half)
    {
        writer.Line();
        writer.Comment("The last filters: the upper half of a sum belongs to the pixel on the right, and becomes a sum of its own.");
        foreach ((int r, int c) in Pixels.Where(pixel => pixel.Column % 2 == 1))
        {
            writer.Line($"{_simd.Floats} {Sum(r, c, half)} = {_simd.SwapHalves(Sum(r, c - 1, half))};");
        }
    }

    private void RenderEnd(string row, string tile)
    {
        writer.Line();
        string offset = Offset.Position((row, "OutputRow"), (tile, "OutputTile"));
        writer.Line($"ref float y = {At("output", offset)};");
        if (stage.Pool is not null)
        {
            RenderPooling(offset);
        }

        if (!activatesLater && stage.Activation is { } activation)
        {
            writer.Comment(stage.Pool is null ? "The activation." : "The activation, once per window.");
            foreach ((_, string value, _) in Results)
            {
                writer.Line($"{value} = {Activate(activation, value)};");
            }
        }

        foreach ((int output, string value, int f) in Results)
        {
            string stored = _simd.KeepFirstLanes(value, block.RealFilters - f);
            writer.Line(StoreFar(stored, "y", OutputOffset(output, f)));
        }
    }

    private static string OutputOffset(int output, int filter) => Offset.Sum((output, "OutputPixel"), (filter, Offset.One));

    /// <summary>The vectors to store: the output in the tile, the name of the vector, and its first filter.</summary>
    private IEnumerable<(int Output, string Value, int Filter)> Results =>
        from output in Enumerable.Range(0, outputs)
        from f in Vectors
        select (output, stage.Pool is null ? Sum(0, output, f) : $"max_o{output}_f{f}", f);

    private void RenderPooling(string offset)
    {
        writer.Comment("The largest sum of each window; o counts the windows of the tile.");
        foreach ((int output, string value, int f) in Results)
        {
            string[] sums = [.. Window(output).Select(pixel => Sum(pixel.Row, pixel.Column, f))];
            if (sums.Length == 4)
            {
                writer.Line($"{_simd.Floats} {value} = {Maximum(sums[0], sums[1], sums[2], sums[3])};");
                continue;
            }

            writer.Line($"{_simd.Floats} {value} = {sums[0]};");
            foreach (string sum in sums.Skip(1))
            {
                writer.Line($"{value} = {Maximum(value, sum)};");
            }
        }

        using (writer.Block("if (keepWinners)"))
        {
            writer.Comment($"Which receptive field of the window won, as an offset from its first: {WinnerText.Rule}.");
            writer.Line($"ref int winner = {At("winners", offset)};");
            foreach ((int output, string value, int f) in Results)
            {
                string name = $"winner_o{output}_f{f}";
                WinnerText.Render(
                    writer,
                    name,
                    value,
                    [.. Window(output).Select(pixel => (Sum(pixel.Row, pixel.Column, f), FieldOffset(output, pixel)))]);
                writer.Line(StoreFar(name, "winner", OutputOffset(output, f)));
            }
        }

        writer.Line();
    }

    private IEnumerable<(int Row, int Column)> Window(int output) =>
        Grid.Cells(_rows, stage.PoolWidth).Select(cell => (cell.Row, output * stage.PoolWidth + cell.Column));

    private string FieldOffset(int output, (int Row, int Column) pixel) =>
        ConvDistances.Field(stage, pixel.Row, pixel.Column - output * stage.PoolWidth);
}
