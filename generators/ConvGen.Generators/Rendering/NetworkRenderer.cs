namespace ConvGen.Generators.Rendering;

/// <summary>The door of the last stage: from a plan to the text of files. The list of files of a network is this file.</summary>
internal static class NetworkRenderer
{
    /// <summary>The small public surface, needed while typing.</summary>
    public static IEnumerable<GeneratedFile> RenderSurface(ShapedNetwork network) => [SurfaceRenderer.Render(network)];

    /// <summary>The same members for a declaration with errors.</summary>
    public static IEnumerable<GeneratedFile> RenderInvalidSurface(InvalidDeclaration declaration) =>
        [InvalidSurfaceRenderer.Render(declaration)];

    /// <summary>The kernels and passes, needed only by a real build.</summary>
    public static IEnumerable<GeneratedFile> RenderKernels(NetworkPlan plan)
    {
        yield return SurfaceRenderer.RenderSeam(plan);
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

        foreach (StagePlan stage in plan.Stages)
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
        MaxPoolStage pool => MaxPoolRenderer.Render(plan, pool),
        SumPoolStage pool => SumPoolRenderer.Render(plan, pool),
        DenseStage dense => DenseRenderer.Render(plan, dense),
        ActivationStage activation => ActivationRenderer.Render(plan, activation),
        PReLUStage rectifier => PReLURenderer.Render(plan, rectifier),
        DropoutStage dropout => DropoutRenderer.Render(plan, dropout),
        SumStage sum => SumRenderer.Render(plan, sum),
        ScaleStage scale => [ScaleRenderer.Render(plan, scale)],
        _ => throw Unreachable.Kind(stage),
    };
}

/// <summary>One file of generated text, named as a person would look for it.</summary>
internal sealed record GeneratedFile(string HintName, string Text);
