namespace ConvGen.Tool.Explain;

/// <summary>The reason for the number of samples in a chunk.</summary>
internal static class ChunkReason
{
    public static string Of(NetworkPlan plan)
    {
        IEnumerable<ActivationLayout> values = (plan.Training ?? plan.Prediction).Stages.Select(stage => stage.Output).Prepend(plan.Input);
        long sample = values.Sum(value => 3L * value.SampleStride);
        int parameters = plan.Network.Layers.Sum(layer => layer.Parameters);
        string room = parameters > Planner.ChunkFloats
            ? $"a chunk may need as much memory as the {Numbers.Grouped(parameters)} parameters"
            : $"a chunk should stay in a second-level cache of {Numbers.Grouped(Planner.ChunkFloats)} floats";
        string takes = $"a sample needs about {Numbers.Grouped(sample)} floats for values, gradients and winners, and {room}";
        return plan.ChunkSamples switch
        {
            Planner.MaxChunkSamples => $"the maximum. {Capitalized(takes)}.",
            >= Planner.MinChunkSamples when plan.ChunkSamples * sample <= Math.Max(Planner.ChunkFloats, parameters) => $"{takes}.",
            Planner.MinChunkSamples =>
                $"{takes}. This chunk is larger, because dense layers read all weights once per chunk, "
                + "which pays off only for several samples.",
            _ => $"a sample needs about {Numbers.Grouped(sample)} floats, and a chunk must not need more than half a gigabyte.",
        };
    }

    private static string Capitalized(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
