using ConvGen.Generators.Planning;
using static ConvGen.Generators.Rendering.VectorText;

namespace ConvGen.Generators.Rendering;

/// <summary>The forward pass of a convolution by Winograd's transforms: transform tiles, multiply, transform back.</summary>
internal sealed class WinogradConvRenderer(NetworkPlan plan, ConvStage stage, WinogradForward schedule)
{
    private readonly WinogradTransform transform = schedule.Transform;
    private readonly bool isPooled = stage.Pool is not null;

    public GeneratedFile Render() => KernelFile.RenderClass(
        plan,
        $"{stage.Name}.Forward",
        $"{stage.Name}, forward pass: {ConvFormula.Forward(stage)}",
        Head(),
        $"{stage.Name}Forward",
        [
            .. KernelFile.Distances(stage),
            ("Frequencies", transform.Frequencies, "Elements of a transformed tile."),
            ("Tiles", schedule.Tiles, "Tiles that are transformed and multiplied together."),
        ],
        writer =>
        {
            RenderRun(writer);
            writer.Line();
            RenderTransformInput(writer);
            foreach (WinogradBlock block in schedule.Blocks)
            {
                writer.Line();
                RenderMultiply(writer, block);
                writer.Line();
                RenderTransformOutput(writer, block);
            }
        });

    private IEnumerable<(string Label, string Text)> Head()
    {
        long multiplications = (long)schedule.TilesY * schedule.TilesX * transform.Frequencies
            * stage.Conv.Input.Channels * stage.Conv.Output.Channels;
        return
        [
            .. ConvHead.Shapes(stage),
            ("arithmetic", $"{Numbers.Grouped(stage.MultiplyAdds)} multiply-adds per sample by definition, "
                + $"{Numbers.Grouped(multiplications)} here"),
            ("weights", "transformed as [block][frequency][channel][filter]; the biases behind them"),
            ("schedule", $"{transform.Name}, after Lavin and Gray (2016): "
                + $"y = A^T ((G g G^T) * (B^T d B)) A / {transform.Divisor} for tiles d of "
                + $"{transform.Size}x{transform.Size} inputs, {schedule.Tiles} tiles at a time"),
            .. ConvHead.Candidates(schedule),
        ];
    }

    private void RenderRun(SourceWriter writer)
    {
        string winners = isPooled ? ", ref int winners, bool keepWinners" : "";
        writer.Summary(ConvFormula.Forward(stage) + (isPooled ? ConvHead.WinnersToo : ""));
        using (writer.Block("public static void Run(\n    "
            + "ref float input, ref float packed, ref float transformed, ref float products, "
            + $"ref float output{winners}, int samples)"))
        {
            int blocks = schedule.TilesY / schedule.TileRows;
            int inputStep = schedule.TileRows * transform.Outputs;
            int outputStep = schedule.TileRows * transform.Outputs / stage.PoolHeight;
            using (writer.Loop("Every sample.", "for (int sample = 0; sample < samples; sample++)"))
            {
                string comment = $"Every {Phrases.Count(schedule.TileRows, "row")} of tiles.";
                using (writer.LoopUnlessOnce(blocks, comment, "rows"))
                {
                    string x = blocks == 1 ? "ref input" : $"ref Unsafe.Add(ref input, rows * {inputStep} * InputRow)";
                    writer.Call("TransformInput", x, "ref transformed");
                    foreach (WinogradBlock block in schedule.Blocks)
                    {
                        foreach (int first in block.FirstFilters)
                        {
                            RenderBlockCalls(writer, block, first, blocks == 1 ? "" : $"rows * {outputStep} * OutputRow");
                        }
                    }
                }

                writer.Line();
                writer.Line(Advance("input", "InputSample"));
                writer.Line(Advance("output", "OutputSample"));
                if (isPooled)
                {
                    writer.Line(Advance("winners", "OutputSample"));
                }
            }
        }
    }

    private void RenderBlockCalls(SourceWriter writer, WinogradBlock block, int first, string rows)
    {
        int weights = schedule.TransformedWeightsFrom(first, stage.Conv.Input.Channels);
        int offset = stage.Output.Origin + first;
        string position = (rows, offset) switch
        {
            ("", _) => $"{offset}",
            (_, 0) => rows,
            _ => $"{rows} + {offset}",
        };
        string To(string memory) => position == "0" ? $"ref {memory}" : $"ref Unsafe.Add(ref {memory}, {position})";
        writer.Call($"Multiply{block.RealFilters}", "ref transformed", At("packed", weights), "ref products");
        string[] winners = isPooled ? [To("winners"), "keepWinners"] : [];
        writer.Call(
            $"TransformOutput{block.RealFilters}",
            ["ref products", At("packed", schedule.PackedBias + first), To("output"), .. winners]);
    }

    private void RenderTransformInput(SourceWriter writer)
    {
        int size = transform.Size;
        writer.Summary("v = B^T d B for every tile and channel; v lies as [frequency][tile][channel].");
        writer.Line(KernelFile.KernelAttribute);
        using (writer.Block("private static void TransformInput(ref float input, ref float transformed)"))
        using (RenderTileLoops(writer, out string tile, out string row, out string column))
        using (writer.LoopUnlessOnce(stage.Input.ChannelVectors, "Eight channels at a time.", "vector"))
        {
            string vector = stage.Input.ChannelVectors == 1 ? "" : " + vector * 8";
            string first = $"({row} * InputRow + {column} * InputPixel) * {transform.Outputs}{vector}";
            writer.Line($"ref float d = ref Unsafe.Add(ref input, {first});");
            writer.Line($"ref float v = ref Unsafe.Add(ref transformed, ({tile}) * InputPixel{vector});");
            foreach ((int i, int j) in Grid.Cells(size, size))
            {
                writer.Line($"{Floats} d_{i}_{j} = {Load("d", i * stage.Input.RowStride + j * stage.Input.PixelStride)};");
            }

            writer.Line();
            new TransformText(writer, transform.Input).Render((i, j) => $"d_{i}_{j}", "b", (i, j) => $"v_{i}_{j}");
            writer.Line();
            foreach ((int i, int j) in Grid.Cells(size, size))
            {
                writer.Line(Store($"v_{i}_{j}", "v", (i * size + j) * schedule.Tiles * stage.Input.PixelStride));
            }
        }
    }

    /// <summary>m[k, t, f] = sum over c of v[k, t, c] * u[k, c, f].</summary>
    private void RenderMultiply(SourceWriter writer, WinogradBlock block)
    {
        writer.Summary("m[k, t, f] = sum over c of v[k, t, c] * u[k, c, f], for every frequency k and tile t, "
            + $"for {block.RealFilters} filters.");
        writer.Line(KernelFile.KernelAttribute);
        using (writer.Block($"private static void Multiply{block.RealFilters}("
            + "ref float transformed, ref float weights, ref float products)"))
        {
            int weightFloats = stage.Conv.Input.Channels * block.Filters;
            int groups = schedule.Tiles / block.TileGroup;
            int rest = schedule.Tiles % block.TileGroup;
            writer.Line("ref float v = ref transformed;");
            writer.Line("ref float m = ref products;");
            using (writer.Loop("Every frequency.", "for (int frequency = 0; frequency < Frequencies; frequency++)"))
            {
                writer.Line($"ref float u = ref Unsafe.Add(ref weights, frequency * {weightFloats});");
                string group = Phrases.Count(block.TileGroup, "tile");
                using (groups == 1
                    ? writer.Scope($"The first {group}.")
                    : writer.LoopUnlessOnce(groups, $"Every {group}.", "group"))
                {
                    RenderTileGroup(writer, block, block.TileGroup);
                }

                if (rest > 0)
                {
                    using (writer.Scope($"The last {Phrases.Count(rest, "tile")}."))
                    {
                        RenderTileGroup(writer, block, rest);
                    }
                }
            }
        }
    }

    private void RenderTileGroup(SourceWriter writer, WinogradBlock block, int tiles)
    {
        int channels = stage.Conv.Input.Channels;
        (int Tile, int Filter)[] sums =
            [.. Grid.Cells(tiles, block.Vectors).Select(cell => (cell.Row, cell.Column * VectorSize.Lanes))];
        foreach ((int t, int f) in sums)
        {
            writer.Line($"{Floats} sum_t{t}_f{f} = {Zero};");
        }

        writer.Line("ref float x = ref v;");
        writer.Line("ref float w = ref u;");
        bool loops = channels > block.Unroll;
        string header = $"for (int channel = 0; channel < {channels}; channel += {block.Unroll})";
        using (loops ? writer.Loop($"Every {Phrases.Count(block.Unroll, "channel")}, written out.", header) : null)
        {
            for (int step = 0; step < block.Unroll; step++)
            {
                using (writer.Scope(loops ? $"Channel {step} of these {block.Unroll}." : $"Channel {step}."))
                {
                    for (int f = 0; f < block.Filters; f += VectorSize.Lanes)
                    {
                        writer.Line($"{Floats} w_f{f} = {Load("w", step * block.Filters + f)};");
                    }

                    for (int t = 0; t < tiles; t++)
                    {
                        writer.Line($"{Floats} x_t{t} = {Broadcast("x", t * stage.Input.PixelStride + step)};");
                        for (int f = 0; f < block.Filters; f += VectorSize.Lanes)
                        {
                            writer.Line(Accumulate($"sum_t{t}_f{f}", $"x_t{t}", $"w_f{f}"));
                        }
                    }
                }
            }

            if (loops)
            {
                writer.Line();
                writer.Line(Advance("w", block.Unroll * block.Filters));
                writer.Line(Advance("x", block.Unroll));
            }
        }

        writer.Line();
        foreach ((int t, int f) in sums)
        {
            writer.Line(Store($"sum_t{t}_f{f}", "m", t * block.Filters + f));
        }

        writer.Line(Advance("v", tiles == 1 ? "InputPixel" : $"{tiles} * InputPixel"));
        writer.Line(Advance("m", tiles * block.Filters));
    }

    private void RenderTransformOutput(SourceWriter writer, WinogradBlock block)
    {
        int size = transform.Size;
        string winners = isPooled ? ", ref int winners, bool keepWinners" : "";
        writer.Summary($"y = A^T m A / {transform.Divisor} + b for every tile, for {block.RealFilters} filters"
            + (isPooled ? ", then the pooling." : "."));
        writer.Line(KernelFile.KernelAttribute);
        using (writer.Block($"private static void TransformOutput{block.RealFilters}(\n    "
            + $"ref float products, ref float biases, ref float output{winners})"))
        using (RenderTileLoops(writer, out string tile, out string row, out string column))
        using (writer.LoopUnlessOnce(block.Vectors, "Eight filters at a time.", "vector"))
        {
            string vector = block.Vectors == 1 ? "" : " + vector * 8";
            int step = transform.Outputs / stage.PoolHeight;
            writer.Line($"{Floats} bias = {Load("biases", $"0{vector}")};");
            writer.Line($"ref float m = ref Unsafe.Add(ref products, ({tile}) * {block.Filters}{vector});");
            foreach ((int i, int j) in Grid.Cells(size, size))
            {
                writer.Line($"{Floats} m_{i}_{j} = {Load("m", (i * size + j) * schedule.Tiles * block.Filters)};");
            }

            writer.Line();
            new TransformText(writer, transform.Output).Render((i, j) => $"m_{i}_{j}", "a", (i, j) => $"y_{i}_{j}");
            writer.Line();
            writer.Line($"int at = {row} * {step} * OutputRow + {column} * {step} * OutputPixel{vector};");
            new WinogradOutputRenderer(writer, stage, schedule, block).Render();
        }
    }

    /// <summary>Loops over the tiles in work; tells how a tile's number and its place are called inside.</summary>
    private Nested RenderTileLoops(SourceWriter writer, out string tile, out string row, out string column)
    {
        row = schedule.TileRows == 1 ? "0" : "row";
        column = "column";
        tile = schedule.TileRows == 1 ? "column" : $"row * {schedule.TilesX} + column";
        IDisposable? rows = writer.LoopUnlessOnce(schedule.TileRows, "Every row of tiles.", "row");
        IDisposable columns =
            writer.Loop("Every tile of the row.", $"for (int column = 0; column < {schedule.TilesX}; column++)");
        return new Nested(columns, rows);
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
