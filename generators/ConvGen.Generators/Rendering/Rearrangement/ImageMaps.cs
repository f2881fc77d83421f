namespace ConvGen.Generators.Rendering.Rearrangement;

/// <summary>An image with pixels of zero around it: every pixel of the input moves to its place inside.</summary>
internal sealed class ZeroPadMap(RearrangementStage stage, ShapedPad pad) : WholePixelMap(stage)
{
    public override string Formula => $"y[c, i + {pad.Padding.Top}, j + {pad.Padding.Left}] = x[c, i, j], and 0 around it";

    public override string BackwardFormula => $"dx[c, i, j] = dy[c, i + {pad.Padding.Top}, j + {pad.Padding.Left}]";

    public override Shape Visited => pad.Input;

    public override string? ZerosInOutput => "The pixels around the image are zero.";

    public override IEnumerable<(string Name, int Value, string Meaning)> Constants =>
        [("Inside", Inside, "Floats from the first pixel of the output to the first that is copied.")];

    public override string OutputOffset => Inside == 0 ? "" : "Inside";

    private int Inside => pad.Padding.Top * Stage.Output.RowStride + pad.Padding.Left * Stage.Output.PixelStride;
}

/// <summary>An image with copies of its own pixels around it.</summary>
internal sealed class CopyPadMap(RearrangementStage stage, ShapedPad pad) : WholePixelMap(stage)
{
    private int LastRow => pad.Input.Height - 1;

    private int LastColumn => pad.Input.Width - 1;

    private string What => pad.Mode == PadMode.Edge ? "the nearest pixel of the image" : "the image mirrored at its outermost pixels";

    public override string Formula => $"y[c, i, j] = x[c, i - {pad.Padding.Top}, j - {pad.Padding.Left}]; outside, {What}";

    public override string BackwardFormula => "dx[c, i, j] = the sum of the dy whose outputs copy x[c, i, j]";

    public override string? ZerosInGradient => "Several outputs copy an input: their gradients add up, starting from zero.";

    public override bool Repeats => true;

    public override IEnumerable<(string Name, int Value, string Meaning)> Constants =>
    [
        ("Top", pad.Padding.Top, "The rows above the image."),
        ("Left", pad.Padding.Left, "The columns left of the image."),
        ("LastRow", LastRow, "The last row of the input."),
        ("LastColumn", LastColumn, "The last column of the input."),
    ];

    public override string InputRow => IndexOf("row", "Top", "LastRow", pad.Padding.Top, pad.Padding.Bottom);

    public override string InputColumn => IndexOf("column", "Left", "LastColumn", pad.Padding.Left, pad.Padding.Right);

    private string IndexOf(string index, string before, string last, int first, int end)
    {
        string moved = first == 0 ? index : $"{index} - {before}";
        return first == 0 && end == 0 ? index : pad.Mode switch
        {
            PadMode.Edge => $"Math.Clamp({moved}, 0, {last})",

            // The inner difference mirrors at the first pixel, the outer one at the last.
            PadMode.Reflection => $"({last} - Math.Abs({last} - Math.Abs({moved})))",
            _ => throw Unreachable.Kind(pad.Mode),
        };
    }
}

/// <summary>An image whose pixels are repeated in rows and columns.</summary>
internal sealed class NearestMap(RearrangementStage stage, ShapedUpsample upsample) : WholePixelMap(stage)
{
    public override string Formula => $"y[c, i, j] = x[c, i / {upsample.FactorY}, j / {upsample.FactorX}]";

    public override string BackwardFormula =>
        $"dx[c, i, j] = the sum of dy over the {upsample.FactorY}x{upsample.FactorX} copies of x[c, i, j]";

    public override string? ZerosInGradient => Repeats ? "The gradients of all copies of an input add up, starting from zero." : null;

    public override bool Repeats => upsample.FactorY > 1 || upsample.FactorX > 1;

    public override IEnumerable<(string Name, int Value, string Meaning)> Constants =>
    [
        ("FactorY", upsample.FactorY, "The rows that a row of the input becomes."),
        ("FactorX", upsample.FactorX, "The columns that a column of the input becomes."),
    ];

    public override string InputRow => upsample.FactorY == 1 ? "row" : "row / FactorY";

    public override string InputColumn => upsample.FactorX == 1 ? "column" : "column / FactorX";
}
