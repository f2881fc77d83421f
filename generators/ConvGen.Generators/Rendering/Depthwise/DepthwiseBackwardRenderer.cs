using static ConvGen.Generators.Rendering.Text.VectorText;

namespace ConvGen.Generators.Rendering.Depthwise;

/// <summary>Renders the backward pass of a depthwise convolution.</summary>
internal static class DepthwiseBackwardRenderer
{
    public static GeneratedFile Render(NetworkPlan plan, DepthwiseStage stage) => KernelFile.RenderClass(
        plan,
        stage,
        "Backward",
        $"{stage.Name}, backward pass: {(stage.Conv.Bias ? "db, dw" : "dw")} and dx from the gradient of {DepthwiseRenderer.Formula(stage)}",
        Head(stage),
        [
            .. KernelFile.Distances(stage),
            .. DepthwiseRenderer.WeightDistances(stage),
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
            writer.Summary("dx[c, i, j] = sum over u, v of w[c, u, v] * g[c, p, q], where y[c, p, q] has the product of w[c, u, v] and "
                + "x[c, i, j]. For one sample: the mirrored kernel, last weight first, slides over the spread gradient.");
            new DepthwiseTileRenderer(writer, stage)
            {
                Method = "InputGradient",
                From = "spread",
                Read = "g",
                Written = "dx",
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
        yield return ("dw", $"WeightGradient: the sums of {tile.Rows}x{tile.Columns} weights of {stage.Target.LanesInWords} channels at a "
            + "time in registers");
        yield return ("dx", "Spread: the gradient of the output, copied to " + stage.Schedule.Spread.Describe()
            + $"; InputGradient: the sums of {Phrases.Count(stage.Schedule.Inputs.Pixels, "pixel")} of a row at a time in registers");
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
            using (writer.Block("for (int sample = 0; sample < samples; sample++)"))
            {
                writer.Line("WeightGradient(ref input, ref outputGradient, ref weightGradient);");
                using (writer.Block("if (wantsInputGradient)"))
                {
                    string first = Offset.Sum((stage.Schedule.FirstRow, "SpreadRow"), (stage.Schedule.FirstColumn, "SpreadPixel"));
                    writer.Line("Spread(ref outputGradient, ref spread);");
                    writer.Line($"InputGradient({At("spread", first)}, ref weights, ref inputGradient);");
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
        writer.Summary("dw[c, u, v] += sum over p, q of g[c, p, q] times the x that w[c, u, v] meets there, for one sample.");
        writer.Line(KernelFile.KernelAttribute);
        using (writer.Block(
            "private static void WeightGradient(ref float input, ref float outputGradient, ref float weightGradient)"))
        using (writer.Loop(simd.AtATime("channels"), $"for (int channel = 0; channel < InputPixel; channel += {simd.Lanes})"))
        {
            foreach (TapTile tile in stage.Schedule.WeightTiles)
            {
                bool isAlone = tile.LastRows == 0 && stage.Schedule.WeightTiles.Count == 1;
                string rows = Phrases.Count(tile.Rows, "kernel row");
                using (writer.LoopBeforeRest(tile.Count, !isAlone, $"{rows} at a time.", $"The first {rows}.", "tile"))
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

    /// <summary>Renders the gradients of a tile of weights. <paramref name="number"/> is null in a loop over tiles.</summary>
    private static void RenderTaps(KernelWriter writer, DepthwiseStage stage, TapTile tile, int rows, int? number)
    {
        VectorText simd = writer.Simd;
        (int Row, int Column)[] taps = Grid.Cells(rows, tile.Columns);
        string Sum((int Row, int Column) tap) => $"sum_r{tap.Row}_c{tap.Column}";
        string WeightAddress((int Row, int Column) tap) => Offset.Sum((tap.Row, "KernelRow"), (tap.Column, "KernelColumn"));

        string firstWeight = Shift(number, tile.Rows, "KernelRow", tile.FirstColumn, "KernelColumn");
        string firstPixel = Shift(
            number, tile.Rows * stage.Conv.DilationY, "InputRow", tile.FirstColumn * stage.Conv.DilationX, "InputPixel");
        writer.Line($"ref float dw = ref Unsafe.Add(ref weightGradient, {firstWeight}channel);");
        foreach ((int, int) tap in taps)
        {
            writer.Line($"{simd.Floats} {Sum(tap)} = {simd.LoadFar("dw", WeightAddress(tap))};");
        }

        string outputRow = stage.Output.Shape.Height == 1 ? "" : "row * OutputRow + ";
        string inputRow = stage.Output.Shape.Height == 1 ? ""
            : $"row * {Offset.Of(stage.Conv.StrideY, "InputRow")} + ";
        string origin = stage.Output.Origin == 0 ? "" : "OutputOrigin + ";
        using (Repeat(writer, stage.Output.Shape.Height, "row"))
        {
            writer.Line($"ref float g = ref Unsafe.Add(ref outputGradient, {origin}{outputRow}channel);");
            writer.Line($"ref float x = ref Unsafe.Add(ref input, {inputRow}{firstPixel}channel);");
            using (writer.LoopUnlessOnce(
                stage.Output.Shape.Width, "Each output of the row adds its gradient times the pixels that it has read.", "column"))
            {
                writer.Line($"{simd.Floats} gradient = {simd.Load("g")};");
                foreach ((int Row, int Column) tap in taps)
                {
                    string address = Offset.Sum(
                        (tap.Row * stage.Conv.DilationY, "InputRow"), (tap.Column * stage.Conv.DilationX, "InputPixel"));
                    writer.Line(simd.Accumulate(Sum(tap), "gradient", simd.LoadFar("x", address)));
                }

                if (stage.Output.Shape.Width > 1)
                {
                    writer.Line(Advance("g", "OutputPixel"));
                    writer.Line(Advance("x", Offset.Of(stage.Conv.StrideX, "InputPixel")));
                }
            }
        }

        writer.Line();
        foreach ((int, int) tap in taps)
        {
            writer.Line(StoreFar(Sum(tap), "dw", WeightAddress(tap)));
        }
    }

    /// <summary>Returns <c>tile * 2 * KernelRow + 3 * KernelColumn + </c>, without terms that are zero.</summary>
    private static string Shift(int? number, int rows, string row, int pixels, string pixel)
    {
        string known = Offset.Sum(((number ?? 0) * rows, row), (pixels, pixel));
        return (number is null ? $"tile * {Offset.Of(rows, row)} + " : "") + (known == "0" ? "" : $"{known} + ");
    }

    private static IDisposable? Repeat(KernelWriter writer, int count, string variable) =>
        count == 1 ? null : writer.Block($"for (int {variable} = 0; {variable} < {count}; {variable}++)");

    private static void RenderSpread(KernelWriter writer, DepthwiseStage stage)
    {
        VectorText simd = writer.Simd;
        ActivationLayout output = stage.Output;
        bool isApart = stage.Conv.StrideY > 1 || stage.Conv.StrideX > 1;
        string origin = stage.Schedule.Spread.Origin == 0 ? "" : "SpreadOrigin + ";
        string row = $"row * {Offset.Of(stage.Conv.StrideY, "SpreadRow")}";
        writer.Summary("The output gradient of one sample, " + (isApart
            ? $"{stage.Conv.StrideY}x{stage.Conv.StrideX} apart as the outputs are on the input, with zeros between and around."
            : "with zeros around."));
        writer.Line(KernelFile.KernelAttribute);
        using (writer.Block("private static void Spread(ref float outputGradient, ref float spread)"))
        using (Repeat(writer, output.Shape.Height, "row"))
        {
            string outputOrigin = output.Origin == 0 ? "" : "OutputOrigin + ";
            bool single = output.Shape.Height == 1;
            string from = $"{outputOrigin}{(single ? "0" : "row * OutputRow")}";
            writer.Line($"ref float from = ref Unsafe.Add(ref outputGradient, {from});");
            writer.Line($"ref float to = ref Unsafe.Add(ref spread, {origin}{(single ? "0" : row)});");
            using (Repeat(writer, output.Shape.Width, "column"))
            {
                using (writer.Block($"for (int channel = 0; channel < OutputPixel; channel += {simd.Lanes})"))
                {
                    writer.Line(Store(simd.Load("from", "channel"), "to", "channel"));
                }

                if (output.Shape.Width > 1)
                {
                    writer.Line();
                    writer.Line(Advance("from", "OutputPixel"));
                    writer.Line(Advance("to", Offset.Of(stage.Conv.StrideX, "SpreadPixel")));
                }
            }
        }
    }
}
