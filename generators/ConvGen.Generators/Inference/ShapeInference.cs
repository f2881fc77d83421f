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
        ValueScope scope = new(
            networkInput, names.Where((_, i) => declaration.Layers[i] is not (LossDeclaration or StructureDeclaration)));
        List<LayerDeclaration> declared = [];
        LossDeclaration? loss = null;
        for (int i = 0; i < declaration.Layers.Count; i++)
        {
            LayerDeclaration layer = declaration.Layers[i];
            LayerContext context = new(layer, names[i], scope, problems);
            switch (layer)
            {
                case LossDeclaration last:
                    loss = last;
                    break;
                case StructureDeclaration structure:
                    if (!StructureInference.Apply(structure, scope, context))
                    {
                        return new InferenceResult(null, problems.ToArray());
                    }

                    break;
                default:
                    if (LayerInference.Infer(layer, context) is not { } shaped || !budget.Accept(layer, shaped))
                    {
                        return new InferenceResult(null, problems.ToArray());
                    }

                    scope.Add(shaped);
                    declared.Add(layer);
                    break;
            }
        }

        EquatableArray<NetworkOutput> outputs =
            scope.Outputs.Count == 0 ? [new NetworkOutput("Output", scope.Current)] : [.. scope.Outputs];
        ShapedNetwork network = new()
        {
            Declaration = declaration,
            Input = networkInput,
            Layers = [.. scope.Layers],
            Outputs = outputs,
            Loss = loss?.Function,
        };
        ValueRules.Check(network, declared, loss, scope.Current, problems);
        if (problems.HasErrors)
        {
            return new InferenceResult(null, problems.ToArray());
        }

        DesignWarnings.Check(network, declared, loss, problems);
        return new InferenceResult(network, problems.ToArray());
    }
}

/// <summary>The result of inference: a network in which every shape is valid, possibly with warnings, or the error that prevents
/// it.</summary>
internal sealed record InferenceResult(ShapedNetwork? Network, EquatableArray<Problem> Problems);
