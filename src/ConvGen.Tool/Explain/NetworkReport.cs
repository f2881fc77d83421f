namespace ConvGen.Tool.Explain;

/// <summary>The output of <c>explain</c> for a network.</summary>
internal static class NetworkReport
{
    public static void Write(Report report, DeclaredNetwork declared, NetworkPlan plan)
    {
        ShapedNetwork network = declared.Shapes;
        report.Line($"{declared.Name} ({declared.Place})");
        report.Line($"{network.Input} -> {network.Output}, "
            + (network.Loss is { } loss ? $"trained with {loss}" : "without a loss: it predicts and cannot be trained"));
        WriteLayers(report, declared);
        WriteTarget(report, plan);
        report.Heading(
            "Stages: layers with one kernel per pass. Cycles are estimated for one sample; dw, dx: gradients of weights and input.");
        foreach (StagePlan stage in plan.Stages)
        {
            WriteStage(report, network, stage);
        }

        PassReport.Write(report, "Prediction", plan.Prediction);
        if (plan.Training is { } training)
        {
            PassReport.Write(report, "Training", training);
        }
    }

    private static void WriteLayers(Report report, DeclaredNetwork declared)
    {
        IReadOnlyList<ShapedLayer> layers = [.. declared.Shapes.Layers];
        report.Heading("Layers: multiply-adds are those of one sample, by definition.");
        report.Table(
            [
                new("layer"), new("input"), new("output"), new("parameters", IsNumber: true),
                new("multiply-adds", IsNumber: true), new("attribute"),
            ],
            [
                .. layers.Select((layer, i) => (string[])
                [
                    layer.Name, layer.Input.ToString(), layer.Output.ToString(),
                    Numbers.Grouped(layer.Parameters), Numbers.Grouped(layer.MultiplyAdds), declared.Attributes[i],
                ]),
                [
                    "total", "", "", Numbers.Grouped(layers.Sum(layer => (long)layer.Parameters)),
                    Numbers.Grouped(layers.Sum(layer => layer.MultiplyAdds)), "",
                ],
            ]);
    }

    private static void WriteTarget(Report report, NetworkPlan plan)
    {
        report.Heading("Target");
        report.Labelled("vectors", $"{plan.Target.Lanes} floats in each of {plan.Target.Registers} registers, "
            + $"at most {plan.Target.MaxAccumulators} of which are accumulators; the others hold weights and inputs");
        report.Labelled("parameters", $"{Numbers.Grouped(plan.ParameterFloats)} floats, padded to vectors; "
            + $"another {Numbers.Grouped(plan.PackedFloats)} floats for weights packed for the forward pass");
        report.Labelled(
            "chunk", $"{plan.ChunkSamples} samples are processed by all stages before the next chunk starts: {ChunkReason.Of(plan)}");
    }

    private static void WriteStage(Report report, ShapedNetwork network, StagePlan stage)
    {
        IReadOnlyList<ShapedLayer> layers = FusionReasons.LayersOf(network, stage);
        report.Line($"  {string.Join(" + ", layers.Select(layer => layer.Name))}");
        report.Labelled("reads", stage.Input.Describe() + LayoutReason(stage));
        report.Labelled("writes", stage.Output.Describe());
        if (!stage.OwnsKernels)
        {
            report.Labelled("kernels", $"shared with {stage.KernelName}: the plans differ only in names and offsets");
        }

        foreach (string reason in FusionReasons.Of(network, stage, layers))
        {
            report.Labelled("fusion", reason);
        }

        foreach ((string label, string text) in StageReasons.Of(network, stage))
        {
            report.Labelled(label, text);
        }
    }

    private static string LayoutReason(StagePlan stage)
    {
        string planes = stage is ConvStage
            ? "; planar, because padding so few channels to a vector would waste most lanes"
            : "; this is the order of the caller's images";
        return (stage.Input is { IsPlanar: true, Shape.IsFlat: false } ? planes : "")
            + (stage.Input.HasBorder ? "; the zeros are the layer's padding, so that its kernel needs no special cases at the edges" : "");
    }
}
