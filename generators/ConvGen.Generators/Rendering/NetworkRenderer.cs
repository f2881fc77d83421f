namespace ConvGen.Generators.Rendering;

/// <summary>The entry point of rendering: turns a plan into the text of files. This class lists the files of a network.</summary>
internal static class NetworkRenderer
{
    /// <summary>Renders the small public surface, which editors need on every edit.</summary>
    public static IEnumerable<GeneratedFile> RenderSurface(ShapedNetwork network) => [SurfaceRenderer.Render(network)];

    /// <summary>Renders the same members for a declaration with errors.</summary>
    public static IEnumerable<GeneratedFile> RenderInvalidSurface(InvalidDeclaration declaration) =>
        [InvalidSurfaceRenderer.Render(declaration)];

    /// <summary>Renders the file that chooses between the programs for several targets, which only a build needs.</summary>
    public static IEnumerable<GeneratedFile> RenderProgramCreation(ShapedNetwork network, IReadOnlyList<Target> targets) =>
        [SurfaceRenderer.RenderProgramCreation(network, targets)];

    /// <summary>Renders the kernels and passes for one target, which only a build needs.</summary>
    public static IEnumerable<GeneratedFile> RenderKernels(NetworkPlan plan)
    {
        yield return ProgramRenderer.Render(plan);
        yield return PassesRenderer.Render(plan);
        foreach (GeneratedFile file in BoundaryRenderer.Render(plan))
        {
            yield return file;
        }

        foreach (GeneratedFile file in WinogradTransformRenderer.Render(plan))
        {
            yield return file;
        }

        foreach (StagePlan stage in plan.KernelStages)
        {
            foreach (GeneratedFile file in RenderStage(plan, stage))
            {
                yield return file;
            }
        }

        foreach (GradientSum sum in plan.Training?.GradientSums ?? [])
        {
            yield return GradientSumRenderer.Render(plan, sum);
        }

        if (plan.Network.Loss is { } loss)
        {
            yield return LossRenderer.Render(plan, loss);
        }
    }

    private static IEnumerable<GeneratedFile> RenderStage(NetworkPlan plan, StagePlan stage) => stage switch
    {
        ConvStage conv => ConvRenderer.Render(plan, conv),
        GroupedConvStage grouped => GroupedConvRenderer.Render(plan, grouped),
        DepthwiseStage depthwise => DepthwiseRenderer.Render(plan, depthwise),
        ConvTransposeStage conv => ConvTransposeRenderer.Render(plan, conv),
        MaxPoolStage pool => MaxPoolRenderer.Render(plan, pool),
        SumPoolStage pool => SumPoolRenderer.Render(plan, pool),
        DenseStage dense => DenseRenderer.Render(plan, dense),
        ActivationStage activation => ActivationRenderer.Render(plan, activation),
        PReLUStage rectifier => PReLURenderer.Render(plan, rectifier),
        BatchNormStage normalization => BatchNormRenderer.Render(plan, normalization),
        FixedNormStage normalization => [FixedNormRenderer.Render(plan, normalization)],
        LayerNormStage normalization => LayerNormRenderer.Render(plan, normalization),
        InstanceNormStage normalization => InstanceNormRenderer.Render(plan, normalization),
        ChannelScaleStage scale => ChannelScaleRenderer.Render(plan, scale),
        SoftmaxStage softmax => SoftmaxRenderer.Render(plan, softmax),
        DropoutStage dropout => DropoutRenderer.Render(plan, dropout),
        SumStage sum => SumRenderer.Render(plan, sum),
        ProductStage product => ProductRenderer.Render(plan, product),
        ConcatStage concat => ConcatRenderer.Render(plan, concat),
        RearrangementStage rearrangement => RearrangementRenderer.Render(plan, rearrangement),
        CopyStage copy => CopyRenderer.Render(plan, copy),
        ScaleStage scale => [ScaleRenderer.Render(plan, scale)],
        _ => throw Unreachable.Kind(stage),
    };
}

/// <summary>A generated file.</summary>
internal sealed record GeneratedFile(string HintName, string Text);
