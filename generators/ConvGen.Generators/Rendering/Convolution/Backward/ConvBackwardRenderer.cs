using static ConvGen.Generators.Rendering.Text.VectorText;

namespace ConvGen.Generators.Rendering.Convolution.Backward;

/// <summary>
/// The backward pass of a convolution over the lists of its live gradients: by receptive field, and by filter with the offset of
/// the receptive field that each belongs to. Both products run over one of them.
/// </summary>
internal static class ConvBackwardRenderer
{
    public static GeneratedFile Render(NetworkPlan plan, ConvStage stage) => KernelFile.RenderClass(
        plan,
        $"{stage.Name}.Backward",
        ConvHead.Title(stage, $", backward pass: from the gradient of {ConvFormula.Forward(stage)}"),
        Head(stage),
        $"{stage.Name}Backward",
        [
            .. KernelFile.Distances(stage),
            .. stage.Backward.InputGradient is InputGradientDense dense ? MirroredConvRenderer.Distances(dense) : [],
            ("BandFields", stage.Backward.BandFields, "Receptive fields whose gradients are listed by filter at a time."),
            ("BandEntries", stage.Backward.BandEntries, "Live gradients that are listed by filter at a time."),
            ("Capacity", stage.Backward.Capacity, "Entries from the list of one filter to that of the next."),
            ("FilterWeights", stage.Kernel.FilterStride, "Floats from the weights of one filter to those of the next."),
        ],
        writer =>
        {
            var start = new WeightedBackward(writer, stage, stage.Bias);
            var exact = ExactConvolutionRenderer.Of(writer, stage);
            new ConvBackwardRunRenderer(writer, stage, start, exact).Render();
            start.RenderMethod();
            writer.Line();
            if (stage.Backward.ListsLive)
            {
                new LiveListRenderer(writer, stage).Render();
                writer.Line();
            }

            if (stage.Backward.ListsByFilter)
            {
                new FilterListRenderer(writer, stage).Render();
                writer.Line();
            }

            new WeightGradientRenderer(writer, stage).Render();
            writer.Line();
            switch (stage.Backward.InputGradient)
            {
                case InputGradientByField:
                    RenderClear(writer);
                    writer.Line();
                    new InputGradientRenderer(writer, stage).RenderByField();
                    break;
                case InputGradientByFilter:
                    RenderClear(writer);
                    writer.Line();
                    new InputGradientRenderer(writer, stage).RenderByFilter();
                    break;
                case InputGradientDense dense:
                    new MirroredConvRenderer(writer, stage, dense).Render();
                    break;
                default:
                    throw Unreachable.Kind(stage.Backward.InputGradient);
            }

            writer.Line();
            exact.RenderProperty();
        });

    private static IEnumerable<(string Label, string Text)> Head(ConvStage stage)
    {
        ConvBackwardSchedule schedule = stage.Backward;
        ConvKernelLayout kernel = stage.Kernel;
        string run = kernel.RunLoop.Noun == "row" ? "row" : "pixel";
        string samples = Phrases.Count(schedule.GroupSamples, "sample");
        string tileRuns = Phrases.Count(schedule.TileSets * schedule.TileRuns, $"kernel {run}");
        string tileVectors = Phrases.Count(schedule.TileVectors, "vector");
        yield return ("input", stage.Input.Describe());
        yield return ("output", stage.Output.Describe());
        if (schedule.ListsLive)
        {
            string reason = stage.Pool is null
                ? "an output whose gradient is zero costs nothing"
                : $"at most 1 of {stage.PoolHeight * stage.PoolWidth} outputs of the convolution has won its window, "
                    + "the others cost nothing";
            yield return ("schedule", $"{(schedule.EveryOutput is null ? "" : "dx ")}over the lists of live gradients, {samples} at a "
                + $"time: {reason}");
        }

        string bands = !schedule.HasBands ? ""
            : schedule.InputGradient is InputGradientByField ? $", {schedule.BandFields} receptive fields at a time"
            : $", {schedule.BandEntries} entries at a time";
        string over = schedule.EveryOutput switch
        {
            null => $"filter by filter{bands}",
            { Samples: > 1 } every => $"over every output, {every.Samples} samples at a time, because hardly a gradient is zero",
            { } every when every.Rows < stage.Output.Shape.Height =>
                $"over every output, {Phrases.Count(every.Rows, "row")} at a time, because hardly a gradient is zero",
            _ => "over every output, a sample at a time, because hardly a gradient is zero",
        };
        yield return ("dw", $"{over}; {tileRuns} x {tileVectors} in registers, "
            + $"{Phrases.Count(schedule.Interleave, "entry", "entries")} per iteration");
        foreach ((string Label, string Text) line in ConvHead.Candidates(schedule.InputGradient))
        {
            yield return line;
        }

        yield return ("arithmetic", $"{kernel.FilterStride} multiply-adds per live gradient and product, padding included");
        string weights = $"{Phrases.Count(kernel.Sets * kernel.Runs, run)} of {kernel.WeightRunStride} floats per filter, ";
        yield return ("weights", weights + (run == "row"
            ? "each as the row of pixels lies in the input"
            : "each as the channels of the pixel lie in the input"));
    }

    private static void RenderClear(KernelWriter writer)
    {
        VectorText simd = writer.Simd;
        writer.Summary("dx = 0: the sums start there.");
        writer.Line(KernelFile.KernelAttribute);
        using (writer.Block("private static void Clear(ref float inputGradient, int samples)"))
        using (writer.Loop(simd.AtATime("values"), $"for (int i = 0; i < samples * InputSample; i += {simd.Lanes})"))
        {
            writer.Line(Store(simd.Zero, "inputGradient", "i"));
        }
    }
}
