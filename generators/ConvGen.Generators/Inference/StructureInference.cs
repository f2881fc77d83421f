namespace ConvGen.Generators.Inference;

/// <summary>Applies the attributes that connect layers to the values that are in scope.</summary>
internal static class StructureInference
{
    private static readonly EquatableArray<string> Name = ["name"];

    /// <summary>Applies an attribute. Returns false after reporting a problem.</summary>
    public static bool Apply(StructureDeclaration structure, ValueScope scope, LayerContext context) => structure switch
    {
        ResidualDeclaration => BeginBlock(scope),
        ShortcutDeclaration => BeginShortcut(scope),
        FromDeclaration from => Continue(from, scope, context),
        OutputDeclaration output => AddOutput(output, scope, context),

        // The front end has written out all repetitions.
        _ => throw Unreachable.Kind(structure),
    };

    private static bool BeginBlock(ValueScope scope)
    {
        scope.BeginBlock();
        return true;
    }

    private static bool BeginShortcut(ValueScope scope)
    {
        scope.BeginShortcut();
        return true;
    }

    private static bool Continue(FromDeclaration from, ValueScope scope, LayerContext context)
    {
        int? value = context.Resolve(from.Source, Name);
        if (value is null)
        {
            return false;
        }

        scope.Continue(value.Value);
        return true;
    }

    private static bool AddOutput(OutputDeclaration output, ValueScope scope, LayerContext context)
    {
        if (output.OutputName.Length == 0)
        {
            context.Report(GraphRules.UnnamedOutput, Name);
            return false;
        }

        if (scope.Outputs.Any(other => other.Name == output.OutputName))
        {
            context.Report(GraphRules.DuplicateOutput, Name, output.OutputName);
            return false;
        }

        scope.AddOutput(output.OutputName, output.AttributeIndex);
        return true;
    }
}
