namespace ConvGen.Generators.Frontend.Reading;

/// <summary>Writes out the layers between <c>[Repeat]</c> and <c>[EndRepeat]</c>, so that no later stage knows repetitions.</summary>
internal static class RepeatExpansion
{
    /// <summary>Returns the layers without these brackets. If the brackets have errors, the layers inside are written once.</summary>
    /// <param name="layers">The layers in source order.</param>
    /// <param name="bracketsMatch">Whether every bracket is closed.</param>
    /// <param name="problems">Receives errors.</param>
    public static EquatableArray<LayerDeclaration> Expand(
        IReadOnlyList<LayerDeclaration> layers, bool bracketsMatch, ProblemList problems)
    {
        if (!bracketsMatch)
        {
            return [.. layers.Where(layer => layer is not (RepeatDeclaration or EndRepeatDeclaration))];
        }

        List<LayerDeclaration> expanded = [];
        Stack<(RepeatDeclaration Repeat, int Start)> open = new();
        foreach (LayerDeclaration layer in layers)
        {
            switch (layer)
            {
                case RepeatDeclaration repeat:
                    open.Push((repeat, expanded.Count));
                    break;
                case EndRepeatDeclaration:
                    (RepeatDeclaration opening, int start) = open.Pop();
                    Repeat(expanded, opening, start, problems);
                    break;
                default:
                    if (open.Any(bracket => bracket.Repeat.Times > 1))
                    {
                        CheckName(layer, problems);
                    }

                    expanded.Add(layer);
                    break;
            }
        }

        return [.. expanded];
    }

    private static void Repeat(List<LayerDeclaration> expanded, RepeatDeclaration repeat, int start, ProblemList problems)
    {
        LayerDeclaration[] repeated = [.. expanded.Skip(start)];
        long count = CountLayers(expanded) + (repeat.Times - 1L) * CountLayers(repeated);
        if (count > Limits.Layers)
        {
            problems.Add(
                GraphRules.TooManyLayers, new Site.Argument(repeat.AttributeIndex, ["times"]), Numbers.Grouped(count),
                Numbers.Grouped(Limits.Layers));
            return;
        }

        for (int time = 1; time < repeat.Times; time++)
        {
            expanded.AddRange(repeated);
        }
    }

    private static long CountLayers(IEnumerable<LayerDeclaration> layers) => layers.Count(layer => layer is not StructureDeclaration);

    private static void CheckName(LayerDeclaration layer, ProblemList problems)
    {
        if (layer is OutputDeclaration { OutputName: { Length: > 0 } output })
        {
            problems.Add(
                GraphRules.NameInRepeat, new Site.Argument(layer.AttributeIndex, ["name"]), output, "outputs", "this [Output]",
                "put [Output] after [EndRepeat]");
        }
        else if (layer.GivenName is { } name)
        {
            problems.Add(
                GraphRules.NameInRepeat, new Site.Argument(layer.AttributeIndex, ["Name"]), name, "layers", "this layer",
                "leave the name out");
        }
    }
}
