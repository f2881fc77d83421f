using ConvGen.Generators.Planning;

namespace ConvGen.Generators.Rendering;

/// <summary>The files of a convolution stage.</summary>
internal static class ConvRenderer
{
    public static IEnumerable<GeneratedFile> Render(NetworkPlan plan, ConvStage stage)
    {
        yield return ConvPackRenderer.Render(plan, stage);
        yield return ConvForwardRenderer.Render(plan, stage);
        if (plan.Network.Loss is not null)
        {
            yield return ConvBackwardRenderer.Render(plan, stage);
        }
    }
}
