using static ConvGen.Generators.Rendering.Text.VectorText;

namespace ConvGen.Generators.Rendering.Depthwise;

/// <summary>The backward pass of a convolution of every channel by itself.</summary>
internal static class DepthwiseBackwardRenderer
{
    public static GeneratedFile Render(NetworkPlan plan, DepthwiseStage stage) => KernelFile.RenderClass(
        plan,
        $"{stage.Name}.Backward",
        $"{stage.Name}, backward pass: from the gradient of {DepthwiseRenderer.Formula(stage)}",
        Head(stage),
        $"{stage.Name}Backward",
        [
            .. KernelFile.Distances(stage),
            .. KernelFile.Distances("Spread", stage.Schedule.Spread)
                .Select(distance => (distance.Name, distance.Value, distance.Meaning.Replace("spread", "spread gradient"))),
        ],
        writer =>
        {
            var start = new WeightedBackward(writer, stage, stage.Bias);
            var exact = ExactConvolutionRenderer.Of(writer, stage);
            RenderRun(writer, stage, start, exact);
            start.RenderMethod();
            writer.Line();
            RenderWeightGradient(writer, stage);
            writer.Line();
            RenderSpread(writer, stage);
            writer.Line();
            writer.Summary("dx[c, i, j] = sum over u, v of w[c, u, v] * g[c, p, q] of the outputs that x[c, i, j] reached by "
                + "that weight, for one sample: the mirrored kernel slides over the spread gradient.");
            new DepthwiseTileRenderer(writer, stage)
            {
                Method = "InputGradient",
                From = "spread",
                Distances = "Spread",
                Layout = stage.Schedule.Spread,
                To = "inputGradient",
                ToDistances = "Input",
                ToLayout = stage.Input,
                Tiles = stage.Schedule.Inputs,
                IsMirrored = true,
            }.Render();
            writer.Line();
            exact.RenderProperty();
        });

    private static IEnumerable<(string Label, string Text)> Head(DepthwiseStage stage)
    {
        foreach ((string, string) line in DepthwiseRenderer.Shapes(stage))
        {
            yield return line;
        }

        TapTile tile = stage.Schedule.WeightTiles[0];
        yield return ("dw", $"{tile.Rows}x{tile.Columns} weights of {stage.Target.LanesInWords} channels at a time in registers");
        yield return ("dx", $"tiles of {Phrases.Count(stage.Schedule.Inputs.Pixels, "pixel")} in registers, "
            + $"over {stage.Schedule.Spread.Describe()}");
    }

    private static void RenderRun(
        KernelWriter writer, DepthwiseStage stage, WeightedBackward start, ExactConvolutionRenderer exact)
    {
        start.RenderSummary();
        writer.Signature("public static void Run", OperandText.Parameters(stage.BackwardCall()));
        using (writer.Braces())
        {
            start.RenderCall();
            exact.RenderStart();
            using (writer.Loop("Every sample.", "for (int sample = 0; sample < samples; sample++)"))
            {
                writer.Line("WeightGradient(ref input, ref outputGradient, ref weightGradient);");
                using (writer.Block("if (wantsInputGradient)"))
                {
                    int first = stage.Schedule.FirstRow * stage.Schedule.Spread.RowStride
                        + stage.Schedule.FirstColumn * stage.Schedule.Spread.PixelStride;
                    writer.Line("Spread(ref outputGradient, ref spread);");
                    writer.Line($"InputGradient({At("spread", first)}, ref weights, "
                        + "ref inputGradient);");
                    writer.Line(Advance("inputGradient", "InputSample"));
                }

                writer.Line();
                writer.Line(Advance("input", "InputSample"));
                writer.Line(Advance("outputGradient", "OutputSample"));
            }
        }
    }

    private static void RenderWeightGradient(KernelWriter writer, DepthwiseStage stage)
    {
        VectorText simd = writer.Simd;
        writer.Summary("dw[c, u, v] += sum over the outputs of g[c, p, q] * x[c, i, j], which met w[c, u, v], for one sample.");
        writer.Line(KernelFile.KernelAttribute);
        using (writer.Block(
            "private static void WeightGradient(ref float input, ref float outputGradient, ref float weightGradient)"))
        using (writer.Loop(simd.AtATime("channels"), $"for (int channel = 0; channel < InputPixel; channel += {simd.Lanes})"))
        {
            foreach (TapTile tile in stage.Schedule.WeightTiles)
            {
                bool isAlone = tile.LastRows == 0 && stage.Schedule.WeightTiles.Count == 1;
                string rows = Phrases.Count(tile.Rows, "kernel row");
                using (writer.LoopBeforeRest(tile.Count, !isAlone, $"Every {rows}.", $"The first {rows}.", "tile"))
                {
                    RenderTaps(writer, stage, tile, tile.Rows, tile.Count == 1 ? 0 : null);
                }

                if (tile.LastRows > 0)
                {
                    using (writer.Scope($"{Phrases.Some("The last", tile.LastRows, "kernel row")}."))
                    {
                        RenderTaps(writer, stage, tile, tile.LastRows, tile.Count);
                    }
                }
            }
        }
    }

    /// <summary>The gradients of some weights; the number of their tile is null where a loop runs over tiles.</summary>
    private static void RenderTaps(KernelWriter writer, DepthwiseStage stage, TapTile tile, int rows, int? number)
    {
        VectorText simd = writer.Simd;
        int pixel = stage.Input.PixelStride;
        int weightRow = stage.Conv.KernelWidth * pixel;
        (int Row, int Column)[] taps = Grid.Cells(rows, tile.Columns);
        string Sum((int Row, int Column) tap) => $"sum_r{tap.Row}_c{tap.Column}";
        int WeightOffset((int Row, int Column) tap) => tap.Row * weightRow + tap.Column * pixel;

        string firstWeight = Shift(number, tile.Rows * weightRow, tile.FirstColumn * pixel);
        string firstPixel = Shift(
            number,
            tile.Rows * stage.Conv.DilationY * stage.Input.RowStride,
            tile.FirstColumn * stage.Conv.DilationX * pixel);
        writer.Line($"ref float dw = ref Unsafe.Add(ref weightGradient, {firstWeight}channel);");
        foreach ((int, int) tap in taps)
        {
            writer.Line($"{simd.Floats} {Sum(tap)} = {simd.Load("dw", WeightOffset(tap))};");
        }

        string outputRow = stage.Output.Shape.Height == 1 ? "" : "row * OutputRow + ";
        string inputRow = stage.Output.Shape.Height == 1 ? ""
            : stage.Conv.StrideY == 1 ? "row * InputRow + "
            : $"row * {stage.Conv.StrideY} * InputRow + ";
        string origin = stage.Output.Origin == 0 ? "" : "OutputOrigin + ";
        using (writer.LoopUnlessOnce(stage.Output.Shape.Height, "Every row of outputs.", "row"))
        {
            writer.Line($"ref float g = ref Unsafe.Add(ref outputGradient, {origin}{outputRow}channel);");
            writer.Line($"ref float x = ref Unsafe.Add(ref input, {inputRow}{firstPixel}channel);");
            using (writer.LoopUnlessOnce(stage.Output.Shape.Width, "Every output of the row.", "column"))
            {
                writer.Line($"{simd.Floats} gradient = {simd.Load("g")};");
                foreach ((int Row, int Column) tap in taps)
                {
                    int offset = tap.Row * stage.Conv.DilationY * stage.Input.RowStride
                        + tap.Column * stage.Conv.DilationX * pixel;
                    writer.Line(simd.Accumulate(Sum(tap), "gradient", simd.Load("x", offset)));
                }

                writer.Line(Advance("g", "OutputPixel"));
                writer.Line(Advance("x", stage.Conv.StrideX * pixel));
            }
        }

        writer.Line();
        foreach ((int, int) tap in taps)
        {
            writer.Line(Store(Sum(tap), "dw", WeightOffset(tap)));
        }
    }

    /// <summary><c>tile * 48 + 8 + </c>, without what is zero.</summary>
    private static string Shift(int? number, int perTile, int constant)
    {
        int known = (number ?? 0) * perTile + constant;
        return (number is null ? $"tile * {perTile} + " : "") + (known == 0 ? "" : $"{known} + ");
    }

    private static void RenderSpread(KernelWriter writer, DepthwiseStage stage)
    {
        VectorText simd = writer.Simd;
        ActivationLayout output = stage.Output;
        bool isApart = stage.Conv.StrideY > 1 || stage.Conv.StrideX > 1;
        string origin = stage.Schedule.Spread.Origin == 0 ? "" : "SpreadOrigin + ";
        string row = stage.Conv.StrideY == 1 ? "row * SpreadRow" : $"row * {stage.Conv.StrideY} * SpreadRow";
        writer.Summary("The output gradient of one sample, "
            + (isApart ? "as far apart as the windows and with zeros between and around." : "with zeros around."));
        writer.Line(KernelFile.KernelAttribute);
        using (writer.Block("private static void Spread(ref float outputGradient, ref float spread)"))
        using (writer.LoopUnlessOnce(output.Shape.Height, "Every row.", "row"))
        {
            string outputOrigin = output.Origin == 0 ? "" : "OutputOrigin + ";
            bool single = output.Shape.Height == 1;
            string from = $"{outputOrigin}{(single ? "0" : "row * OutputRow")}";
            writer.Line($"ref float from = ref Unsafe.Add(ref outputGradient, {from});");
            writer.Line($"ref float to = ref Unsafe.Add(ref spread, {origin}{(single ? "0" : row)});");
            using (writer.LoopUnlessOnce(output.Shape.Width, "Every pixel.", "column"))
            {
                using (writer.Loop(simd.AtATime("channels"), $"for (int channel = 0; channel < OutputPixel; channel += {simd.Lanes})"))
                {
                    writer.Line(Store(simd.Load("from", "channel"), "to", "channel"));
                }

                writer.Line();
                writer.Line(Advance("from", "OutputPixel"));
                writer.Line(Advance("to", stage.Conv.StrideX * stage.Schedule.Spread.PixelStride));
            }
        }
    }
}
