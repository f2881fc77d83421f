using static ConvGen.Generators.Rendering.Text.VectorText;

namespace ConvGen.Generators.Rendering.Normalization;

/// <summary>
/// Renders a normalization over all values of a sample, forward and backward. Two passes over the sample, which is in the cache, give the
/// mean and then the squared distances from it: sum of squares - square of the sum would cancel. Each row has sums of its own, so that no
/// sum has many terms. The padding of the channels is masked, because the mean is not zero there.
/// </summary>
internal static class LayerNormRenderer
{
    private const string Xhat = "xhat[i] = (x[i] - mean) * inverseDeviation";

    public static IEnumerable<GeneratedFile> Render(NetworkPlan plan, LayerNormStage stage)
    {
        yield return RenderForward(plan, stage);
        if (plan.Training is not null)
        {
            yield return RenderBackward(plan, stage);
        }
    }

    private static IEnumerable<(string Label, string Text)> Head(LayerNormStage stage) =>
    [
        ("input", stage.Input.Describe()),
        ("output", stage.Output.Describe()),
        ("parameters", stage.Parameters.Describe()),
        ("schedule", $"one sample at a time, {stage.Target.LanesInWords} channels at a time"),
    ];

    private static IEnumerable<(string Name, int Value, string Meaning)> Constants(LayerNormStage stage) =>
    [
        .. KernelFile.Distances(stage),
        .. KernelFile.Distances("Parameter", "parameters", stage.Parameters),
        ("Values", stage.LayerNorm.Output.Length, "Values of a sample."),
    ];

    private static GeneratedFile RenderForward(NetworkPlan plan, LayerNormStage stage)
    {
        const string Formula = "y[i] = (x[i] - mean) / sqrt(variance + epsilon) * weight[i] + bias[i]";
        return KernelFile.RenderClass(
            plan,
            stage,
            "Forward",
            $"{stage.Name}, forward pass: {Formula}, with the mean and the variance of the sample",
            Head(stage),
            Constants(stage),
            writer =>
            {
                writer.Summary($"{Formula}. Training keeps the mean and 1 / sqrt(variance + epsilon) of each sample.");
                writer.Line(KernelFile.KernelAttribute);
                writer.Signature("public static void Run", OperandText.Parameters(stage.ForwardCall(PassKind.Prediction)));
                using (writer.Braces())
                {
                    var loops = new SampleLoops(writer, stage);
                    loops.RenderMask();
                    using (writer.Block("for (int sample = 0; sample < samples; sample++)"))
                    {
                        RenderStatistics(writer, stage, loops);
                        RenderNormalized(writer, loops);
                    }
                }
            });
    }

    private static void RenderStatistics(KernelWriter writer, LayerNormStage stage, SampleLoops loops)
    {
        VectorText simd = writer.Simd;
        writer.Line($"{simd.Floats} sums = {simd.Zero};");
        loops.RenderSums("First pass: the mean.", ["sums"], ["x"], (at, _, sums) => writer.Line($"{sums[0]} += {simd.Load("x", at)};"));
        writer.Line();
        writer.Line($"float mean = {SumLanes("sums")} / Values;");
        writer.Line($"{simd.Floats} average = {simd.Create("mean")};");
        writer.Line($"{simd.Floats} squares = {simd.Zero};");
        loops.RenderSums("Second pass: the squared distances from the mean.", ["squares"], ["x"], (at, isLast, sums) =>
        {
            writer.Line($"{simd.Floats} distance = {loops.Masked($"{simd.Load("x", at)} - average", isLast)};");
            writer.Line(simd.Accumulate(sums[0], "distance", "distance"));
        });
        writer.Line();
        writer.Line($"float inverseDeviation = (float)(1 / Math.Sqrt({SumLanes("squares")} / Values + {Numbers.Real(stage.LayerNorm.Epsilon)}));");
        using (writer.Block("if (!Unsafe.IsNullRef(ref statistics))"))
        {
            writer.Line($"{Element("statistics", $"{LayerNormStage.StatisticsFloats} * sample")} = mean;");
            writer.Line($"{Element("statistics", $"{LayerNormStage.StatisticsFloats} * sample + 1")} = inverseDeviation;");
        }

        writer.Line();
    }

    private static void RenderNormalized(KernelWriter writer, SampleLoops loops)
    {
        VectorText simd = writer.Simd;
        writer.Line($"{simd.Floats} scale = {simd.Create("inverseDeviation")};");
        loops.RenderPass("Third pass: the difference from the mean comes first, because it is exact where the values are near the mean.", ["x", "w", "b", "y"], (at, isLast) =>
        {
            writer.Line($"{simd.Floats} normalized = ({simd.Load("x", at)} - average) * scale;");
            string value = simd.MultiplyAdd("normalized", simd.Load("w", at), simd.Load("b", at));
            writer.Line(Store(isLast ? $"({loops.Masked(value, isLast)})" : value, "y", at));
        });
    }

    private static GeneratedFile RenderBackward(NetworkPlan plan, LayerNormStage stage)
    {
        const string Parameters = "db[i] = sum of g[i], dw[i] = sum of g[i] * xhat[i] over the samples";
        const string Formula = "dx[i] = inverseDeviation * (g[i] * weight[i] - mean of g * weight - xhat[i] * mean of g * weight * xhat)";
        return KernelFile.RenderClass(
            plan,
            stage,
            "Backward",
            $"{stage.Name}, backward pass: {Parameters}; {Formula}, where {Xhat}, and the means are over the values of the sample",
            Head(stage),
            Constants(stage),
            writer =>
            {
                writer.Summary($"{Parameters}; {Formula}, unless the reference of the input's gradient is null.");
                writer.Line(KernelFile.KernelAttribute);
                writer.Signature("public static void Run", OperandText.Parameters(stage.BackwardCall()));
                using (writer.Braces())
                {
                    var loops = new SampleLoops(writer, stage);
                    loops.RenderMask();
                    using (writer.Block("for (int sample = 0; sample < samples; sample++)"))
                    {
                        RenderGradients(writer, loops);
                    }
                }
            });
    }

    private static void RenderGradients(KernelWriter writer, SampleLoops loops)
    {
        VectorText simd = writer.Simd;
        writer.Line($"{simd.Floats} average = {simd.Broadcast("statistics", $"{LayerNormStage.StatisticsFloats} * sample")};");
        writer.Line($"{simd.Floats} scale = {simd.Broadcast("statistics", $"{LayerNormStage.StatisticsFloats} * sample + 1")};");
        writer.Line($"{simd.Floats} gradients = {simd.Zero};");
        writer.Line($"{simd.Floats} products = {simd.Zero};");
        loops.RenderSums(
            "First pass: the gradients of the parameters, and the sums for the means.", ["gradients", "products"], ["x", "g", "w", "dw", "db"],
            (at, isLast, sums) =>
            {
                writer.Line($"{simd.Floats} gradient = {simd.Load("g", at)};");
                writer.Line($"{simd.Floats} normalized = {loops.Masked($"({simd.Load("x", at)} - average) * scale", isLast)};");
                writer.Line(Store(simd.MultiplyAdd("gradient", "normalized", simd.Load("dw", at)), "dw", at));
                writer.Line(Store($"({simd.Load("db", at)} + gradient)", "db", at));
                writer.Line($"gradient *= {simd.Load("w", at)};");
                writer.Line($"{sums[0]} += gradient;");
                writer.Line(simd.Accumulate(sums[1], "gradient", "normalized"));
            });
        writer.Line();
        using (writer.Block("if (Unsafe.IsNullRef(ref inputGradient))"))
        {
            writer.Line("continue;");
        }

        writer.Line();
        writer.Line($"{simd.Floats} meanGradient = {simd.Create($"{SumLanes("gradients")} / Values")};");
        writer.Line($"{simd.Floats} meanProduct = {simd.Create($"{SumLanes("products")} / Values")};");
        loops.RenderPass("Second pass: the gradient of the input.", ["x", "g", "w", "dx"], (at, isLast) =>
        {
            writer.Line($"{simd.Floats} normalized = ({simd.Load("x", at)} - average) * scale;");
            writer.Line($"{simd.Floats} centred = {simd.MultiplyAdd(simd.Load("g", at), simd.Load("w", at), "-meanGradient")};");
            string value = $"scale * {simd.MultiplyAdd("-normalized", "meanProduct", "centred")}";
            writer.Line(Store(isLast ? $"({loops.Masked(value, isLast)})" : $"({value})", "dx", at));
        });
    }

    /// <summary>Renders loops over all values of a sample, with references to several tensors of its shape.</summary>
    private sealed class SampleLoops(KernelWriter writer, LayerNormStage stage)
    {
        private readonly Shape _shape = stage.Output.Shape;
        private readonly PixelChannels _channels = new(writer, stage.Output.Shape);

        private bool HasRowSums => _shape.Height > 1 && _shape.Width > 1;

        public void RenderMask() => _channels.RenderMask();

        /// <summary>The value, with the padding cleared if its vector has any.</summary>
        public string Masked(string value, bool isLast) => isLast ? $"({value}) & {_channels.Mask}" : value;

        /// <summary>Renders a pass without sums.</summary>
        public void RenderPass(string what, IReadOnlyList<string> tensors, Action<string, bool> renderVector) =>
            RenderSums(what, [], tensors, (at, isLast, _) => renderVector(at, isLast));

        /// <summary>Renders a pass that adds to sums: each row of several pixels has its own, which are then added to the totals.</summary>
        /// <param name="what">The comment above the pass.</param>
        /// <param name="totals">The names of the totals, which are declared before the pass.</param>
        /// <param name="tensors">The names of the references.</param>
        /// <param name="renderVector">Renders the body for a vector, given its offset, whether it has padding, and the names of the sums.</param>
        public void RenderSums(
            string what, IReadOnlyList<string> totals, IReadOnlyList<string> tensors, Action<string, bool, IReadOnlyList<string>> renderVector)
        {
            string[] sums = [.. totals.Select(total => HasRowSums ? $"{total}OfRow" : total)];
            writer.Line();
            using (writer.Scope(what))
            using (writer.LoopUnlessOnce(_shape.Height, comment: null, "row"))
            {
                foreach (string tensor in tensors)
                {
                    writer.Line($"ref float {tensor} = {RowOf(tensor)};");
                }

                foreach (string sum in HasRowSums ? sums : [])
                {
                    writer.Line($"{writer.Simd.Floats} {sum} = {writer.Simd.Zero};");
                }

                using (writer.LoopUnlessOnce(_shape.Width, comment: null, "column"))
                {
                    _channels.Render(what: null, (at, isLast) => renderVector(at, isLast, sums));
                    if (_shape.Width > 1)
                    {
                        writer.Line();
                        foreach (string tensor in tensors)
                        {
                            writer.Line(Advance(tensor, $"{DistancesOf(tensor)}Pixel"));
                        }
                    }
                }

                if (HasRowSums && sums.Length > 0)
                {
                    writer.Line();
                    for (int i = 0; i < sums.Length; i++)
                    {
                        writer.Line($"{totals[i]} += {sums[i]};");
                    }
                }
            }
        }

        private string RowOf(string tensor) => tensor switch
        {
            "x" => At("input", KernelFile.RowStart("Input", stage.Input)),
            "dx" => At("inputGradient", KernelFile.RowStart("Input", stage.Input)),
            "y" => At("output", KernelFile.RowStart("Output", stage.Output)),
            "g" => At("outputGradient", KernelFile.RowStart("Output", stage.Output)),
            "w" => Parameter("weights"),
            "b" => Parameter("biases"),
            "dw" => Parameter("weightGradient"),
            "db" => Parameter("biasGradient"),
            _ => throw new ArgumentOutOfRangeException(nameof(tensor), tensor, "This kernel has no such tensor."),
        };

        private static string DistancesOf(string tensor) => tensor switch
        {
            "x" or "dx" => "Input",
            "y" or "g" => "Output",
            "w" or "b" or "dw" or "db" => "Parameter",
            _ => throw new ArgumentOutOfRangeException(nameof(tensor), tensor, "This kernel has no such tensor."),
        };

        private string Parameter(string name) => At(name, _shape.Height == 1 ? "0" : "row * ParameterRow");
    }
}
