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
            names.Add(layer is LossDeclaration ? kind : layer.GivenName ?? $"{kind}{before + 1}");
        }

        return [.. names];
    }
}
