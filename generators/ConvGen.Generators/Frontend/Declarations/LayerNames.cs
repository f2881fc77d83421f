namespace ConvGen.Generators.Frontend.Declarations;

/// <summary>
/// The names of layers: the given Name, or else the kind and the layer's number among all layers of that kind. Layers with a Name count
/// too, so that naming one layer does not rename another.
/// </summary>
internal static class LayerNames
{
    /// <summary>The names of all layers in order. The loss has the name of its kind.</summary>
    public static EquatableArray<string> Of(EquatableArray<LayerDeclaration> layers)
    {
        Dictionary<string, int> counts = new(StringComparer.Ordinal);
        List<string> names = [];
        foreach (LayerDeclaration layer in layers)
        {
            string kind = layer.Kind;
            counts.TryGetValue(kind, out int before);
            counts[kind] = before + 1;
            names.Add(layer is LossDeclaration ? kind : layer.GivenName ?? Numbered(kind, before + 1));
        }

        return [.. names];
    }

    /// <summary>The kind and the number: <c>Conv1</c>, <c>ReLU6_1</c>, because <c>ReLU61</c> is the 61st <c>ReLU</c>.</summary>
    private static string Numbered(string kind, int number) =>
        char.IsDigit(kind[kind.Length - 1]) ? $"{kind}_{number}" : $"{kind}{number}";
}
