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

    /// <summary>What a register tile holds: <c>10 sums + 5 inputs + 1 weight = 16 vector registers</c>.</summary>
    public static string Registers(int sums, int held, string heldNoun, string otherNoun) =>
        $"{Phrases.Count(sums, "sum")} + {Phrases.Count(held, heldNoun)} + 1 {otherNoun} = {sums + held + 1} vector registers";
}
