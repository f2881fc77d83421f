using static ConvGen.Generators.Rendering.Text.VectorText;

namespace ConvGen.Generators.Rendering.Convolution.Winograd;

/// <summary>
/// Renders the fallback for tiles that contain a NaN or an infinity, which Winograd's transforms would spread over all outputs of the
/// tile. It computes each output by its definition, as PyTorch does. The packed weights that it reads exist anyway, because the transformed
/// ones are computed from them.
/// </summary>
internal sealed class NonFiniteFallbackRenderer(KernelWriter writer, ConvStage stage, WinogradForward schedule)
{
    private readonly VectorText _simd = writer.Simd;
    private readonly WinogradTransform _transform = schedule.Transform;
    private readonly string _transforms = WinogradTransformRenderer.ClassName(schedule.Transform);
    private readonly bool _isPooled = stage.Pool is not null;
    private readonly bool _hasRest = stage.Conv.Output.Channels % writer.Simd.Lanes > 0;

    /// <summary>Renders the check of the transforms' results, which calls the fallback if they are not finite.</summary>
    /// <param name="results">The vectors of results, and their columns.</param>
    /// <param name="field">The offset in the input of the first result's receptive field.</param>
    public void RenderCheck(IEnumerable<(string Name, int Column)> results, string field)
    {
        // Each column of A^T has a nonzero element in its first or its last row, so that these outputs depend on all products.
        IEnumerable<string> telling =
            from result in results where result.Column == 0 || result.Column == _transform.Outputs - 1 select result.Name;
        string spread = _transform.Outputs > 2 ? ", at least to the first or the last output of a row" : "";
        writer.Comment($"Rare: a NaN, infinity or overflow; the transforms, which mix {_transform.Elements} inputs, have spread it over "
            + $"the tile{spread}. Each output is computed again from its own inputs alone.");
        using (writer.Block($"if (!{AreFinite(string.Join(" + ", telling))})"))
        {
            string[] real = _hasRest ? ["real"] : [];
            string[] winners = _isPooled ? ["ref Unsafe.Add(ref winners, at)", "keepWinners"] : [];
            writer.Call("OutputDirectly",
                [
                    $"ref Unsafe.Add(ref input, {field})", "ref Unsafe.Add(ref weights, filter)", "bias", .. real,
                    "ref Unsafe.Add(ref output, at)", .. winners, "lanes",
                ]);
            writer.Line("continue;");
        }
    }

    /// <summary>Renders the fallback method, which the check calls.</summary>
    public void RenderMethod()
    {
        string real = _hasRest ? $" {_simd.Floats} real," : "";
        string winners = _isPooled ? " ref int winners, bool keepWinners," : "";
        int columns = _transform.Outputs / stage.PoolWidth;
        string outputs = Phrases.Count(columns, _isPooled ? "pooled output" : "output");
        string part = stage.PoolHeight == _transform.Outputs ? "a whole tile"
            : $"{Phrases.Count(stage.PoolHeight, "row")} of a tile";
        writer.Summary($"Rare: {part}, {outputs} of {_simd.LanesInWords} filters, without the transforms.");
        writer.Line(KernelFile.KernelAttribute);
        using (writer.Block("private static void OutputDirectly(\n    "
            + $"ref float input, ref float weights, {_simd.Floats} bias,{real}\n    "
            + $"ref float output,{winners} int lanes)"))
        using (writer.LoopUnlessOnce(columns, "Output by output.", "column"))
        {
            foreach ((int row, int column) in Grid.Cells(stage.PoolHeight, stage.PoolWidth))
            {
                writer.Call(
                    $"{_simd.Floats} {Result(row, column)} = {_transforms}.Direct",
                    Field(row, column), "InputRow", "InputPixel", "InputChannels", "ref weights", "lanes");
            }

            RenderStore();
            if (columns > 1)
            {
                writer.Line();
                writer.Line(Advance("input", Offset.Of(stage.PoolWidth, "InputPixel")));
                writer.Line(Advance("output", "OutputPixel"));
                if (_isPooled)
                {
                    writer.Line(Advance("winners", "OutputPixel"));
                }
            }
        }
    }

    private void RenderStore()
    {
        string value = Result(0, 0);
        if (_isPooled)
        {
            string[] window = [.. Grid.Cells(stage.PoolHeight, stage.PoolWidth).Select(cell => Result(cell.Row, cell.Column))];
            value = "largest";
            writer.Line($"{_simd.Floats} largest = {Maximum(window[0], window[1], window[2], window[3])};");
            using (writer.Block("if (keepWinners)"))
            {
                writer.Line(Store($"Winner({string.Join(", ", window)}, largest)", "winners"));
            }

            writer.Line();
        }

        value = $"{value} + bias";
        value = stage.Activation is { } activation ? Activate(activation, value) : $"({value})";
        writer.Line(Store(_hasRest ? $"({value} & real)" : value, "output"));
    }

    private string Result(int row, int column) => _isPooled ? $"y_{row}_{column}" : "y";

    private static string Field(int row, int column) => At("input", Offset.Sum((row, "InputRow"), (column, "InputPixel")));
}
