namespace ConvGen.Generators.Frontend.Declarations;

/// <summary>
/// The names of layers: the given Name, or else the kind and the layer's number among all layers of that kind. Layers with a Name count
/// too, so that naming one layer does not rename another. Attributes that are no layers have no names.
/// </summary>
internal static class LayerNames
{
    /// <summary>The names of all layers in order. The loss and the attributes of structure have the name of their kind.</summary>
    public static EquatableArray<string> Of(EquatableArray<LayerDeclaration> layers)
    {
        Dictionary<string, int> counts = new(StringComparer.Ordinal);
        List<string> names = [];
        foreach (LayerDeclaration layer in layers)
        {
            if (layer is LossDeclaration or StructureDeclaration)
            {
                names.Add(layer.Kind);
                continue;
            }

            string stem = layer.NameStem;
            counts.TryGetValue(stem, out int before);
            counts[stem] = before + 1;
            names.Add(layer.GivenName ?? Numbered(stem, before + 1));
        }

        return [.. names];
    }

    /// <summary>The kind and the number: <c>Conv1</c>, <c>ReLU6_1</c>, because <c>ReLU61</c> is the 61st <c>ReLU</c>.</summary>
    private static string Numbered(string kind, int number) =>
        char.IsDigit(kind[kind.Length - 1]) ? $"{kind}_{number}" : $"{kind}{number}";
}
