namespace ConvGen.Generators.Rendering.Dense;

/// <summary>Renders the files of a dense stage.</summary>
internal static class DenseRenderer
{
    public static IEnumerable<GeneratedFile> Render(NetworkPlan plan, DenseStage stage)
    {
        var prediction = stage.Schedule.Prediction as UnitLanesForward;
        if (prediction is not null)
        {
            yield return DenseForwardRenderer.RenderPrediction(plan, stage, prediction);
            yield return DensePackRenderer.Render(plan, stage, prediction);
        }

        if (prediction is null || plan.Trains(stage))
        {
            yield return DenseForwardRenderer.Render(plan, stage);
        }

        if (plan.Trains(stage))
        {
            yield return DenseBackwardRenderer.Render(plan, stage);
        }
    }

    /// <summary>Returns the distances in input and output. A unit has as many weights, padding included, as a sample has inputs.</summary>
    public static IEnumerable<(string Name, int Value, string Meaning)> Distances(DenseStage stage) =>
        KernelFile.Distances(stage).Select(distance => distance.Name != "InputSample" ? distance
            : (distance.Name, distance.Value, "Floats per sample of the input, and per unit of the weights."));

    /// <summary>Describes the registers of a tile: <c>10 sums + 5 inputs + 1 weight = 16 of 16 vector registers</c>.</summary>
    public static string Registers(Target target, int sums, int held, string heldNoun, string otherNoun)
    {
        int vectors = sums + held + 1;
        string what = $"{Phrases.Count(sums, "sum")} + {Phrases.Count(held, heldNoun)} + 1 {otherNoun} = {vectors}";
        return vectors <= target.Registers
            ? $"{what} of {target.Registers} vector registers"
            : $"{what} vectors for {target.Registers} registers, so that {Phrases.Count(vectors - target.Registers, "sum")} stays in memory";
    }
}
