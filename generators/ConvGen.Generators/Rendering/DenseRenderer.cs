using ConvGen.Generators.Planning;

namespace ConvGen.Generators.Rendering;

/// <summary>The files of a dense stage.</summary>
internal static class DenseRenderer
{
    public static IEnumerable<GeneratedFile> Render(NetworkPlan plan, DenseStage stage)
    {
        yield return DenseForwardRenderer.Render(plan, stage);
        if (plan.Network.Loss is not null)
        {
            yield return DenseBackwardRenderer.Render(plan, stage);
        }
    }
}
