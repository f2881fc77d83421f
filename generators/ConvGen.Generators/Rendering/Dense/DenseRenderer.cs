namespace ConvGen.Generators.Rendering.Dense;

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
    public static void RenderSampleCalls(KernelWriter writer, string method, SampleTiles tiles, params string[] arguments)
    {
        int even = tiles.Even.Samples, full = tiles.Full.Samples;
        writer.Line("int sample = 0;");
        using (writer.Loop($"{even} samples at a time share every weight that is loaded, where they leave no remainder.",
            $"for (; samples % {even} == 0 && sample < samples; sample += {even})"))
        {
            writer.Call($"{method}{even}", arguments);
        }

        writer.Line();
        using (writer.Loop($"{full} samples at a time.", $"for (; sample + {full} <= samples; sample += {full})"))
        {
            writer.Call($"{method}{full}", arguments);
        }

        writer.Line();
        using (writer.Loop("The samples that are left.", "for (; sample < samples; sample++)"))
        {
            writer.Call($"{method}{tiles.Single.Samples}", arguments);
        }
    }
}
