namespace ConvGen.Tool.Explain;

/// <summary>Why a chunk has its number of samples.</summary>
internal static class ChunkReason
{
    public static string Of(NetworkPlan plan)
    {
        IEnumerable<ActivationLayout> values = (plan.Training ?? plan.Prediction).Stages.Select(stage => stage.Output).Prepend(plan.Input);
        long sample = values.Sum(value => 3L * value.SampleStride);
        int parameters = plan.Network.Layers.Sum(layer => layer.Parameters);
        string room = parameters > Planner.ChunkFloats
            ? $"a chunk may take as much as the {Numbers.Grouped(parameters)} parameters"
            : $"a chunk should stay in a second-level cache of {Numbers.Grouped(Planner.ChunkFloats)} floats";
        string takes = $"a sample takes about {Numbers.Grouped(sample)} floats for values, gradients and winners, and {room}";
        return plan.ChunkSamples switch
        {
            Planner.MaxChunkSamples => $"the most. {Capitalized(takes)}.",
            >= Planner.MinChunkSamples when plan.ChunkSamples * sample <= Math.Max(Planner.ChunkFloats, parameters) => $"{takes}.",
            Planner.MinChunkSamples =>
                $"{takes}. It is larger, because dense layers read their weights once per chunk and need several samples to share them.",
            _ => $"a sample takes about {Numbers.Grouped(sample)} floats, and a chunk must not take more than half a gigabyte.",
        };
    }

    private static string Capitalized(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
