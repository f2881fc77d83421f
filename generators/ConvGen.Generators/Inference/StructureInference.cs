namespace ConvGen.Generators.Inference;

/// <summary>Applies the attributes that connect layers to the values that are in scope.</summary>
internal static class StructureInference
{
    /// <summary>Applies an attribute. Returns false after reporting a problem.</summary>
    public static bool Apply(StructureDeclaration structure, ValueScope scope, LayerContext context)
    {
        switch (structure)
        {
            case ResidualDeclaration:
                scope.BeginBlock();
                return true;
            case ShortcutDeclaration:
                scope.BeginShortcut();
                return true;
            case FromDeclaration from:
                if (context.Resolve(from.Source, ["name"]) is not { } value)
                {
                    return false;
                }

                scope.Continue(value);
                return true;
            case OutputDeclaration output:
                return AddOutput(output, scope, context);
            default:
                // The front end has written out all repetitions.
                throw Unreachable.Kind(structure);
        }
    }

    private static bool AddOutput(OutputDeclaration output, ValueScope scope, LayerContext context)
    {
        EquatableArray<string> argument = ["name"];
        if (output.OutputName.Length == 0)
        {
            context.Report(Rules.UnnamedOutput, argument);
            return false;
        }

        if (scope.Outputs.Any(other => other.Name == output.OutputName))
        {
            context.Report(Rules.DuplicateOutput, argument, output.OutputName);
            return false;
        }

        scope.AddOutput(output.OutputName, output.AttributeIndex);
        return true;
    }
}
