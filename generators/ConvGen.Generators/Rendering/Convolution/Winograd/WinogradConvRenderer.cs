using static ConvGen.Generators.Rendering.Text.VectorText;

namespace ConvGen.Generators.Rendering.Convolution.Winograd;

/// <summary>
/// Renders the forward pass of a convolution by Winograd's transforms: transform tiles, multiply, transform back.
/// <see cref="WinogradTileRenderer"/> renders the two transforms.
/// </summary>
internal sealed class WinogradConvRenderer(NetworkPlan plan, ConvStage stage, WinogradForward schedule)
{
    private readonly WinogradTransform _transform = schedule.Transform;
    private readonly bool _isPooled = stage.Pool is not null;

    public GeneratedFile Render() => KernelFile.RenderClass(
        plan,
        stage,
        "Forward",
        ConvHead.Title(stage, $", forward pass: {ConvFormula.Forward(stage, "r", "s")}"),
        Head(),
        [.. ConvDistances.Of(stage), .. WeightDistances(schedule), .. TileDistances(stage, schedule)],
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

    /// <summary>One block per padded width; blocks that differ only in <c>RealFilters</c> share a method.</summary>
    private IEnumerable<WinogradBlock> BlocksOfEachWidth =>
        schedule.Blocks.GroupBy(block => block.Filters).Select(blocks => blocks.First());

    /// <summary>Returns the distances in the transformed weights, which the Pack file uses as well.</summary>
    public static IEnumerable<(string Name, int Value, string Meaning)> WeightDistances(WinogradForward schedule) =>
    [
        ("Elements", schedule.Transform.Elements, $"{schedule.Transform.Size} times {schedule.Transform.Size} elements of a transformed tile."),
        ("TransformedWeights", schedule.TransformedWeights, "Floats before the transformed weights."),
        .. schedule.Blocks.GroupBy(block => block.Filters).Select(blocks => (
            $"WeightElement{blocks.Key}", blocks.First().WeightElement,
            $"Floats per element of the transformed weights of {blocks.Key} filters.")),
    ];

    /// <summary>Returns the offset of the transformed weights of the block that starts at <paramref name="firstFilter"/>.</summary>
    public static string TransformedWeights(WinogradForward schedule, int firstFilter) => Offset.Join(
    [
        "TransformedWeights",
        .. from block in schedule.Blocks
           let before = block.FirstFilters.Count(first => first < firstFilter)
           where before > 0
           group before by block.Filters into sizes
           select Offset.Of(sizes.Sum(), $"Elements * WeightElement{sizes.Key}"),
    ]);

    private static IEnumerable<(string Name, int Value, string Meaning)> TileDistances(ConvStage stage, WinogradForward schedule) =>
    [
        ("TransformedElement", schedule.TransformedElement,
            "Floats per element of the transformed tiles: an odd number of cache lines, as for weights and products, so that the "
            + "elements of a tile do not compete for the same places in the cache."),
        ("TransformedTile", stage.Input.PixelStride, "Floats per tile of the transformed tiles."),
        ("ProductElement", schedule.ProductElement, "Floats per element of the products."),
        ("ProductTile", schedule.ProductTile, "Floats per tile of the products."),
        ("HalfRow", schedule.Transform.Size * schedule.Blocks[0].Lanes, "Floats per row of a half-transformed tile."),
    ];

    private IEnumerable<(string Label, string Text)> Head()
    {
        long multiplications = (long)schedule.TilesY * schedule.TilesX * _transform.Elements
            * stage.Conv.Input.Channels * stage.Conv.Output.Channels;
        int outputs = _transform.Outputs;
        int byDefinition = outputs * outputs * _transform.Kernel * _transform.Kernel;
        string multiplies = string.Join(", ", BlocksOfEachWidth.Select(block => $"Multiply{block.Filters}"));
        string results = !_isPooled ? "outputs y"
            : outputs == stage.PoolHeight ? "values before pooling, which are one window"
            : $"values before pooling, which are {outputs / stage.PoolHeight * (outputs / stage.PoolWidth)} windows";
        WinogradBlock widest = schedule.Blocks.OrderByDescending(block => block.Vectors * block.TileGroup).First();
        int sums = widest.Vectors * widest.TileGroup;
        return
        [
            .. ConvHead.Shapes(stage),
            ("arithmetic", $"{Numbers.Grouped(stage.MultiplyAdds)} multiply-adds per sample by definition; {Numbers.Grouped(multiplications)} "
                + $"in step 3: {_transform.Elements} and not {byDefinition} per tile, channel and filter"),
            ("schedule", $"{_transform.Name}, whose matrices are in {WinogradTransformRenderer.ClassName(_transform)}: a tile d of "
                + $"{_transform.Size}x{_transform.Size} inputs gives {outputs}x{outputs} {results}"),
            ("step 1", $"{stage.ClassOf(ConvStage.PackPart)}.Transform: u = G g G^T for every channel and filter, once per change of the weights"),
            ("step 2", $"TransformInput: v = B^T d B for every channel of {schedule.Tiles} tiles"),
            ("step 3", $"{multiplies}: m = sum over c of v * u, element by element, for every tile and filter"),
            ("step 4", $"TransformOutput: y = A^T m A{ConvHead.Finish(stage, _transform.Divisor)}"),
            ("weights", $"packed as [block]{stage.Kernel.ReductionOrder}[filter], which a rare path reads; then transformed as "
                + "[block][element][channel][filter]; then the biases"),
            ("registers", $"of Multiply{widest.Filters}: {sums} sums + {widest.Vectors} weights + 1 input = {sums + widest.Vectors + 1} of "
                + $"{plan.Target.Registers}; an input serves {Phrases.Count(widest.Vectors, "vector")} of filters, a weight "
                + Phrases.Count(widest.TileGroup, "tile")),
            .. ConvHead.Candidates(plan.Target, schedule, multiplications),
        ];
    }

    private void RenderRun(KernelWriter writer)
    {
        writer.Summary(ConvHead.RunSummary(stage));
        writer.Signature("public static void Run", OperandText.Parameters(stage.ForwardCall(PassKind.Prediction)));
        using (writer.Braces())
        using (ConvRunRenderer.StartRun(
            writer, _isPooled, "Each sample takes steps 2 to 4.", "for (int sample = 0; sample < samples; sample++)"))
        {
            int blocks = schedule.TilesY / schedule.TileRows;
            string comment = $"{Phrases.Count(schedule.TileRows, "row")} of tiles at a time, so that their values stay in the cache.";
            using (writer.LoopUnlessOnce(blocks, comment, "rows"))
            {
                RenderStart(writer, blocks, out string x, out string y, out string winner);
                writer.Line($"TransformInput(ref {x}, ref products, ref transformed);");
                foreach (WinogradBlock block in schedule.Blocks)
                {
                    foreach (int first in block.FirstFilters)
                    {
                        string[] winners = _isPooled ? [At(winner, first), "keepWinners"] : [];
                        RenderBlockCalls(writer, block, first, x, [At(y, first), .. winners]);
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

    /// <summary>Declares references to the first input, output and winner of the current tile rows.</summary>
    private void RenderStart(KernelWriter writer, int blocks, out string x, out string y, out string winner)
    {
        string Rows(int rows, string distance) => blocks == 1 ? "0" : $"rows * {rows} * {distance}";
        int inputRows = schedule.TileRows * _transform.Outputs;
        string output = Offset.Join(Rows(inputRows / stage.PoolHeight, "OutputRow"), ConvDistances.OutputChannel(stage, 0));
        x = Name("float", "x", "input", Rows(inputRows, "InputRow"));
        y = Name("float", "y", "output", output);
        winner = _isPooled ? Name("int", "winner", "winners", output) : "";

        string Name(string type, string name, string memory, string offset)
        {
            if (offset == "0")
            {
                return memory;
            }

            writer.Line($"ref {type} {name} = {At(memory, offset)};");
            return name;
        }
    }

    private void RenderBlockCalls(KernelWriter writer, WinogradBlock block, int first, string x, string[] outputs)
    {
        writer.Call($"Multiply{block.Filters}", "ref transformed", At("packed", TransformedWeights(schedule, first)), "ref products");
        string direct = At("packed", ConvDistances.PackedFilter(first));
        string bias = At("packed", ConvDistances.PackedBias(first));
        writer.Call("TransformOutput",
            [
                $"ref {x}", "ref products", direct, bias, .. outputs, $"filters: {block.RealFilters}", $"lanes: {block.Filters}",
            ]);
    }

    /// <summary>Renders m[k, t, f] = sum over c of v[k, t, c] * u[k, c, f].</summary>
    private void RenderMultiply(KernelWriter writer, WinogradBlock block)
    {
        // Only the first Multiply method gets comments.
        bool isFirst = block.Filters == schedule.Blocks[0].Filters;
        writer.Summary(isFirst
            ? $"Step 3 for {block.Filters} filters: m[k, t, f] = sum over c of v[k, t, c] * u[k, c, f] for every element k and tile t."
            : $"The same for {block.Filters} filters.");
        writer.Line(KernelFile.KernelAttribute);
        using (writer.Block($"private static void Multiply{block.Filters}("
            + "ref float transformed, ref float weights, ref float products)"))
        {
            int groups = schedule.Tiles / block.TileGroup;
            int rest = schedule.Tiles % block.TileGroup;
            using (Open(writer, isFirst, "Per element a matrix product: [tile][channel] times [channel][filter].",
                "for (int element = 0; element < Elements; element++)"))
            {
                writer.Line("ref float vTiles = ref Unsafe.Add(ref transformed, element * TransformedElement);");
                writer.Line($"ref float uFilters = ref Unsafe.Add(ref weights, element * WeightElement{block.Filters});");
                writer.Line("ref float m = ref Unsafe.Add(ref products, element * ProductElement);");
                string tiles = Phrases.Count(block.TileGroup, "tile");
                using (writer.LoopBeforeRest(
                    groups, rest > 0, $"The sums of {tiles} stay in registers.", $"The first {tiles}.", "group"))
                {
                    RenderTileGroup(writer, block, block.TileGroup, isFirst, isLast: groups == 1 && rest == 0);
                }

                if (rest > 0)
                {
                    using (writer.Scope($"The remainder: {Phrases.Count(rest, "tile")}."))
                    {
                        RenderTileGroup(writer, block, rest, isFirst: false, isLast: true);
                    }
                }
            }
        }
    }

    private void RenderTileGroup(KernelWriter writer, WinogradBlock block, int tiles, bool isFirst, bool isLast)
    {
        VectorText simd = writer.Simd;
        (int Tile, int Filter)[] sums =
            [.. Grid.Cells(tiles, block.Vectors).Select(cell => (cell.Row, cell.Column * simd.Lanes))];
        foreach ((int t, int f) in sums)
        {
            writer.Line($"{simd.Floats} m_t{t}_f{f} = {simd.Zero};");
        }

        writer.Line("ref float v = ref vTiles;");
        writer.Line("ref float u = ref uFilters;");
        using (Open(writer, isFirst, "Each channel adds its products to the sums of these tiles and filters.",
            $"for (int channel = 0; channel < {stage.Conv.Input.Channels}; channel++)"))
        {
            for (int f = 0; f < block.Filters; f += simd.Lanes)
            {
                writer.Line($"{simd.Floats} u_f{f} = {simd.Load("u", f)};");
            }

            for (int t = 0; t < tiles; t++)
            {
                writer.Line($"{simd.Floats} v_t{t} = {simd.Broadcast("v", Offset.Sum((t, "TransformedTile")))};");
                for (int f = 0; f < block.Filters; f += simd.Lanes)
                {
                    writer.Line(simd.Accumulate($"m_t{t}_f{f}", $"v_t{t}", $"u_f{f}"));
                }
            }

            writer.Line(Advance("u", block.Filters));
            writer.Line(Advance("v", 1));
        }

        writer.Line();
        foreach ((int t, int f) in sums)
        {
            writer.Line(StoreFar($"m_t{t}_f{f}", "m", Offset.Sum((t, "ProductTile"), (f, Offset.One))));
        }

        if (isLast)
        {
            return;
        }

        writer.Line();
        writer.Line(Advance("vTiles", Offset.Of(tiles, "TransformedTile")));
        writer.Line(Advance("m", Offset.Of(tiles, "ProductTile")));
    }

    private static IDisposable Open(KernelWriter writer, bool isExplained, string comment, string header) =>
        isExplained ? writer.Loop(comment, header) : writer.Block(header);
}
