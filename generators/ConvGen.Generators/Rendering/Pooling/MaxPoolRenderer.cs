using static ConvGen.Generators.Rendering.Text.VectorText;

namespace ConvGen.Generators.Rendering.Pooling;

/// <summary>
/// Renders a max pooling that is not fused into a convolution, forward and backward. Windows that extend beyond the image are clipped to
/// it, as if it were surrounded by minus infinity. Small windows are unrolled if none extends beyond the image.
/// </summary>
internal static class MaxPoolRenderer
{
    public static IEnumerable<GeneratedFile> Render(NetworkPlan plan, MaxPoolStage stage)
    {
        yield return RenderForward(plan, stage);
        if (plan.Network.Loss is not null)
        {
            yield return RenderBackward(plan, stage);
        }
    }

    private static string Formula(MaxPoolStage stage)
    {
        string largest = $"the largest x[c, i, j] of the {stage.Pool.WindowHeight}x{stage.Pool.WindowWidth} window (p, q)";
        return stage.Activation is { } function ? $"y[c, p, q] = {function.Of(largest)}" : $"y[c, p, q] = {largest}";
    }

    private static IEnumerable<(string Label, string Text)> Head(MaxPoolStage stage) =>
        PoolText.Head(stage, stage.Pool, $"{stage.Target.LanesInWords} channels at a time, window by window");

    private static bool IsUnrolled(MaxPoolStage stage) =>
        stage.Pool.Beyond == Padding.None && stage.Pool.Window.Dilation == 1 && PoolText.IsUnrolled(stage.Target, stage.Pool);

    private static GeneratedFile RenderForward(NetworkPlan plan, MaxPoolStage stage) => KernelFile.RenderClass(
        plan,
        stage,
        "Forward",
        $"{stage.Name}, forward pass: {Formula(stage)}",
        Head(stage),
        KernelFile.Distances(stage),
        writer =>
        {
            writer.Summary(Formula(stage) + "\nUnless winners is null, also keeps where in the image the largest of each window "
                + "lies, for the backward pass.");
            writer.Signature("public static void Run", OperandText.Parameters(stage.ForwardCall(PassKind.Prediction)));
            using (writer.Braces())
            {
                writer.Line("bool keepWinners = !Unsafe.IsNullRef(ref winners);");
                using (writer.Block("for (int sample = 0; sample < samples; sample++)"))
                {
                    writer.Line("Pool(ref input, ref output, ref winners, keepWinners);");
                    writer.Line(Advance("input", "InputSample"));
                    writer.Line(Advance("output", "OutputSample"));
                    writer.Line(Advance("winners", "OutputSample"));
                }
            }

            writer.Line();
            writer.Summary("The same for one sample.");
            writer.Line(KernelFile.KernelAttribute);
            using (writer.Block(
                "private static void Pool(ref float input, ref float output, ref int winners, bool keepWinners)"))
            {
                if (IsUnrolled(stage))
                {
                    RenderUnrolled(writer, stage);
                }
                else
                {
                    RenderClipped(writer, stage);
                }
            }
        });

    private static void RenderUnrolled(KernelWriter writer, MaxPoolStage stage)
    {
        VectorText simd = writer.Simd;
        ShapedMaxPool pool = stage.Pool;
        var windows = new PoolLoops(writer, stage, pool);
        var channels = new ChannelVectors(writer, stage.Output.Shape, clearsPadding: stage.Activation is not null);
        channels.RenderMask();
        windows.Render(
            channels,
            $"the largest of {PoolText.Values(pool)}",
            image: [new("x", "input")],
            outputs: [new("y", "output"), new("winner", "winners", "int")],
            startRow: null,
            startWindow: () => writer.Line($"int first = {windows.FirstOffset}; // where the window lies in the image"),
            lanes =>
            {
                List<(string Name, string Offset)> values = [];
                windows.RenderValues(["x"], value =>
                {
                    values.Add(($"x{value.Suffix}", value.Offset));
                    writer.Line($"{simd.Floats} x{value.Suffix} = {value.Load("x")};");
                });
                RenderMaximum(writer, [.. values.Select(value => value.Name)]);
                using (writer.Block("if (keepWinners)"))
                {
                    writer.Comment($"Where in the image the largest lies: {WinnerText.Rule}.");
                    WinnerText.Render(
                        writer,
                        "place",
                        "largest",
                        [.. values.Select(value => (value.Name, Offset.Join("first", value.Offset)))]);
                    writer.Line(Store("place", "winner"));
                }

                writer.Line();
                if (stage.Activation is { } function)
                {
                    writer.Line($"largest = {Activate(function, "largest")};");
                }

                writer.Line(Store(channels.Stored("largest", lanes), "y"));
            });
    }

    private static void RenderMaximum(KernelWriter writer, string[] values)
    {
        VectorText simd = writer.Simd;
        if (values.Length == 4)
        {
            writer.Line($"{simd.Floats} largest = {Maximum(values[0], values[1], values[2], values[3])};");
            return;
        }

        writer.Line($"{simd.Floats} largest = {values[0]};");
        foreach (string value in values.Skip(1))
        {
            writer.Line($"largest = {Maximum("largest", value)};");
        }
    }

    private static void RenderClipped(KernelWriter writer, MaxPoolStage stage)
    {
        VectorText simd = writer.Simd;
        ShapedMaxPool pool = stage.Pool;
        using (writer.Loop("Window by window; of each, only what lies inside the image counts.",
            $"for (int row = 0; row < {pool.Output.Height}; row++)"))
        {
            RenderClip(
                writer, "row", "top", "bottom", pool.Window.StrideY, pool.Window.Padding.Top, pool.WindowHeight,
                pool.Window.Dilation, pool.Input.Height);
            using (writer.Block($"for (int column = 0; column < {pool.Output.Width}; column++)"))
            {
                RenderClip(
                    writer, "column", "left", "right", pool.Window.StrideX, pool.Window.Padding.Left, pool.WindowWidth,
                    pool.Window.Dilation, pool.Input.Width);
                using (writer.Loop(simd.AtATime("channels", "the first value wins until one is larger, or NaN"),
                    $"for (int channel = 0; channel < OutputPixel; channel += {simd.Lanes})"))
                {
                    writer.Line($"{simd.Floats} largest = {simd.Create("float.NegativeInfinity")};");
                    writer.Line($"{simd.Integers} winner = {simd.Create("top * InputRow + left * InputPixel")};");
                    using (writer.Block($"for (int y = top; y < bottom; {Step("y", pool)})"))
                    using (writer.Block($"for (int x = left; x < right; {Step("x", pool)})"))
                    {
                        writer.Line("int offset = y * InputRow + x * InputPixel;");
                        writer.Line($"{simd.Floats} value = {simd.Load("input", $"{Origin(stage.Input, "Input")}offset + channel")};");
                        string wins = $"{simd.AreGreater("value", "largest")} | ~{simd.AreEqual("value", "value")}";
                        writer.Line($"{simd.Floats} wins = {wins};");
                        writer.Line($"largest = {Select("wins", "value", "largest")};");
                        writer.Line($"winner = {Select("wins.AsInt32()", simd.Create("offset"), "winner")};");
                    }

                    writer.Line();
                    writer.Line($"int at = {Origin(stage.Output, "Output")}row * OutputRow + column * OutputPixel + channel;");
                    if (stage.Activation is { } function)
                    {
                        writer.Line($"largest = {Activate(function, "largest")};");
                    }

                    RenderPaddingMask(writer, stage.Output);
                    writer.Line(Store("largest", "output", "at"));
                    using (writer.Block("if (keepWinners)"))
                    {
                        writer.Line(Store("winner", "winners", "at"));
                    }
                }
            }
        }
    }

    private static string Origin(ActivationLayout layout, string distances) =>
        layout.Origin == 0 ? "" : $"{distances}Origin + ";

    /// <summary>Renders the bounds of the part of a window that is inside the image: <c>int top = ...; int bottom = ...;</c>.</summary>
    private static void RenderClip(
        KernelWriter writer, string index, string from, string to, int stride, int padding, int window, int dilation, int size)
    {
        string start = $"{index} * {stride}" + (padding == 0 ? "" : $" - {padding}");
        int extent = Windows.Extent(window, dilation);
        writer.Line($"int {from} = {start};");
        writer.Line($"int {to} = {from} + {extent} < {size} ? {from} + {extent} : {size};");
        if (padding > 0 && dilation == 1)
        {
            writer.Line($"{from} = {from} > 0 ? {from} : 0;");
        }
        else if (padding > 0)
        {
            writer.Comment("Steps of the dilation, until the image begins.");
            writer.Line($"{from} += {from} < 0 ? ({dilation - 1} - {from}) / {dilation} * {dilation} : 0;");
        }
    }

    private static string Step(string variable, ShapedMaxPool pool) =>
        pool.Window.Dilation == 1 ? $"{variable}++" : $"{variable} += {pool.Window.Dilation}";

    private static void RenderPaddingMask(KernelWriter writer, ActivationLayout output)
    {
        VectorText simd = writer.Simd;
        int rest = output.Shape.Channels % simd.Lanes;
        if (rest > 0)
        {
            int last = output.PixelStride - simd.Lanes;
            using (last == 0 ? null : writer.Block($"if (channel == {last})"))
            {
                writer.Comment($"Only {rest} lanes of the last vector are channels; the padding stays zero.");
                writer.Line($"largest &= {simd.FirstLanes(rest)};");
            }

            writer.Line();
        }
    }

    private static GeneratedFile RenderBackward(NetworkPlan plan, MaxPoolStage stage) => KernelFile.RenderClass(
        plan,
        stage,
        "Backward",
        $"{stage.Name}, backward pass: the gradient of each window goes to the value that won it",
        Head(stage),
        KernelFile.Distances(stage),
        writer =>
        {
            RenderBackwardRun(writer, stage);
            if (stage.Activation is not null)
            {
                writer.Line();
                ElementwiseRenderer.RenderActivationGradient(writer, stage.Output, stage.Activation, hasBias: false);
            }
        });

    private static void RenderBackwardRun(KernelWriter writer, MaxPoolStage stage)
    {
        VectorText simd = writer.Simd;
        writer.Summary("dx[c, winner of (p, q)] += g[c, p, q], unless the reference of the input's gradient is null.");
        writer.Line(KernelFile.KernelAttribute);
        string output = stage.Activation is null ? "" : "ref float output, ";
        writer.Line("public static void Run(");
        writer.Line($"    {output}ref int winners, ref float outputGradient, ref float inputGradient, int samples)");
        using (writer.Braces())
        {
            using (writer.Block("if (Unsafe.IsNullRef(ref inputGradient))"))
            {
                writer.Line("return;");
            }

            writer.Line();
            if (stage.Activation is not null)
            {
                writer.Line("ActivationGradient(ref output, ref outputGradient, samples);");
                writer.Line();
            }

            using (writer.Loop("Values that won no window have no gradient.",
                $"for (int i = 0; i < samples * InputSample; i += {simd.Lanes})"))
            {
                writer.Line(Store(simd.Zero, "inputGradient", "i"));
            }

            writer.Line();
            using (writer.Block("for (int sample = 0; sample < samples; sample++)"))
            {
                string origin = Origin(stage.Input, "Input");
                writer.Line($"ref float dx = ref Unsafe.Add(ref inputGradient, {origin}sample * InputSample);");
                using (writer.LoopUnlessOnce(stage.Output.Shape.Height, "Window by window.", "row"))
                using (writer.LoopUnlessOnce(stage.Output.Shape.Width, null, "column"))
                {
                    string column = stage.Output.Shape.Width == 1 ? "" : " + column * OutputPixel";
                    writer.Line($"int at = {KernelFile.OutputRowStart(stage.Output)}{column};");
                    using (writer.Loop("Each channel of the window has a winner of its own.",
                        $"for (int channel = 0; channel < {stage.Output.Shape.Channels}; channel++)"))
                    {
                        writer.Line("int winner = Unsafe.Add(ref winners, at + channel);");
                        writer.Line("Unsafe.Add(ref dx, winner + channel) += Unsafe.Add(ref outputGradient, at + channel);");
                    }
                }
            }
        }
    }
}
