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

    /// <summary>Calls for a few samples at a time, which share every weight, then for those left, one by one.</summary>
    public static void RenderSampleCalls(SourceWriter writer, string method, int together, params string[] arguments)
    {
        writer.Line("int sample = 0;");
        using (writer.Loop($"{together} samples at a time share every weight that is loaded.",
            $"for (; sample + {together} <= samples; sample += {together})"))
        {
            writer.Call($"{method}{together}", arguments);
        }

        writer.Line();
        using (writer.Loop("The samples that are left.", "for (; sample < samples; sample++)"))
        {
            writer.Call($"{method}1", arguments);
        }
    }
}
