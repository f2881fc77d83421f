using static ConvGen.Generators.Rendering.Text.VectorText;

namespace ConvGen.Generators.Rendering.Convolution.Winograd;

/// <summary>
/// The forward pass of a convolution by Winograd's transforms: transform tiles, multiply, transform back. The two transforms
/// are in <see cref="WinogradTileRenderer"/>.
/// </summary>
internal sealed class WinogradConvRenderer(NetworkPlan plan, ConvStage stage, WinogradForward schedule)
{
    private readonly WinogradTransform _transform = schedule.Transform;
    private readonly bool _isPooled = stage.Pool is not null;

    public GeneratedFile Render() => KernelFile.RenderClass(
        plan,
        $"{stage.Name}.Forward",
        ConvHead.Title(stage, $", forward pass: {ConvFormula.Forward(stage)}"),
        Head(),
        $"{stage.Name}Forward",
        [
            .. KernelFile.Distances(stage),
            ("Frequencies", _transform.Frequencies, "Elements of a transformed tile."),
            ("TransformedFrequency", schedule.TransformedFrequency,
                "Floats from one frequency of the transformed tiles to the next: an odd number of cache lines, so that those of "
                + "a tile do not compete for the same places in the cache."),
            ("ProductFrequency", schedule.ProductFrequency,
                "Floats from one frequency of the products to the next, likewise."),
        ],
        writer =>
        {
            var tiles = new WinogradTileRenderer(writer, stage, schedule);
            RenderRun(writer);
            writer.Line();
            tiles.RenderInput();
            foreach (WinogradBlock block in BlocksOfEachWidth)
            {
                writer.Line();
                RenderMultiply(writer, block);
            }

            writer.Line();
            tiles.RenderOutput();
        });

    /// <summary>Blocks that differ in how many of their filters exist are multiplied alike.</summary>
    private IEnumerable<WinogradBlock> BlocksOfEachWidth =>
        schedule.Blocks.GroupBy(block => block.Filters).Select(blocks => blocks.First());

    private IEnumerable<(string Label, string Text)> Head()
    {
        long multiplications = (long)schedule.TilesY * schedule.TilesX * _transform.Frequencies
            * stage.Conv.Input.Channels * stage.Conv.Output.Channels;
        return
        [
            .. ConvHead.Shapes(stage),
            ("arithmetic", $"{Numbers.Grouped(stage.MultiplyAdds)} multiply-adds per sample by definition, "
                + $"{Numbers.Grouped(multiplications)} here"),
            ("weights", "transformed as [block][frequency][channel][filter]; the biases after them"),
            ("schedule", $"{_transform.Name}: y = A^T ((G g G^T) * (B^T d B)) A / {_transform.Divisor} for tiles d of "
                + $"{_transform.Size}x{_transform.Size} inputs, {schedule.Tiles} tiles at a time; the transforms are those of "
                + WinogradTransformRenderer.ClassName(_transform)),
            .. ConvHead.Candidates(schedule),
        ];
    }

    private void RenderRun(KernelWriter writer)
    {
        writer.Summary(ConvFormula.Forward(stage) + (_isPooled ? ConvHead.WinnersToo : ""));
        writer.Signature("public static void Run", OperandText.Parameters(stage.ForwardCall(PassKind.Prediction)));
        using (writer.Braces())
        {
            int blocks = schedule.TilesY / schedule.TileRows;
            int inputStep = schedule.TileRows * _transform.Outputs;
            int outputStep = schedule.TileRows * _transform.Outputs / stage.PoolHeight;
            using (ConvRunRenderer.StartRun(writer, _isPooled, "Transforms the input of each sample, multiplies it with the weights, and transforms the products back.", "for (int sample = 0; sample < samples; sample++)"))
            {
                string comment = $"{Phrases.Some("Every", schedule.TileRows, "row")} of tiles.";
                using (writer.LoopUnlessOnce(blocks, comment, "rows"))
                {
                    string x = blocks == 1 ? "ref input" : $"ref Unsafe.Add(ref input, rows * {inputStep} * InputRow)";
                    writer.Call("TransformInput", x, "ref products", "ref transformed");
                    foreach (WinogradBlock block in schedule.Blocks)
                    {
                        foreach (int first in block.FirstFilters)
                        {
                            RenderBlockCalls(writer, block, first, x, blocks == 1 ? "" : $"rows * {outputStep} * OutputRow");
                        }
                    }
                }

                writer.Line();
                writer.Line(Advance("input", "InputSample"));
                writer.Line(Advance("output", "OutputSample"));
                if (_isPooled)
                {
                    writer.Line(Advance("winners", "OutputSample"));
                }
            }
        }
    }

    private void RenderBlockCalls(KernelWriter writer, WinogradBlock block, int first, string x, string rows)
    {
        int weights = schedule.TransformedWeightsFrom(first);
        int offset = stage.Output.Origin + first;
        string position = (rows, offset) switch
        {
            ("", _) => $"{offset}",
            (_, 0) => rows,
            _ => $"{rows} + {offset}",
        };
        string To(string memory) => position == "0" ? $"ref {memory}" : $"ref Unsafe.Add(ref {memory}, {position})";
        writer.Call($"Multiply{block.Filters}", "ref transformed", At("packed", weights), "ref products");
        string[] winners = _isPooled ? [To("winners"), "keepWinners"] : [];
        string direct = At("packed", first * stage.Kernel.ReductionLength);
        string bias = At("packed", schedule.PackedBias + first);
        string filters = $"filters: {block.RealFilters}";
        string lanes = $"lanes: {block.Filters}";
        writer.Call("TransformOutput", [x, "ref products", direct, bias, To("output"), .. winners, filters, lanes]);
    }

    /// <summary>m[k, t, f] = sum over c of v[k, t, c] * u[k, c, f].</summary>
    private void RenderMultiply(KernelWriter writer, WinogradBlock block)
    {
        writer.Summary("m[k, t, f] = sum over c of v[k, t, c] * u[k, c, f], for every frequency k and tile t, "
            + $"for {block.Filters} filters.");
        writer.Line(KernelFile.KernelAttribute);
        using (writer.Block($"private static void Multiply{block.Filters}("
            + "ref float transformed, ref float weights, ref float products)"))
        {
            int groups = schedule.Tiles / block.TileGroup;
            int rest = schedule.Tiles % block.TileGroup;
            using (writer.Loop("The product of each frequency: transformed inputs times transformed weights.", "for (int frequency = 0; frequency < Frequencies; frequency++)"))
            {
                writer.Line("ref float v = ref Unsafe.Add(ref transformed, frequency * TransformedFrequency);");
                writer.Line($"ref float u = ref Unsafe.Add(ref weights, frequency * {block.WeightFrequency});");
                writer.Line("ref float m = ref Unsafe.Add(ref products, frequency * ProductFrequency);");
                string group = Phrases.Count(block.TileGroup, "tile");
                using (writer.LoopBeforeRest(groups, rest > 0, $"Every {group}.", $"The first {group}.", "group"))
                {
                    RenderTileGroup(writer, block, block.TileGroup, isLast: groups == 1 && rest == 0);
                }

                if (rest > 0)
                {
                    using (writer.Scope($"The last {Phrases.Count(rest, "tile")}."))
                    {
                        RenderTileGroup(writer, block, rest, isLast: true);
                    }
                }
            }
        }
    }

    private void RenderTileGroup(KernelWriter writer, WinogradBlock block, int tiles, bool isLast)
    {
        VectorText simd = writer.Simd;
        (int Tile, int Filter)[] sums =
            [.. Grid.Cells(tiles, block.Vectors).Select(cell => (cell.Row, cell.Column * simd.Lanes))];
        foreach ((int t, int f) in sums)
        {
            writer.Line($"{simd.Floats} sum_t{t}_f{f} = {simd.Zero};");
        }

        writer.Line("ref float x = ref v;");
        writer.Line("ref float w = ref u;");
        using (writer.Loop("Each channel adds its weights times its inputs to the sums of every tile.", $"for (int channel = 0; channel < {stage.Conv.Input.Channels}; channel++)"))
        {
            for (int f = 0; f < block.Filters; f += simd.Lanes)
            {
                writer.Line($"{simd.Floats} w_f{f} = {simd.Load("w", f)};");
            }

            for (int t = 0; t < tiles; t++)
            {
                writer.Line($"{simd.Floats} x_t{t} = {simd.Broadcast("x", t * stage.Input.PixelStride)};");
                for (int f = 0; f < block.Filters; f += simd.Lanes)
                {
                    writer.Line(simd.Accumulate($"sum_t{t}_f{f}", $"x_t{t}", $"w_f{f}"));
                }
            }

            writer.Line(Advance("w", block.Filters));
            writer.Line(Advance("x", 1));
        }

        writer.Line();
        foreach ((int t, int f) in sums)
        {
            writer.Line(Store($"sum_t{t}_f{f}", "m", t * schedule.ProductTile + f));
        }

        if (isLast)
        {
            return;
        }

        writer.Line();
        writer.Line(Advance("v", tiles == 1 ? "InputPixel" : $"{tiles} * InputPixel"));
        writer.Line(Advance("m", tiles * schedule.ProductTile));
    }
}
