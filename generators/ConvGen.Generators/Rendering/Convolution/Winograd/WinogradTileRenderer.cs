using static ConvGen.Generators.Rendering.Text.VectorText;

namespace ConvGen.Generators.Rendering.Convolution.Winograd;

/// <summary>
/// Renders the two transforms of a layer's tiles: of the inputs, and of the products back to outputs, followed by pooling, bias and
/// activation. Each transforms the columns of a tile, then the rows.
/// </summary>
internal sealed class WinogradTileRenderer(KernelWriter writer, ConvStage stage, WinogradForward schedule)
{
    private readonly VectorText _simd = writer.Simd;
    private readonly WinogradTransform _transform = schedule.Transform;
    private readonly string _transforms = WinogradTransformRenderer.ClassName(schedule.Transform);
    private readonly NonFiniteFallbackRenderer _fallback = new(writer, stage, schedule);

    /// <summary>The number of filters after the last full vector.</summary>
    private readonly int _restFilters = stage.Conv.Output.Channels % writer.Simd.Lanes;

    public void RenderInput()
    {
        int size = _transform.Size;
        writer.Summary("Step 2: v = B^T d B for every tile and channel; v lies as [element][tile][channel]. In between, h = B^T d lies in "
            + "half, the memory of the later products.");
        writer.Line(KernelFile.KernelAttribute);
        using (writer.Block("private static void TransformInput(ref float input, ref float half, ref float transformed)"))
        using (RenderTileLoops(
            $"A tile starts {_transform.Outputs} pixels after the one before, and overlaps it by {size - _transform.Outputs}.",
            out string tile, out string row))
        using (writer.Loop(_simd.AtATime("channels"), $"for (int channel = 0; channel < InputPixel; channel += {_simd.Lanes})"))
        {
            writer.Line($"ref float d = ref Unsafe.Add(ref input, {FirstInput(row)} + channel);");
            writer.Line($"ref float v = ref Unsafe.Add(ref transformed, {tile} * TransformedTile + channel);");
            using (writer.Loop("The columns: h = B^T d.", $"for (int j = 0; j < {size}; j++)"))
            {
                writer.Line($"ref float h = ref Unsafe.Add(ref half, j * {_simd.Lanes});");
                writer.Call($"{_transforms}.Input",
                    "ref Unsafe.Add(ref d, j * InputPixel)", "InputRow", "ref h", "HalfRow");
            }

            using (writer.Loop("The rows: v = h B.", $"for (int i = 0; i < {size}; i++)"))
            {
                writer.Line($"ref float h = ref Unsafe.Add(ref half, i * HalfRow);");
                writer.Call($"{_transforms}.Input",
                    "ref h", $"{_simd.Lanes}", $"ref Unsafe.Add(ref v, i * {size} * TransformedElement)",
                    "TransformedElement");
            }
        }
    }

    public void RenderOutput()
    {
        string winners = stage.Pool is null ? "" : "ref int winners, bool keepWinners, ";
        writer.Summary($"Step 4: y = A^T m A{ConvHead.Finish(stage, _transform.Divisor)}, for every tile and filter of a block. lanes is the "
            + "number of its packed filters, padding included.");
        writer.Line(KernelFile.KernelAttribute);
        using (writer.Block("private static void TransformOutput(\n    "
            + "ref float input, ref float products, ref float weights, ref float biases,\n    "
            + $"ref float output, {winners}int filters, int lanes)"))
        {
            RenderRoundingComment();
            writer.Line($"{_simd.Floats} scale = {_simd.Create($"1f / {_transform.Divisor}")};");
            using (RenderTileLoops(DescribeTile(), out string tile, out string row))
            using (writer.Loop(_simd.AtATime("filters"),
                $"for (int filter = 0; filter < filters; filter += {_simd.Lanes})"))
            {
                writer.Line($"{_simd.Floats} bias = {_simd.Load("biases", "filter")};");
                RenderMask();
                writer.Line($"ref float m = ref Unsafe.Add(ref products, {tile} * ProductTile + filter);");
                RenderColumns();
                RenderRows(row);
            }
        }

        if (stage.Pool is not null)
        {
            writer.Line();
            RenderLargest();
        }

        writer.Line();
        _fallback.RenderMethod();
    }

    /// <summary>Describes the outputs of a tile, or the pooling windows that it covers.</summary>
    private string DescribeTile()
    {
        int size = _transform.Outputs;
        int windows = size / stage.PoolHeight * (size / stage.PoolWidth);
        return stage.Pool is null ? $"Each tile has {size} rows of {size} outputs."
            : windows == 1 ? $"Each tile is one pooling window: {size}x{size} values, one output."
            : $"Each tile has {size}x{size} values, which are {windows} pooling windows.";
    }

    /// <summary>Returns the offset of a tile's first input.</summary>
    private string FirstInput(string tileRow) =>
        $"{(tileRow == "" ? "column * InputPixel" : $"({tileRow} * InputRow + column * InputPixel)")} * {_transform.Outputs}";

    /// <summary>Renders a comment on rounding, unless the divisor is a power of two, whose reciprocal is exact.</summary>
    private void RenderRoundingComment()
    {
        if ((_transform.Divisor & (_transform.Divisor - 1)) != 0)
        {
            writer.Comment($"Multiplies by the float nearest to 1 / {_transform.Divisor}. The last bit may differ from that of a division, "
                + $"but a multiple of {_transform.Divisor} gives a whole number.");
        }
    }

    private void RenderMask()
    {
        if (_restFilters > 0)
        {
            writer.Comment("The padding after the last filter stays zero.");
            writer.Line($"{_simd.Floats} real = filter + {_simd.Lanes} <= filters");
            writer.Line($"    ? {_simd.AllBitsSet}");
            writer.Line($"    : {_simd.FirstLanes(_restFilters)};");
        }
    }

    /// <summary>Renders a = A^T m.</summary>
    private void RenderColumns()
    {
        int size = _transform.Size;
        using (writer.Loop("The columns: a = A^T m, in the place of m.", $"for (int j = 0; j < {size}; j++)"))
        {
            writer.Line("ref float a = ref Unsafe.Add(ref m, j * ProductElement);");
            RenderTransform("a", $"{size} * ProductElement", i => $"a{i}");
            for (int i = 0; i < _transform.Outputs; i++)
            {
                writer.Line(i == 0 ? Store("a0", "a") : Store($"a{i}", "a", $"{i * size} * ProductElement"));
            }
        }
    }

    /// <summary>Renders y = a A, for as many rows at a time as a pooling window has.</summary>
    private void RenderRows(string tileRow)
    {
        int height = stage.PoolHeight;
        int rows = _transform.Outputs / height;
        string comment = height == 1 ? "The rows: y = a A."
            : rows == 1 ? "The rows: y = a A, one per call."
            : $"The rows: y = a A, {height} at a time, one per call.";
        if (rows == 1)
        {
            writer.Line();
            writer.Comment(comment);
        }

        using (writer.LoopUnlessOnce(rows, comment, "i"))
        {
            string row = (tileRow, rows) switch
            {
                ("", 1) => "",
                ("", _) => "i * OutputRow + ",
                (_, 1) => $"{tileRow} * OutputRow + ",
                _ => $"({tileRow} * {rows} + i) * OutputRow + ",
            };
            for (int r = 0; r < height; r++)
            {
                int own = r;
                RenderTransform(RowOfProducts(rows, r), "ProductElement", column => Result(own, column));
            }

            int columns = _transform.Outputs / stage.PoolWidth;
            writer.Line();
            string across = columns == 1 ? "column" : $"column * {columns}";
            writer.Line($"int at = {row}{across} * OutputPixel + filter;");
            _fallback.RenderCheck(
                Grid.Cells(height, _transform.Outputs).Select(cell => (Result(cell.Row, cell.Column), cell.Column)),
                FirstInput(tileRow) + (rows == 1 ? "" : height == 1 ? " + i * InputRow" : $" + i * {height} * InputRow"));

            for (int column = 0; column < columns; column++)
            {
                RenderStore(column);
            }
        }
    }

    /// <summary>Returns the start of a row of the half-transformed tile: row r of those that iteration i of the loop computes.</summary>
    private string RowOfProducts(int rows, int r)
    {
        int first = r * _transform.Size;
        int step = stage.PoolHeight * _transform.Size;
        return (rows, first) switch
        {
            (1, 0) => "m",
            (1, _) => $"Unsafe.Add(ref m, {first} * ProductElement)",
            (_, 0) => $"Unsafe.Add(ref m, i * {step} * ProductElement)",
            _ => $"Unsafe.Add(ref m, (i * {step} + {first}) * ProductElement)",
        };
    }

    private string Result(int row, int column) => stage.Pool is null ? $"y{column}" : $"y_{row}_{column}";

    /// <summary>Renders the last steps of an output: the largest of its window, if pooled; scale, bias, activation and store.</summary>
    private void RenderStore(int column)
    {
        string at = Offset.Join("at", Offset.Sum((column, "OutputPixel")));
        string value = Result(0, column);
        if (stage.Pool is not null)
        {
            value = _transform.Outputs == stage.PoolWidth ? "largest" : $"largest{column}";
            IEnumerable<string> window = Grid.Cells(stage.PoolHeight, stage.PoolWidth)
                .Select(cell => Result(cell.Row, column * stage.PoolWidth + cell.Column));
            writer.Line($"{_simd.Floats} {value} = Largest(");
            writer.Line($"    {string.Join(", ", window)}, ref Unsafe.Add(ref winners, {at}), keepWinners);");
        }

        value = $"{value} * scale + bias";
        value = stage.Activation is { } activation ? Activate(activation, value) : $"({value})";
        writer.Line(Store(_restFilters > 0 ? $"({value} & real)" : value, "output", at));
    }

    private void RenderLargest()
    {
        (int Row, int Column)[] window = Grid.Cells(stage.PoolHeight, stage.PoolWidth);
        string Name((int Row, int Column) pixel) => $"y_{pixel.Row}_{pixel.Column}";
        string names = string.Join(", ", window.Select(Name));
        string parameters = string.Join(", ", window.Select(pixel => $"{_simd.Floats} {Name(pixel)}"));

        writer.Summary("The largest of a window, before scale and bias, which keep the order; also keeps which receptive field won, where "
            + "asked to.");
        writer.Line(KernelFile.PartAttribute);
        writer.Line($"private static {_simd.Floats} Largest(");
        writer.Line($"    {parameters},");
        writer.Line("    ref int winners, bool keepWinners)");
        using (writer.Braces())
        {
            writer.Line($"{_simd.Floats} largest = {Name(window[0])};");
            foreach ((int Row, int Column) pixel in window.Skip(1))
            {
                writer.Line($"largest = {Larger("largest", Name(pixel))};");
            }

            using (writer.Block("if (keepWinners)"))
            {
                writer.Line(Store($"Winner({names}, largest)", "winners"));
            }

            writer.Line("return largest;");
        }

        writer.Line();
        writer.Summary($"Which receptive field won a window, as an offset from the window's first: {WinnerText.Rule}.");
        writer.Line(KernelFile.PartAttribute);
        writer.Line($"private static {_simd.Integers} Winner(");
        writer.Line($"    {parameters},");
        writer.Line($"    {_simd.Floats} largest)");
        using (writer.Braces())
        {
            WinnerText.Render(
                writer, "winner", "largest", [.. window.Select(pixel => (Name(pixel), ConvDistances.Field(stage, pixel.Row, pixel.Column)))]);
            writer.Line("return winner;");
        }
    }

    private void RenderTransform(string from, string step, Func<int, string> result) => writer.Call(
        $"{_transforms}.Output",
        [$"ref {from}", step, .. Enumerable.Range(0, _transform.Outputs).Select(i => $"out var {result(i)}")]);

    /// <summary>Opens the loops over the current tiles; returns the expressions for the tile's index and its row.</summary>
    private Nested RenderTileLoops(string comment, out string tile, out string row)
    {
        row = schedule.TileRows == 1 ? "" : "row";
        tile = schedule.TileRows == 1 ? "column" : $"(row * {schedule.TilesX} + column)";
        IDisposable? rows = writer.LoopUnlessOnce(schedule.TileRows, comment, "row");
        string header = $"for (int column = 0; column < {schedule.TilesX}; column++)";
        return new Nested(rows is null ? writer.Loop(comment, header) : writer.Block(header), rows);
    }

    private sealed class Nested(IDisposable inner, IDisposable? outer) : IDisposable
    {
        public void Dispose()
        {
            inner.Dispose();
            outer?.Dispose();
        }
    }
}
