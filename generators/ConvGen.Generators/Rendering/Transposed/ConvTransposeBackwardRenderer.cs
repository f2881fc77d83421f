using static ConvGen.Generators.Rendering.Text.VectorText;

namespace ConvGen.Generators.Rendering.Transposed;

/// <summary>Renders the backward pass of a transposed convolution.</summary>
internal static class ConvTransposeBackwardRenderer
{
    public static GeneratedFile Render(NetworkPlan plan, ConvTransposeStage stage) => KernelFile.RenderClass(
        plan,
        stage,
        "Backward",
        $"{stage.Name}, backward pass: {(stage.Conv.Bias ? "db, dw" : "dw")} and dx from the gradient of {ConvTransposeRenderer.Formula(stage)}",
        Head(stage),
        [
            .. KernelFile.Distances(stage),
            .. ConvTransposeRenderer.WeightDistances("Kernel", "weights", "channel", stage.Distances),
            .. ConvTransposeRenderer.WeightDistances("Exchanged", "exchanged weights", "filter", stage.Exchanged),
        ],
        writer =>
        {
            var start = new WeightedBackward(writer, stage, stage.Bias);
            RenderRun(writer, stage, start);
            start.RenderMethod();
            writer.Line();
            new TransposedWeightGradientRenderer(writer, stage).Render();
            writer.Line();
            RenderExchange(writer, stage);
            writer.Line();
            RenderInputGradient(writer, stage);
        });

    private static IEnumerable<(string Label, string Text)> Head(ConvTransposeStage stage)
    {
        ConvTransposeSchedule schedule = stage.Schedule;
        foreach ((string, string) line in ConvTransposeRenderer.Shapes(stage))
        {
            yield return line;
        }

        yield return ("dw", $"{Phrases.Count(schedule.WeightChannels.Size, "channel")} x {Phrases.Count(schedule.WeightVectors.Size, "vector")} "
            + "of filters at a time, with their sums over the image in registers");
        yield return ("dx", "a convolution of the output's gradient, with channels and filters of the weights exchanged: "
            + $"{Phrases.Count(schedule.Inputs.Pixels, "pixel")} of a row x {Phrases.Count(schedule.Inputs.Vectors.Size, "vector")} of channels "
            + "at a time, with their sums in registers");
    }

    private static void RenderRun(KernelWriter writer, ConvTransposeStage stage, WeightedBackward start)
    {
        start.RenderSummary();
        writer.Signature("public static void Run", OperandText.Parameters(stage.BackwardCall()));
        using (writer.Braces())
        {
            start.RenderCall();
            writer.Line("bool wantsInputGradient = !Unsafe.IsNullRef(ref inputGradient);");
            using (writer.Block("if (wantsInputGradient)"))
            {
                writer.Line("Exchange(ref weights, ref exchanged);");
            }

            writer.Line();
            using (writer.Block("for (int sample = 0; sample < samples; sample++)"))
            {
                writer.Line("WeightGradient(ref input, ref outputGradient, ref weightGradient);");
                using (writer.Block("if (wantsInputGradient)"))
                {
                    writer.Line("InputGradient(ref outputGradient, ref exchanged, ref inputGradient);");
                    writer.Line(Advance("inputGradient", "InputSample"));
                }

                writer.Line();
                writer.Line(Advance("input", "InputSample"));
                writer.Line(Advance("outputGradient", "OutputSample"));
            }
        }
    }

    private static void RenderExchange(KernelWriter writer, ConvTransposeStage stage)
    {
        ShapedConvTranspose conv = stage.Conv;
        writer.Summary("Copies the weights from [row][column][channel][filter] to [row][column][filter][channel].");
        writer.Line(KernelFile.KernelAttribute);
        using (writer.Block("private static void Exchange(ref float weights, ref float exchanged)"))
        using (writer.LoopUnlessOnce(conv.KernelHeight * conv.KernelWidth, null, "tap"))
        {
            bool isOne = conv.KernelHeight * conv.KernelWidth == 1;
            writer.Line($"ref float from = {At("weights", isOne ? "0" : "tap * KernelColumn")};");
            writer.Line($"ref float to = {At("exchanged", isOne ? "0" : "tap * ExchangedColumn")};");
            using (writer.Block($"for (int channel = 0; channel < {conv.Input.Channels}; channel++)"))
            using (writer.Block($"for (int filter = 0; filter < {conv.Output.Channels}; filter++)"))
            {
                writer.Line("Unsafe.Add(ref to, filter * ExchangedChannel + channel) = Unsafe.Add(ref from, channel * KernelChannel + filter);");
            }
        }
    }

    private static void RenderInputGradient(KernelWriter writer, ConvTransposeStage stage)
    {
        ShapedConvTranspose conv = stage.Conv;
        PixelTileRenderer tiles = new(writer)
        {
            Tiles = stage.Schedule.Inputs,
            Read = "g",
            Written = "dx",
            Noun = "pixel",
            ReadDistances = "Output",
            WrittenDistances = "Input",
            WeightDistances = "Exchanged",
            ReadStep = conv.StrideX,
            WrittenStep = 1,
            TapStep = (1, 1),
            ReadsBackwards = false,
            Channels = conv.Output.Channels,
            ReadNoun = "filter",
            WrittenNoun = "channel",
            WrittenChannels = conv.Input.Channels,
        };
        string position = ConvTransposeRenderer.Position("i", "u", conv.StrideY, conv.Padding.Top) + ", "
            + ConvTransposeRenderer.Position("j", "v", conv.StrideX, conv.Padding.Left);
        writer.Summary($"dx[c, i, j] = sum over f, u, v of w[c, f, u, v] * g[f, {position}], for one sample.");
        writer.Line(KernelFile.KernelAttribute);
        using (writer.Block("private static void InputGradient(ref float outputGradient, ref float exchanged, ref float inputGradient)"))
        using (writer.LoopUnlessOnce(conv.Input.Height, null, "row"))
        {
            writer.Comment("The first kernel row meets the top of these rows of gradients. Rows outside the image have no products.");
            writer.Line($"int top = {First(conv.Input.Height == 1 ? "" : "row", conv.StrideY, conv.Padding.Top)};");
            writer.Line("int above = Math.Max(0, -top);");
            writer.Line($"int rows = Math.Min({conv.KernelHeight}, {conv.Output.Height} - top) - above;");
            string origin = stage.Output.Origin == 0 ? "" : "OutputOrigin";
            writer.Line($"ref float g = {At("outputGradient", Offset.Join(origin, "(top + above) * OutputRow"))};");
            writer.Line($"ref float w = {At("exchanged", "above * ExchangedRow")};");
            using (writer.Block($"for (int column = 0; column < {conv.Input.Width};)"))
            {
                RenderColumn(writer, stage, tiles);
            }
        }

        writer.Line();
        tiles.Render();
    }

    private static void RenderColumn(KernelWriter writer, ConvTransposeStage stage, PixelTileRenderer tiles)
    {
        ShapedConvTranspose conv = stage.Conv;
        string origin = stage.Input.Origin == 0 ? "" : "InputOrigin";
        string row = conv.Input.Height == 1 ? "" : "row * InputRow";
        writer.Line($"ref float dx = {At("inputGradient", Offset.Join(origin, row, "column * InputPixel"))};");
        writer.Line($"int left = {First("column", conv.StrideX, conv.Padding.Left)};");
        if (tiles.HasTiles)
        {
            (int first, int count) = ConvTransposePlanner.InnerInputs(conv);
            using (writer.Block($"if (column >= {first} && column <= {first + count - tiles.Tiles.Pixels})"))
            {
                tiles.RenderCall("Tile", "ref Unsafe.Add(ref g, left * OutputPixel)", "ref w", "rows", $"{conv.KernelWidth}");
                writer.Line($"column += {tiles.Tiles.Pixels};");
                writer.Line("continue;");
            }
        }

        writer.Comment("Columns outside the image have no products.");
        writer.Line("int before = Math.Max(0, -left);");
        tiles.RenderCall(
            "Pixel", "ref Unsafe.Add(ref g, (left + before) * OutputPixel)", "ref Unsafe.Add(ref w, before * ExchangedColumn)", "rows",
            $"Math.Min({conv.KernelWidth}, {conv.Output.Width} - left) - before");
        writer.Line("column++;");
    }

    /// <summary>The output row that the first kernel row of an input row meets: <c>row * 2 - 1</c>.</summary>
    private static string First(string position, int stride, int padding) => position.Length == 0
        ? $"{-padding}"
        : $"{position}{(stride == 1 ? "" : $" * {stride}")}{(padding == 0 ? "" : $" - {padding}")}";
}
