using static ConvGen.Generators.Rendering.Text.VectorText;

namespace ConvGen.Generators.Rendering.Transposed;

/// <summary>Renders the files of a transposed convolution, and its forward pass.</summary>
internal static class ConvTransposeRenderer
{
    public static IEnumerable<GeneratedFile> Render(NetworkPlan plan, ConvTransposeStage stage)
    {
        yield return RenderForward(plan, stage);
        if (plan.Trains(stage))
        {
            yield return ConvTransposeBackwardRenderer.Render(plan, stage);
        }
    }

    public static string Formula(ConvTransposeStage stage)
    {
        string bias = stage.Bias is null ? "" : "b[f] + ";
        string sum = $"{bias}sum over c, i, j, u, v of w[c, f, u, v] * x[c, i, j]";
        string value = stage.Activation is { } function ? function.Of(sum) : sum;
        return $"y[f, p, q] = {value}, where {Position("i", "u", stage.Conv.StrideY, stage.Conv.Padding.Top)} = p and "
            + $"{Position("j", "v", stage.Conv.StrideX, stage.Conv.Padding.Left)} = q";
    }

    /// <summary>The output row of an input row and a kernel row: <c>2i + u - 1</c>.</summary>
    public static string Position(string input, string tap, int stride, int padding) =>
        $"{(stride == 1 ? "" : $"{stride}")}{input} + {tap}{(padding == 0 ? "" : $" - {padding}")}";

    public static IEnumerable<(string Label, string Text)> Shapes(ConvTransposeStage stage) =>
    [
        ("input", stage.Input.Describe()),
        ("output", stage.Output.Describe()),
        ("weights", $"[row][column][channel][filter], {stage.Distances.Channel} floats per channel"),
    ];

    /// <summary>Returns the distances in weights.</summary>
    public static IEnumerable<(string Name, int Value, string Meaning)> WeightDistances(
        string what, string noun, string from, KernelDistances distances) =>
    [
        ($"{what}Row", distances.Row, $"Floats per kernel row of the {noun}."),
        ($"{what}Column", distances.Column, $"Floats per kernel column of the {noun}."),
        ($"{what}Channel", distances.Channel, $"Floats per {from} of the {noun}."),
    ];

    private static GeneratedFile RenderForward(NetworkPlan plan, ConvTransposeStage stage)
    {
        RowTileSet tiles = stage.Schedule.Outputs;
        return KernelFile.RenderClass(
            plan,
            stage,
            "Forward",
            $"{stage.Name}, forward pass: {Formula(stage)}",
            [
                .. Shapes(stage),
                ("arithmetic", $"{Numbers.Grouped(stage.MultiplyAdds)} multiply-adds per sample"),
                ("schedule", (IsApart(stage.Conv)
                    ? $"outputs that are {stage.Conv.StrideY} rows and {stage.Conv.StrideX} columns apart meet the same kernel positions: "
                    : "")
                    + $"{Phrases.Count(tiles.Pixels, "output")} x {Phrases.Count(tiles.Vectors.Size, "vector")} of filters at a time, with their sums in registers"),
            ],
            [.. KernelFile.Distances(stage), .. WeightDistances("Kernel", "weights", "channel", stage.Distances)],
            writer => RenderMethods(writer, stage));
    }

    private static void RenderMethods(KernelWriter writer, ConvTransposeStage stage)
    {
        // Functions that take many registers run afterwards. So do those that change the zeros of unused filters, which a tile does not
        // clear.
        bool activatesLater = stage.Activation is { IsPiecewiseLinear: false } or { KeepsZero: false };
        string biases = stage.Bias is null ? "" : "ref biases, ";
        writer.Summary($"{Formula(stage)}.");
        writer.Signature("public static void Run", OperandText.Parameters(stage.ForwardCall(PassKind.Prediction)));
        using (writer.Braces())
        using (writer.Block("for (int sample = 0; sample < samples; sample++)"))
        {
            writer.Line($"Convolve(ref input, ref weights, {biases}ref output);");
            if (activatesLater)
            {
                writer.Line("Activate(ref output);");
            }

            writer.Line(Advance("input", "InputSample"));
            writer.Line(Advance("output", "OutputSample"));
        }

        PixelTileRenderer tiles = new(writer)
        {
            Tiles = stage.Schedule.Outputs,
            Read = "x",
            Written = "y",
            Noun = "output",
            ReadDistances = "Input",
            WrittenDistances = "Output",
            WeightDistances = "Kernel",
            ReadStep = 1,
            WrittenStep = stage.Conv.StrideX,
            TapStep = (stage.Conv.StrideY, stage.Conv.StrideX),
            ReadsBackwards = true,
            Channels = stage.Conv.Input.Channels,
            ReadNoun = "channel",
            WrittenNoun = "filter",
            WrittenChannels = stage.Conv.Output.Channels,
            HasBias = stage.Bias is not null,
            Activation = activatesLater ? null : stage.Activation,
        };
        writer.Line();
        writer.Summary("The same for one sample" + (activatesLater ? ", without the activation." : "."));
        writer.Line(KernelFile.KernelAttribute);
        string parameter = stage.Bias is null ? "" : "ref float biases, ";
        using (writer.Block($"private static void Convolve(ref float input, ref float weights, {parameter}ref float output)"))
        {
            RenderRows(writer, stage, tiles);
        }

        writer.Line();
        tiles.Render();
        if (activatesLater)
        {
            writer.Line();
            ElementwiseRenderer.RenderActivate(writer, stage.Output, stage.Activation!.Value);
        }
    }

    private static void RenderRows(KernelWriter writer, ConvTransposeStage stage, PixelTileRenderer tiles)
    {
        ShapedConvTranspose conv = stage.Conv;
        using (writer.LoopUnlessOnce(conv.Output.Height, null, "row"))
        {
            string row = conv.Output.Height == 1 ? "" : "row";
            writer.Comment("The products of kernel row u are with input row i, those of the "
                + $"{(conv.StrideY == 1 ? "next kernel row" : $"kernel row {conv.StrideY} further")} with the input row before, and so on. "
                + "Rows below the image have none.");
            writer.Line($"int i = {Quotient(row, conv.Padding.Top, conv.StrideY)};");
            writer.Line($"int u = {Remainder(row, conv.Padding.Top, conv.StrideY)};");
            writer.Line($"int below = Math.Max(0, {Minus("i", conv.Input.Height - 1)});");
            writer.Line($"int rows = Math.Min(i + 1, {Taps(conv.KernelHeight, "u", conv.StrideY)}) - below;");
            string origin = stage.Input.Origin == 0 ? "" : "InputOrigin";
            writer.Line($"ref float x = {At("input", Offset.Join(origin, "(i - below) * InputRow"))};");
            writer.Line($"ref float w = {At("weights", $"(u + below{Times(conv.StrideY)}) * KernelRow")};");
            using (writer.LoopUnlessOnce(
                Math.Min(conv.StrideX, conv.Output.Width), $"A phase: outputs of the row that are {conv.StrideX} columns apart meet the same kernel columns.",
                "phase"))
            {
                RenderPhase(writer, stage, tiles, conv.StrideX == 1 || conv.Output.Width == 1 ? "" : "phase");
            }
        }
    }

    private static void RenderPhase(KernelWriter writer, ConvTransposeStage stage, PixelTileRenderer tiles, string phase)
    {
        ShapedConvTranspose conv = stage.Conv;
        int stride = conv.StrideX;
        writer.Line($"int j = {Quotient(phase, conv.Padding.Left, stride)};");
        writer.Line($"int v = {Remainder(phase, conv.Padding.Left, stride)};");
        writer.Line($"int columns = {Taps(conv.KernelWidth, "v", stride)};");
        writer.Line($"int outputs = {Count(conv.Output.Width, phase, stride)};");
        if (tiles.HasTiles)
        {
            writer.Comment("From the first output on, up to the end, all input columns lie inside the image.");
            writer.Line("int first = Math.Max(0, columns - 1 - j);");
            writer.Line($"int end = Math.Min(outputs, {conv.Input.Width} - j);");
        }

        using (writer.Block("for (int q = 0; q < outputs;)"))
        {
            string origin = stage.Output.Origin == 0 ? "" : "OutputOrigin";
            string row = conv.Output.Height == 1 ? "" : "row * OutputRow";
            string column = stride == 1 ? "q" : phase.Length == 0 ? $"q * {stride}" : $"({phase} + q * {stride})";
            writer.Line($"ref float y = {At("output", Offset.Join(origin, row, $"{column} * OutputPixel"))};");
            if (tiles.HasTiles)
            {
                using (writer.Block($"if (q >= first && q + {tiles.Tiles.Pixels} <= end)"))
                {
                    tiles.RenderCall("Tile", "ref Unsafe.Add(ref x, (j + q) * InputPixel)", "ref Unsafe.Add(ref w, v * KernelColumn)", "rows", "columns");
                    writer.Line($"q += {tiles.Tiles.Pixels};");
                    writer.Line("continue;");
                }
            }

            writer.Comment("Columns right of the image have no products, nor have those left of it.");
            writer.Line($"int beyond = Math.Max(0, {Minus("j + q", conv.Input.Width - 1)});");
            tiles.RenderCall(
                "Pixel", "ref Unsafe.Add(ref x, (j + q - beyond) * InputPixel)",
                $"ref Unsafe.Add(ref w, (v + beyond{Times(stride)}) * KernelColumn)", "rows",
                "Math.Min(j + q + 1, columns) - beyond");
            writer.Line("q++;");
        }
    }

    private static bool IsApart(ShapedConvTranspose conv) => conv.StrideY > 1 || conv.StrideX > 1;

    private static string Minus(string position, int distance) => distance == 0 ? position : $"{position} - {distance}";

    private static string Times(int stride) => stride == 1 ? "" : $" * {stride}";

    private static string Quotient(string position, int padding, int stride) => position.Length == 0 ? $"{padding / stride}"
        : stride == 1 ? Offset.Join(position, $"{padding}")
        : padding == 0 ? $"{position} / {stride}"
        : $"({position} + {padding}) / {stride}";

    private static string Remainder(string position, int padding, int stride) => stride == 1 ? "0"
        : position.Length == 0 ? $"{padding % stride}"
        : padding == 0 ? $"{position} % {stride}"
        : $"({position} + {padding}) % {stride}";

    /// <summary>The number of kernel rows from one on, a stride apart.</summary>
    private static string Taps(int size, string first, int stride) => stride == 1 ? $"{size}" : $"({size + stride - 1} - {first}) / {stride}";

    private static string Count(int size, string first, int stride) =>
        stride == 1 ? $"{size}" : first.Length == 0 ? $"{(size + stride - 1) / stride}" : $"({size + stride - 1} - {first}) / {stride}";
}
