using static ConvGen.Generators.Rendering.Text.VectorText;

namespace ConvGen.Generators.Rendering.Rearrangement;

/// <summary>Renders bilinear upsampling: every output is between two rows and two columns of the input, and takes a share of each of the four
/// pixels. The backward pass adds the same shares of its gradient to the four.</summary>
internal static class BilinearRenderer
{
    /// <summary>The four pixels around an output: their names, and the row and the column of each.</summary>
    private static readonly (string Share, string Row, string Column, string Formula)[] Corners =
    [
        ("aboveLeft", "above", "left", "(1f - down) * (1f - across)"),
        ("aboveRight", "above", "right", "(1f - down) * across"),
        ("belowLeft", "below", "left", "down * (1f - across)"),
        ("belowRight", "below", "right", "down * across"),
    ];

    public static IEnumerable<GeneratedFile> Render(NetworkPlan plan, RearrangementStage stage, ShapedUpsample upsample)
    {
        const string Formula = "y[c, i, j] = the shares of the four x[c] around its position, which add up to 1";
        const string BackwardFormula = "dx[c] of the four pixels around y[c, i, j] += their shares of dy[c, i, j]";
        yield return RenderClass(plan, stage, upsample, "Forward", Formula, writer =>
        {
            writer.Summary($"{Formula}.");
            writer.Line(KernelFile.KernelAttribute);
            writer.Signature("public static void Run", OperandText.Parameters(stage.ForwardCall(PassKind.Prediction)));
            using (writer.Braces())
            {
                RenderPixels(writer, stage, upsample, "input", "output", "y", () => RenderMean(writer));
            }
        });
        if (plan.Training is null)
        {
            yield break;
        }

        yield return RenderClass(plan, stage, upsample, "Backward", BackwardFormula, writer =>
        {
            writer.Summary($"{BackwardFormula}; unless the reference of the input's gradient is null.");
            writer.Line(KernelFile.KernelAttribute);
            writer.Signature("public static void Run", OperandText.Parameters(stage.BackwardCall()));
            using (writer.Braces())
            {
                RearrangementRenderer.RenderReturn(writer);
                RearrangementRenderer.RenderZeros(
                    writer, "Several outputs read an input: their gradients add up, starting from zero.", "inputGradient", "InputSample");
                RenderPixels(writer, stage, upsample, "inputGradient", "outputGradient", "dy", () => RenderShares(writer));
            }
        });
    }

    private static GeneratedFile RenderClass(
        NetworkPlan plan, RearrangementStage stage, ShapedUpsample upsample, string part, string formula, Action<KernelWriter> methods) =>
        KernelFile.RenderClass(
            plan,
            stage,
            part,
            $"{stage.Name}, {part.ToLowerInvariant()} pass: {formula}",
            [
                ("input", stage.Input.Describe()),
                ("output", stage.Output.Describe()),
                ("rows", Describe(Rows(upsample), "i")),
                ("columns", Describe(Columns(upsample), "j")),
                ("schedule", $"pixel by pixel, {stage.Target.LanesInWords} channels at a time"),
            ],
            [
                .. KernelFile.Distances(stage),
                ("RowParts", Rows(upsample).Parts, "The parts in which positions between rows are counted."),
                ("ColumnParts", Columns(upsample).Parts, "The parts in which positions between columns are counted."),
                ("LastRow", Rows(upsample).Last, "The last row of the input."),
                ("LastColumn", Columns(upsample).Last, "The last column of the input."),
            ],
            methods);

    private static ResizeAxis Rows(ShapedUpsample upsample) => ResizeAxis.Of(upsample.Mode, upsample.Input.Height, upsample.FactorY);

    private static ResizeAxis Columns(ShapedUpsample upsample) => ResizeAxis.Of(upsample.Mode, upsample.Input.Width, upsample.FactorX);

    private static string Describe(ResizeAxis axis, string index) =>
        $"output {index} is at {Position(axis, index)} / {axis.Parts} of the input";

    /// <summary>The position of an output in parts of a pixel.</summary>
    private static string Position(ResizeAxis axis, string index)
    {
        string moved = axis.Step == 1 ? index : $"{axis.Step} * {index}";
        return axis.Start == 0 ? moved : $"Math.Max({moved} - {-axis.Start}, 0)";
    }

    /// <summary>Renders the loops over the pixels of the output. The caller renders the body for the vector <c>channel</c>.</summary>
    private static void RenderPixels(
        KernelWriter writer, RearrangementStage stage, ShapedUpsample upsample, string input, string output, string y, Action renderVector)
    {
        VectorText simd = writer.Simd;
        (int height, int width) = (upsample.Output.Height, upsample.Output.Width);
        using (writer.Block("for (int sample = 0; sample < samples; sample++)"))
        using (writer.LoopUnlessOnce(height, "The rows above and below the position, and the share of the row below.", "row"))
        {
            RenderPosition(writer, Rows(upsample), height, "row", "upper", "Row", "down");
            writer.Line($"ref float above = {At(input, RearrangementRenderer.Start("Input", stage.Input, "upper"))};");
            writer.Line($"ref float below = {At(input, RearrangementRenderer.Start("Input", stage.Input, "Math.Min(upper + 1, LastRow)"))};");
            writer.Line($"ref float {y} = {At(output, RearrangementRenderer.Start("Output", stage.Output, height == 1 ? "0" : "row"))};");
            writer.Line();
            using (writer.LoopUnlessOnce(width, "The columns left and right of it, and the share of the column on the right.", "column"))
            {
                RenderPosition(writer, Columns(upsample), width, "column", "leftColumn", "Column", "across");
                writer.Line("int left = leftColumn * InputPixel;");
                writer.Line("int right = Math.Min(leftColumn + 1, LastColumn) * InputPixel;");
                foreach ((string share, _, _, string formula) in Corners)
                {
                    writer.Line($"{simd.Floats} {share} = {simd.Create(formula)};");
                }

                using (writer.Block($"for (int channel = 0; channel < InputPixel; channel += {simd.Lanes})"))
                {
                    renderVector();
                }

                if (width > 1)
                {
                    writer.Line();
                    writer.Line(Advance(y, "OutputPixel"));
                }
            }
        }
    }

    /// <summary>Renders the whole part of a position, and the share of the pixel after it.</summary>
    private static void RenderPosition(
        KernelWriter writer, ResizeAxis axis, int outputs, string index, string whole, string name, string share)
    {
        string type = axis.IsLong(outputs) ? "long" : "int";
        string first = type == "long" ? $"(long){index}" : index;
        string parts = $"{index}Position";
        writer.Line($"{type} {parts} = {(outputs == 1 ? "0" : Position(axis, first))};");
        writer.Line(type == "long" ? $"int {whole} = (int)({parts} / {name}Parts);" : $"int {whole} = {parts} / {name}Parts;");
        writer.Line($"float {share} = {parts} % {name}Parts / (float){name}Parts;");
    }

    private static void RenderMean(KernelWriter writer)
    {
        VectorText simd = writer.Simd;
        writer.Line($"{simd.Floats} mean = {simd.Load("above", "left + channel")} * aboveLeft;");
        foreach ((string share, string row, string column, _) in Corners.Skip(1))
        {
            writer.Line(simd.Accumulate("mean", simd.Load(row, $"{column} + channel"), share));
        }

        writer.Line(Store("mean", "y", "channel"));
    }

    private static void RenderShares(KernelWriter writer)
    {
        VectorText simd = writer.Simd;
        writer.Line($"{simd.Floats} gradient = {simd.Load("dy", "channel")};");
        writer.Line();
        writer.Comment("One after the other, because at the edges two of the four are the same pixel.");
        foreach ((string share, string row, string column, _) in Corners)
        {
            string sum = simd.MultiplyAdd("gradient", share, simd.Load(row, $"{column} + channel"));
            writer.Line(Store(sum, row, $"{column} + channel"));
        }
    }
}
