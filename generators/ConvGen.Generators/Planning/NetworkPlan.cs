using ConvGen.Generators.Inference;

namespace ConvGen.Generators.Planning;

/// <summary>The network with every number resolved: stages, schedules, parameters and buffers.</summary>
internal sealed record NetworkPlan
{
    public required ShapedNetwork Network { get; init; }
}
