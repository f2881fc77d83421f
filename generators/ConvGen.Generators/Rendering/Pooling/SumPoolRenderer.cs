using static ConvGen.Generators.Rendering.Text.VectorText;

namespace ConvGen.Generators.Rendering.Pooling;

/// <summary>
/// Renders average and L2 pooling, forward and backward. If windows extend beyond the image, the input has a border of zeros, so that
/// only the divisor of an average depends on the position of a window.
/// </summary>
internal static class SumPoolRenderer
{
    public static IEnumerable<GeneratedFile> Render(NetworkPlan plan, SumPoolStage stage)
    {
        yield return RenderForward(plan, stage);
        if (plan.Network.Loss is not null)
        {
            yield return RenderBackward(plan, stage);
        }
    }

    private static string Formula(SumPoolStage stage)
    {
        string window = $"{stage.Pool.WindowHeight}x{stage.Pool.WindowWidth} window (p, q)";
        string result = stage.Pool is ShapedL2Pool
            ? $"sqrt(sum of x[c, i, j]^2 over the {window})"
            : $"mean of x[c, i, j] over the {window}";
        return stage.Activation is { } function ? $"y[c, p, q] = {function.Of(result)}" : $"y[c, p, q] = {result}";
    }

    private static string BackwardFormula(SumPoolStage stage) => stage.Pool is ShapedL2Pool
        ? "dx[c, i, j] = x[c, i, j] / y[c, p, q] * g[c, p, q] over the windows (p, q) around it, 0 where y is 0"
        : "dx[c, i, j] = g[c, p, q] / n over the windows (p, q) around it, n values each";

    private static IEnumerable<(string Label, string Text)> Head(SumPoolStage stage) =>
        PoolText.Head(stage, stage.Pool, $"window by window, {stage.Target.LanesInWords} channels at a time");

    private static GeneratedFile RenderForward(NetworkPlan plan, SumPoolStage stage) => KernelFile.RenderClass(
        plan,
        stage,
        "Forward",
        $"{stage.Name}, forward pass: {Formula(stage)}",
        Head(stage),
        KernelFile.Distances(stage),
        writer =>
        {
            writer.Summary(Formula(stage));
            writer.Line(KernelFile.KernelAttribute);
            using (writer.Block("public static void Run(ref float input, ref float output, int samples)"))
            {
                // The mean of zeros is zero, but a function of zero may be another number.
                var channels = new ChannelVectors(writer, stage.Output.Shape, clearsPadding: stage.Activation is not null);
                channels.RenderMask();
                using (writer.Block("for (int sample = 0; sample < samples; sample++)"))
                {
                    RenderWindows(writer, stage, channels);
                    writer.Line();
                    writer.Line(Advance("input", "InputSample"));
                    writer.Line(Advance("output", "OutputSample"));
                }
            }
        });

    private static void RenderWindows(KernelWriter writer, SumPoolStage stage, ChannelVectors channels)
    {
        var windows = new PoolLoops(writer, stage, stage.Pool);
        var divisor = new PoolDivisor(writer, stage.Pool);
        string values = PoolText.Values(stage.Pool);
        windows.Render(
            channels,
            stage.Pool is ShapedL2Pool ? $"adds up the squares of {values}" : $"adds up {values}",
            [new("x", "input")],
            [new("y", "output")],
            divisor.RenderRow,
            divisor.RenderWindow,
            lanes =>
            {
                RenderSum(writer, stage, windows);
                string value = stage.Pool is ShapedL2Pool ? writer.Simd.SquareRoot("sum") : divisor.Divide("sum");
                writer.Line($"{writer.Simd.Floats} result = {value};");
                if (stage.Activation is { } activation)
                {
                    writer.Line($"result = {Activate(activation, "result")};");
                }

                writer.Line(Store(channels.Stored("result", lanes), "y"));
            });
    }

    /// <summary>Renders the variable <c>sum</c>: the sum of the values of a window or, for L2, of their squares.</summary>
    private static void RenderSum(KernelWriter writer, SumPoolStage stage, PoolLoops windows)
    {
        VectorText simd = writer.Simd;
        bool squares = stage.Pool is ShapedL2Pool;
        bool isFirst = PoolText.IsUnrolled(stage.Target, stage.Pool);
        if (!isFirst)
        {
            writer.Line($"{simd.Floats} sum = {simd.Zero};");
        }

        windows.RenderValues(["x"], value =>
        {
            string x = value.Load("x");
            if (squares)
            {
                string name = $"value{value.Suffix}";
                writer.Line($"{simd.Floats} {name} = {x};");
                x = name;
            }

            writer.Line(isFirst
                ? $"{simd.Floats} sum = {(squares ? $"{x} * {x}" : x)};"
                : squares ? simd.Accumulate("sum", x, x) : $"sum += {x};");
            isFirst = false;
        });
    }

    private static GeneratedFile RenderBackward(NetworkPlan plan, SumPoolStage stage) => KernelFile.RenderClass(
        plan,
        stage,
        "Backward",
        $"{stage.Name}, backward pass: {BackwardFormula(stage)}",
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

    private static void RenderBackwardRun(KernelWriter writer, SumPoolStage stage)
    {
        VectorText simd = writer.Simd;
        bool isL2 = stage.Pool is ShapedL2Pool;
        writer.Summary(BackwardFormula(stage) + "; unless the reference of the input's gradient is null.");
        writer.Line(KernelFile.KernelAttribute);
        string input = isL2 ? "ref float input, " : "";
        string output = stage.Activation is null ? "" : "ref float output, ";
        writer.Line("public static void Run(");
        writer.Line($"    {input}{output}ref float outputGradient, ref float inputGradient, int samples)");
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

            if (stage.Pool.WindowsOverlap || !stage.Pool.WindowsTile)
            {
                string reason = stage.Pool.WindowsOverlap
                    ? "Windows overlap, so that their gradients add up, starting from zero."
                    : "Values that lie under no window have no gradient.";
                using (writer.Loop(reason, $"for (int i = 0; i < samples * InputSample; i += {simd.Lanes})"))
                {
                    writer.Line(Store(simd.Zero, "inputGradient", "i"));
                }

                writer.Line();
            }

            using (writer.Block("for (int sample = 0; sample < samples; sample++)"))
            {
                RenderBackwardWindows(writer, stage);
                writer.Line();
                if (isL2)
                {
                    writer.Line(Advance("input", "InputSample"));
                }

                writer.Line(Advance("outputGradient", "OutputSample"));
                writer.Line(Advance("inputGradient", "InputSample"));
            }
        }
    }

    private static void RenderBackwardWindows(KernelWriter writer, SumPoolStage stage)
    {
        VectorText simd = writer.Simd;
        bool isL2 = stage.Pool is ShapedL2Pool;
        var windows = new PoolLoops(writer, stage, stage.Pool);
        var divisor = new PoolDivisor(writer, stage.Pool);
        MovingReference[] image = isL2 ? [new("x", "input"), new("dx", "inputGradient")] : [new("dx", "inputGradient")];
        var channels = new ChannelVectors(writer, stage.Output.Shape, clearsPadding: false);
        string values = PoolText.Values(stage.Pool);
        string what = isL2 ? $"the gradients of {values}, in proportion to them" : $"equal shares of the gradient for {values}";
        windows.Render(channels, what, image, [new("g", "outputGradient")], divisor.RenderRow, divisor.RenderWindow, _ =>
        {
            if (isL2)
            {
                RenderSum(writer, stage, windows);
                writer.Line($"{simd.Floats} root = {simd.SquareRoot("sum")};");
                writer.Comment("At zero the root has no slope; the gradient is defined as 0 there.");
                writer.Line($"{simd.Floats} scale = {simd.Load("g")} / root;");
                writer.Line($"scale = {simd.ZeroWhereZero("scale", "root")};");
            }
            else
            {
                writer.Line($"{simd.Floats} share = {divisor.Divide(simd.Load("g"))};");
            }

            windows.RenderValues(isL2 ? ["x", "dx"] : ["dx"], value =>
            {
                string x = value.Suffix.Length == 0 ? value.Load("x") : $"value{value.Suffix}";
                string gradient = isL2 ? $"{x} * scale" : "share";
                string sum = stage.Pool.WindowsOverlap ? $"({gradient} + {value.Load("dx")})" : isL2 ? $"({gradient})" : gradient;
                writer.Line(value.Store(sum, "dx"));
            });
        });
    }
}
