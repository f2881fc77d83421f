using static ConvGen.Generators.Rendering.Text.VectorText;

namespace ConvGen.Generators.Rendering.Convolution.PixelLanes;

/// <summary>
/// One register tile of a convolution with pixels in lanes. In generated names r is the row within the tile, f the filter, or
/// the first of two filters whose values share a vector. The tile may be taken apart in the middle: then the upper half of every
/// vector holds pixels below those of the lower half, in place of pixels to their right.
/// </summary>
internal sealed class PixelLanesTileRenderer(
    KernelWriter writer, ConvStage stage, PixelLanesForward schedule, PixelLanesBlock block, bool halves)
{
    private readonly VectorText _simd = writer.Simd;
    private int Half => _simd.Lanes / 2;

    private readonly bool _pooled = stage.Pool is not null;

    private static IEnumerable<int> Rows => Enumerable.Range(0, PixelLanesForward.TileRows);

    private IEnumerable<int> Filters => Enumerable.Range(0, block.RealFilters);

    /// <summary>The first filter of every two.</summary>
    private IEnumerable<int> Pairs => Filters.Where(filter => filter % 2 == 0);

    /// <param name="row">The first row of outputs.</param>
    /// <param name="column">The first column of outputs.</param>
    public void Render(string row, string column)
    {
        RenderStart(row, column);
        new ConvReductionRenderer(writer, stage.Kernel, ["x"], schedule.Unroll, block.Filters, RenderStep).Render();
        writer.Line();
        string offset = ConvReductionRenderer.Position((row, "OutputRow"), (column, $"{stage.Output.PixelStride}"));
        writer.Line($"ref float y = ref Unsafe.Add(ref output, {offset});");
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
        string offset = ConvReductionRenderer.Position(
            (row, rowStep == 1 ? "InputRow" : $"{rowStep} * InputRow"), (column, $"{stage.PoolWidth}"));
        writer.Line($"ref float x = ref Unsafe.Add(ref input, {offset});");
        writer.Line("ref float w = ref weights;");
        writer.Line();
    }

    /// <summary>One step: the pixels of the tile meet every filter's weight.</summary>
    private void RenderStep(int step)
    {
        int below = PixelLanesForward.TileRows * stage.FieldStepY;
        foreach (int r in Rows)
        {
            int offset = step * stage.Kernel.Inner.InputStride + r * stage.FieldStepY;
            string pixels = halves ? _simd.LoadHalves("x", offset, offset + below) : _simd.Load("x", offset);
            writer.Line($"{_simd.Floats} x_r{r} = {pixels};");
        }

        foreach (int f in Filters)
        {
            writer.Line($"{_simd.Floats} w_f{f} = {_simd.Broadcast("w", step * block.Filters + f)};");
            foreach (int r in Rows)
            {
                writer.Line(_simd.Accumulate(Sum(r, f), $"x_r{r}", $"w_f{f}"));
            }
        }
    }

    /// <summary>Values of two filters share a vector, even columns apart from odd ones: half a turn of the tile.</summary>
    private void RenderColumnsApart()
    {
        foreach (int f in Pairs)
        {
            foreach (int r in Rows)
            {
                string next = f + 1 < block.RealFilters ? Sum(r, f + 1) : _simd.Zero;
                writer.Line($"{_simd.Floats} even_r{r}_f{f} = {EvenLanes(Sum(r, f), next)};");
                writer.Line($"{_simd.Floats} odd_r{r}_f{f} = {OddLanes(Sum(r, f), next)};");
            }
        }
    }

    private void RenderPooling(string offset)
    {
        writer.Comment("The largest sum of each window, for two filters at a time: even columns meet odd ones.");
        RenderColumnsApart();
        foreach (int f in Pairs)
        {
            string largest = Maximum($"even_r0_f{f}", $"odd_r0_f{f}", $"even_r1_f{f}", $"odd_r1_f{f}");
            writer.Line($"{_simd.Floats} max_f{f} = {largest};");
        }

        using (writer.Block("if (keepWinners)"))
        {
            writer.Comment($"Which receptive field of the window won, as an offset from its first: {WinnerText.Rule}.");
            writer.Line($"ref int winner = ref Unsafe.Add(ref winners, {offset});");
            foreach (int f in Pairs)
            {
                int below = stage.FieldStepY;
                int right = stage.FieldStepX;
                WinnerText.Render(
                    writer,
                    $"offset_f{f}",
                    $"max_f{f}",
                    [
                        ($"even_r0_f{f}", "0"), ($"odd_r0_f{f}", $"{right}"),
                        ($"even_r1_f{f}", $"{below}"), ($"odd_r1_f{f}", $"{below + right}"),
                    ]);
                writer.Line($"{_simd.Floats} winner_f{f} = offset_f{f}.AsSingle();");
            }

            RenderChannels(f => $"winner_f{f}", "winner", [0, 1], asIntegers: true);
        }

        writer.Line();
        RenderActivation(f => [$"max_f{f}"], Pairs);
        RenderChannels(f => $"max_f{f}", "y", [0, 1]);
    }

    private void RenderRows()
    {
        writer.Line();
        RenderActivation(f => [.. Rows.Select(r => Sum(r, f))], Filters);
        writer.Comment("From rows of pixels to rows of channels: twice, even lanes apart from odd ones.");
        RenderColumnsApart();
        foreach (int r in Rows)
        {
            string y = "y";
            if (r > 0)
            {
                y = $"y_r{r}";
                writer.Line($"ref float {y} = ref Unsafe.Add(ref y, OutputRow);");
            }

            RenderChannels(f => $"even_r{r}_f{f}", y, [0, 2]);
            RenderChannels(f => $"odd_r{r}_f{f}", y, [1, 3]);
        }
    }

    private void RenderActivation(Func<int, string[]> values, IEnumerable<int> filters)
    {
        if (stage.Activation is not { } activation)
        {
            return;
        }

        writer.Comment("The activation.");
        foreach (string value in filters.SelectMany(values))
        {
            writer.Line($"{value} = {Activate(activation, value)};");
        }
    }

    /// <summary>
    /// The second half of the turn: of four filters, in two vectors, to vectors of four channels of two outputs, which lie half a
    /// tile apart. Both sit <paramref name="columns"/> after the start of their half.
    /// </summary>
    private void RenderChannels(Func<int, string> pair, string memory, int[] columns, bool asIntegers = false)
    {
        int pixel = stage.Output.PixelStride;
        int upper = halves
            ? schedule.OutputRows * stage.Output.RowStride
            : schedule.OutputColumns / 2 * pixel;
        for (int f = 0; f < block.StoredChannels; f += Half)
        {
            string second = f + 2 < block.RealFilters ? pair(f + 2) : _simd.Zero;
            string[] turned = f < block.RealFilters
                ? [EvenLanes(pair(f), second), OddLanes(pair(f), second)]
                : [_simd.Zero, _simd.Zero];
            for (int i = 0; i < turned.Length; i++)
            {
                string name = $"{memory}_o{columns[i]}_f{f}";
                int offset = columns[i] * pixel + f;
                string turn = asIntegers
                    ? $"{_simd.Integers} {name} = {turned[i]}.AsInt32();"
                    : $"{_simd.Floats} {name} = {turned[i]};";
                writer.Line(turn);
                writer.Line(StoreLower(name, memory, offset));
                writer.Line(StoreUpper(name, memory, offset + upper));
            }
        }
    }
}
