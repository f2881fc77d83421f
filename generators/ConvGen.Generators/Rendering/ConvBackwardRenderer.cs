using ConvGen.Generators.Planning;
using static ConvGen.Generators.Rendering.VectorText;

namespace ConvGen.Generators.Rendering;

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
            .. stage.Backward.InputGradient is InputGradientDense dense ? DenseGradientRenderer.Distances(dense) : [],
            ("BandFields", stage.Backward.BandFields, "Receptive fields whose gradients are listed by filter at a time."),
            ("BandEntries", stage.Backward.BandEntries, "Live gradients that are listed by filter at a time."),
            ("Capacity", stage.Backward.Capacity, "Entries from the list of one filter to that of the next."),
            ("FilterWeights", stage.Kernel.FilterStride, "Floats from the weights of one filter to those of the next."),
        ],
        writer =>
        {
            var start = new WeightedBackward(writer, stage, stage.Bias);
            var products = new LiveGradientRenderer(writer, stage);
            RenderRun(writer, stage, start);
            start.RenderMethod();
            writer.Line();
            new LiveListRenderer(writer, stage).Render();
            writer.Line();
            new FilterListRenderer(writer, stage).Render();
            writer.Line();
            products.RenderWeightGradient();
            writer.Line();
            switch (stage.Backward.InputGradient)
            {
                case InputGradientByField:
                    RenderClear(writer);
                    writer.Line();
                    products.RenderInputGradientByField();
                    break;
                case InputGradientByFilter:
                    RenderClear(writer);
                    writer.Line();
                    products.RenderInputGradientByFilter();
                    break;
                case InputGradientDense dense:
                    new DenseGradientRenderer(writer, stage, dense).Render();
                    break;
                default:
                    throw Unreachable.Kind(stage.Backward.InputGradient);
            }
        });

    /// <summary>What the pass works with, as arguments: the lists, and more where dx is dense.</summary>
    public static IEnumerable<string> ScratchArguments(ConvStage stage) =>
        Scratch(stage).SelectMany(line => line).Select(buffer => $"ref {buffer.Name}");

    /// <summary>The same as parameters, in lines of their own.</summary>
    public static void RenderScratchParameters(SourceWriter writer, ConvStage stage)
    {
        foreach ((string Type, string Name)[] line in Scratch(stage))
        {
            writer.Line($"    {string.Join(", ", line.Select(buffer => $"ref {buffer.Type} {buffer.Name}"))},");
        }
    }

    private static (string Type, string Name)[][] Scratch(ConvStage stage)
    {
        (string, string)[] lists = [("LiveGradient", "live"), ("int", "counts")];
        (string, string)[] entries = [("float", "values"), ("int", "filters")];
        return stage.Backward.InputGradient switch
        {
            InputGradientByField => [[("LiveField", "fields"), .. entries, .. lists]],
            InputGradientByFilter => [[.. entries, ("int", "offsets"), .. lists]],
            InputGradientDense => [[("float", "bordered"), ("float", "mirrored")], [.. entries, ("int", "offsets"), .. lists]],
            _ => throw Unreachable.Kind(stage.Backward.InputGradient),
        };
    }

    private static IEnumerable<(string Label, string Text)> Head(ConvStage stage)
    {
        LiveGradientSchedule schedule = stage.Backward;
        ConvKernelLayout kernel = stage.Kernel;
        string run = kernel.RunLoop.Noun == "row" ? "row" : "pixel";
        string samples = Phrases.Count(schedule.GroupSamples, "sample");
        string tileRuns = Phrases.Count(schedule.TileSets * schedule.TileRuns, $"kernel {run}");
        string tileVectors = Phrases.Count(schedule.TileVectors, "vector");
        string reason = stage.Pool is null
            ? "an output whose gradient is zero costs nothing"
            : $"at most 1 of {stage.PoolHeight * stage.PoolWidth} outputs of the convolution has won its window, "
                + "the others cost nothing";
        yield return ("input", stage.Input.Describe());
        yield return ("output", stage.Output.Describe());
        yield return ("schedule", $"over the lists of live gradients, {samples} at a time: {reason}");
        string bands = !schedule.HasBands ? ""
            : schedule.InputGradient is InputGradientByField ? $", {schedule.BandFields} receptive fields at a time"
            : $", {schedule.BandEntries} entries at a time";
        yield return ("dw", $"filter by filter{bands}; {tileRuns} x {tileVectors} in registers, "
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

    private static void RenderRun(SourceWriter writer, ConvStage stage, WeightedBackward start)
    {
        bool pooled = stage.Pool is not null;
        bool byField = stage.Backward.InputGradient is InputGradientByField;
        int groupSamples = stage.Backward.GroupSamples;
        start.RenderSummary();
        string output = stage.Activation is null ? "" : "ref float output, ";
        string winners = pooled ? "ref int winners, " : "";
        bool isDense = stage.Backward.InputGradient is InputGradientDense;
        writer.Line("public static void Run(");
        writer.Line($"    ref float parameters, ref float input, {output}{winners}ref float outputGradient,");
        RenderScratchParameters(writer, stage);
        writer.Line("    ref float gradients, ref float inputGradient, int samples)");
        using (writer.Braces())
        {
            start.RenderCall();
            writer.Line("bool wantsInputGradient = !Unsafe.IsNullRef(ref inputGradient);");
            string step = groupSamples == 1 ? "first++" : $"first += {groupSamples}";
            using (writer.Loop("A few samples at a time, so that they stay in the first-level cache.",
                $"for (int first = 0; first < samples; {step})"))
            {
                string group = "1";
                if (groupSamples > 1)
                {
                    writer.Line($"int group = samples - first < {groupSamples} ? samples - first : {groupSamples};");
                    group = "group";
                }

                writer.Line("ref float x = ref Unsafe.Add(ref input, first * InputSample);");
                writer.Line("ref float g = ref Unsafe.Add(ref outputGradient, first * OutputSample);");
                string[] won = pooled ? ["ref Unsafe.Add(ref winners, first * OutputSample)"] : [];
                string[] into = byField
                    ? ["ref fields", "ref values", "ref filters"]
                    : ["ref values", "ref filters", "ref offsets"];
                writer.Call("int count = ListLive", ["ref g", .. won, .. into, group]);
                if (!isDense)
                {
                    RenderStartOfInputGradient(writer, stage, byField, group);
                }

                writer.Line();
                RenderBands(writer, stage);
            }

            if (isDense)
            {
                using (writer.Block("if (wantsInputGradient)"))
                {
                    writer.Call(
                        "InputGradient",
                        At("parameters", stage.Weights.Offset), "ref outputGradient", "ref bordered", "ref mirrored",
                        "ref inputGradient", "samples");
                }
            }
        }
    }

    /// <summary>The gradient of the input over the list of fields, or only the zeros at which its sums start.</summary>
    private static void RenderStartOfInputGradient(SourceWriter writer, ConvStage stage, bool byField, string group)
    {
        writer.Line();
        writer.Line("ref float dx = ref inputGradient;");
        using (writer.Block("if (wantsInputGradient)"))
        {
            writer.Line("dx = ref Unsafe.Add(ref inputGradient, first * InputSample);");
            writer.Line($"Clear(ref dx, {group});");
            if (byField)
            {
                string weights = At("parameters", stage.Weights.Offset);
                writer.Line($"InputGradient({weights}, ref fields, count, ref values, ref filters, ref dx);");
            }
        }
    }

    /// <summary>What runs over the lists of the filters, which are made for a part of the list at a time.</summary>
    private static void RenderBands(SourceWriter writer, ConvStage stage)
    {
        bool byField = stage.Backward.InputGradient is InputGradientByField;
        (string variable, string band) = byField ? ("field", "BandFields") : ("entry", "BandEntries");
        string end = stage.Backward.HasBands ? "end" : "count";
        if (byField)
        {
            writer.Line("nint entry = 0;");
        }

        using (stage.Backward.HasBands
            ? writer.Loop("A part of the list at a time, so that the input below it stays there while all filters use it.",
                $"for (int {variable} = 0; {variable} < count; {variable} += {band})")
            : null)
        {
            if (stage.Backward.HasBands)
            {
                writer.Line($"int end = count - {variable} < {band} ? count : {variable} + {band};");
            }

            string start = stage.Backward.HasBands ? variable : "0";
            writer.Line(byField
                ? $"entry = ListByFilter(ref fields, {start}, {end}, ref values, ref filters, entry, ref live, ref counts);"
                : $"ListByFilter(ref values, ref filters, ref offsets, {start}, {end}, ref live, ref counts);");
            writer.Line($"WeightGradient(ref x, ref live, ref counts, {At("gradients", stage.Weights.Offset)});");
            if (stage.Backward.InputGradient is InputGradientByFilter)
            {
                using (writer.Block("if (wantsInputGradient)"))
                {
                    writer.Line($"InputGradient({At("parameters", stage.Weights.Offset)}, ref live, ref counts, ref dx);");
                }
            }
        }
    }

    private static void RenderClear(SourceWriter writer)
    {
        writer.Summary("dx = 0: the sums start there.");
        writer.Line(KernelFile.KernelAttribute);
        using (writer.Block("private static void Clear(ref float inputGradient, int samples)"))
        using (writer.Loop("Eight values at a time.", "for (int i = 0; i < samples * InputSample; i += 8)"))
        {
            writer.Line(Store(Zero, "inputGradient", "i"));
        }
    }
}
