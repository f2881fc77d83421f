using static ConvGen.Generators.Rendering.Text.VectorText;

namespace ConvGen.Generators.Rendering.Convolution.PixelLanes;

/// <summary>
/// Renders one register tile of a convolution with pixels in lanes. In generated names r is the row in the tile, f the filter or filters of
/// a vector, o its output or outputs. With <c>halves</c>, the upper half of every vector contains pixels below those of the lower half,
/// instead of pixels to their right.
/// </summary>
internal sealed class PixelLanesTileRenderer(
    KernelWriter writer, ConvStage stage, PixelLanesForward schedule, PixelLanesBlock block, bool halves)
{
    /// <summary>The number of lanes within which a vector is transposed.</summary>
    private const int Quad = VectorText.QuadLanes;

    private readonly VectorText _simd = writer.Simd;
    private readonly bool _pooled = stage.Pool is not null;

    private static IEnumerable<int> Rows => Enumerable.Range(0, PixelLanesForward.TileRows);

    private IEnumerable<int> Filters => Enumerable.Range(0, block.RealFilters);

    /// <summary>The first filter of each pair.</summary>
    private IEnumerable<int> Pairs => Filters.Where(filter => filter % 2 == 0);

    /// <param name="row">The first row of outputs.</param>
    /// <param name="column">The first column of outputs.</param>
    public void Render(string row, string column)
    {
        RenderStart(row, column);
        new ConvReductionRenderer(writer, stage.Kernel, ["x"], schedule.Unroll, block.Filters, RenderStep).Render();
        writer.Line();
        string offset = Offset.Position((row, "OutputRow"), (column, "OutputPixel"));
        writer.Line($"ref float y = {At("output", offset)};");
        if (_pooled)
        {
            RenderPooling(offset);
        }
        else
        {
            RenderRows();
        }
    }

    private static string Sum(int row, int filter) => $"sum_r{row}_f{filter}";

    /// <summary>Returns the name of a pair of filters: <c>f01</c>, or <c>f4</c> if the block ends with it.</summary>
    private string Pair(int filter) => filter + 1 < block.RealFilters ? $"f{filter}{filter + 1}" : $"f{filter}";

    private void RenderStart(string row, string column)
    {
        writer.Comment("Each sum starts at the bias of its filter.");
        foreach (int f in Filters)
        {
            foreach (int r in Rows)
            {
                writer.Line($"{_simd.Floats} {Sum(r, f)} = {_simd.Broadcast("biases", f)};");
            }
        }

        writer.Line();
        int rowStep = stage.PoolHeight * stage.Conv.StrideY;
        string offset = Offset.Position((row, Offset.Of(rowStep, "InputRow")), (column, $"{stage.PoolWidth}"));
        writer.Line($"ref float x = {At("input", offset)};");
        writer.Line("ref float w = ref weights;");
        writer.Line();
    }

    /// <summary>Renders one step: the pixels of the tile are multiplied with every filter's weight.</summary>
    private void RenderStep(int step)
    {
        foreach (int r in Rows)
        {
            string Field(int row) => ConvDistances.Field(stage, row, 0, step * stage.Kernel.Inner.InputStride);
            string pixels = halves
                ? _simd.LoadHalves("x", Field(r), Field(r + PixelLanesForward.TileRows))
                : _simd.LoadFar("x", Field(r));
            writer.Line($"{_simd.Floats} x_r{r} = {pixels};");
        }

        foreach (int f in Filters)
        {
            writer.Line($"{_simd.Floats} w_f{f} = {_simd.Broadcast("w", ConvReductionRenderer.WeightOffset(step, f))};");
            foreach (int r in Rows)
            {
                writer.Line(_simd.Accumulate(Sum(r, f), $"x_r{r}", $"w_f{f}"));
            }
        }
    }

    /// <summary>Renders the first half of the transposition: vectors with the even columns of two filters, and with the odd ones.</summary>
    private void RenderEvenAndOddColumns()
    {
        foreach (int f in Pairs)
        {
            foreach (int r in Rows)
            {
                string next = f + 1 < block.RealFilters ? Sum(r, f + 1) : _simd.Zero;
                writer.Line($"{_simd.Floats} even_r{r}_{Pair(f)} = {EvenLanes(Sum(r, f), next)};");
                writer.Line($"{_simd.Floats} odd_r{r}_{Pair(f)} = {OddLanes(Sum(r, f), next)};");
            }
        }
    }

    private void RenderPooling(string offset)
    {
        writer.Comment("The largest sum of each window, for two filters at a time. The head of this file shows the lanes.");
        RenderEvenAndOddColumns();
        foreach (int f in Pairs)
        {
            string two = Pair(f);
            string largest = Maximum($"even_r0_{two}", $"odd_r0_{two}", $"even_r1_{two}", $"odd_r1_{two}");
            writer.Line($"{_simd.Floats} max_{two} = {largest};");
        }

        using (writer.Block("if (keepWinners)"))
        {
            writer.Comment($"Which receptive field of the window won, as an offset from its first: {WinnerText.Rule}.");
            writer.Line($"ref int winner = {At("winners", offset)};");
            foreach (int f in Pairs)
            {
                string two = Pair(f);
                string FieldAt(int row, int column) => ConvDistances.Field(stage, row, column);
                WinnerText.Render(
                    writer,
                    $"offset_{two}",
                    $"max_{two}",
                    [
                        ($"even_r0_{two}", FieldAt(0, 0)), ($"odd_r0_{two}", FieldAt(0, 1)),
                        ($"even_r1_{two}", FieldAt(1, 0)), ($"odd_r1_{two}", FieldAt(1, 1)),
                    ]);
                if (f == 0)
                {
                    writer.Comment("As floats, whose lanes EvenLanes and OddLanes move.");
                }

                writer.Line($"{_simd.Floats} winner_{two} = offset_{two}.AsSingle();");
            }

            RenderChannels("winner", "winner", [0, 1], asIntegers: true);
        }

        writer.Line();
        RenderActivation(f => [$"max_{Pair(f)}"], Pairs);
        RenderChannels("max", "y", [0, 1]);
    }

    private void RenderRows()
    {
        writer.Line();
        RenderActivation(f => [.. Rows.Select(r => Sum(r, f))], Filters);
        writer.Comment("From rows of pixels to channels side by side. The head of this file shows the lanes.");
        RenderEvenAndOddColumns();
        foreach (int r in Rows)
        {
            string y = "y";
            if (r > 0)
            {
                y = $"y_r{r}";
                writer.Line($"ref float {y} = ref Unsafe.Add(ref y, OutputRow);");
            }

            RenderChannels($"even_r{r}", y, [0, 2]);
            RenderChannels($"odd_r{r}", y, [1, 3]);
        }
    }

    private void RenderActivation(Func<int, string[]> values, IEnumerable<int> filters)
    {
        if (stage.Activation is not { } activation)
        {
            return;
        }

        writer.Comment(_pooled ? "The activation, once per window." : "The activation.");
        foreach (string value in filters.SelectMany(values))
        {
            writer.Line($"{value} = {Activate(activation, value)};");
        }
    }

    /// <summary>
    /// Renders the second half of the transposition: two vectors with four filters become vectors with four channels of several outputs,
    /// one in each four lanes. Each of <paramref name="columns"/> is the place of the first one.
    /// </summary>
    private void RenderChannels(string values, string memory, int[] columns, bool asIntegers = false)
    {
        (int Row, int Column)[] places = [.. Places()];
        for (int f = 0; f < block.StoredChannels; f += Quad)
        {
            string[] transposed = [_simd.Zero, _simd.Zero];
            if (f < block.RealFilters)
            {
                string first = $"{values}_{Pair(f)}";
                string second = f + 2 < block.RealFilters ? $"{values}_{Pair(f + 2)}" : _simd.Zero;
                transposed = [EvenLanes(first, second), OddLanes(first, second)];
            }

            for (int i = 0; i < transposed.Length; i++)
            {
                int column = columns[i];
                string separator = places.Length > 2 ? "_" : "";
                string outputs = string.Join(separator, places.Select(place => place.Column + column).Distinct());
                string name = $"{memory}_o{outputs}_f{f}to{f + Quad - 1}";
                writer.Line(asIntegers
                    ? $"{_simd.Integers} {name} = {transposed[i]}.AsInt32();"
                    : $"{_simd.Floats} {name} = {transposed[i]};");
                for (int quad = 0; quad < places.Length; quad++)
                {
                    string offset = Offset.Sum(
                        (places[quad].Row, "OutputRow"), (places[quad].Column + column, "OutputPixel"), (f, Offset.One));
                    writer.Line(_simd.StoreQuad(name, quad, memory, offset));
                }
            }
        }
    }

    /// <summary>Returns, for each four lanes of a transposed vector, the row and the column of their output in the tile. With
    /// <c>halves</c>, the upper half of the lanes belongs to the rows below.</summary>
    private IEnumerable<(int Row, int Column)> Places()
    {
        int quads = _simd.Lanes / Quad;
        int apart = schedule.OutputColumns / quads;
        int inRow = halves ? quads / 2 : quads;
        return Enumerable.Range(0, quads).Select(quad => (quad / inRow * schedule.OutputRows, quad % inRow * apart));
    }
}
