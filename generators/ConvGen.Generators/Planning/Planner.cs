using ConvGen.Generators.Inference;

namespace ConvGen.Generators.Planning;

/// <summary>The door of the planning stage: from shapes to a plan in which every quantity is a number.</summary>
internal static class Planner
{
    public static NetworkPlan Plan(ShapedNetwork network) => new() { Network = network };
}
