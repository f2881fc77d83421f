namespace ConvGen.Generators.Inference;

/// <summary>The entry point of inference: computes the output shape of every layer of a declaration.</summary>
internal static class ShapeInference
{
    /// <summary>Infers all shapes. This is a pure function. It stops at the first layer with an error, because the shapes after it are
    /// unknown.</summary>
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

/// <summary>The result of inference: a network in which every shape is valid, possibly with warnings, or the error that prevents
/// it.</summary>
internal sealed record InferenceResult(ShapedNetwork? Network, EquatableArray<Problem> Problems);
