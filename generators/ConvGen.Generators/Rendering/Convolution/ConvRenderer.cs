namespace ConvGen.Generators.Rendering.Convolution;

/// <summary>Renders the files of a convolution stage, or of one group of a convolution.</summary>
internal static class ConvRenderer
{
    public static IEnumerable<GeneratedFile> Render(NetworkPlan plan, ConvStage stage) => Render(plan, stage, stage);

    /// <summary>Renders the files, with a backward pass of a different stage, such as the same one without its activation.</summary>
    public static IEnumerable<GeneratedFile> Render(NetworkPlan plan, ConvStage stage, ConvStage backward)
    {
        if (stage.Owns(ConvStage.PackPart))
        {
            yield return ConvPackRenderer.Render(plan, stage);
        }

        if (stage.Owns(ConvStage.ForwardPart))
        {
            yield return RenderForward(plan, stage);
        }

        if (plan.Trains(stage))
        {
            yield return ConvBackwardRenderer.Render(plan, backward);
        }
    }

    private static GeneratedFile RenderForward(NetworkPlan plan, ConvStage stage) => stage.Forward switch
    {
        DirectForward direct => DirectConvRenderer.Render(plan, stage, direct),
        PixelLanesForward pixels => new PixelLanesConvRenderer(plan, stage, pixels).Render(),
        WinogradForward winograd => new WinogradConvRenderer(plan, stage, winograd).Render(),
        _ => throw Unreachable.Kind(stage.Forward),
    };
}
