namespace ConvGen.Generators.Inference;

/// <summary>The door of inference: from a declaration to the shape after every layer.</summary>
internal static class ShapeInference
{
    /// <summary>A pure function. It stops at the first layer that does not fit, because no shape is known after it.</summary>
    public static InferenceResult Infer(NetworkDeclaration declaration)
    {
        ProblemList problems = new();
        InputDeclaration input = declaration.Input;
        Shape networkInput = new(input.Channels, input.Height, input.Width, input.IsFlat);
        SizeBudget budget = new(problems);
        if (!budget.AcceptInput(networkInput))
        {
            return new InferenceResult(null, problems.ToArray());
        }

        EquatableArray<string> names = LayerNames.Of(declaration.Layers);
        List<ShapedLayer> layers = [];
        LossFunction? loss = null;
        for (int i = 0; i < declaration.Layers.Count; i++)
        {
            LayerDeclaration layer = declaration.Layers[i];
            if (layer is LossDeclaration last)
            {
                loss = last.Function;
                continue;
            }

            LayerContext context = new(layer, names[i], networkInput, layers, problems);
            if (LayerInference.Infer(layer, context) is not { } shaped || !budget.Accept(layer, shaped))
            {
                return new InferenceResult(null, problems.ToArray());
            }

            layers.Add(shaped);
        }

        DesignWarnings.Check(declaration, layers, problems);
        return new InferenceResult(
            new ShapedNetwork { Declaration = declaration, Input = networkInput, Layers = [.. layers], Loss = loss },
            problems.ToArray());
    }
}

/// <summary>What inference gives: a network whose every shape is valid, perhaps with warnings, or the problem that stands in its
/// way.</summary>
internal sealed record InferenceResult(ShapedNetwork? Network, EquatableArray<Problem> Problems);
