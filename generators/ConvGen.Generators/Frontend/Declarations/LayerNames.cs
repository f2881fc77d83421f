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
            string kind = KindOf(layer);
            counts.TryGetValue(kind, out int before);
            counts[kind] = before + 1;
            names.Add(layer is LossDeclaration ? kind : GivenName(layer) ?? $"{kind}{before + 1}");
        }

        return [.. names];
    }

    /// <summary>The name of the attribute: <c>Conv</c>, <c>ReLU</c>.</summary>
    public static string KindOf(LayerDeclaration layer) => layer switch
    {
        ConvDeclaration conv => conv.IsDepthwise ? "DepthwiseConv" : "Conv",
        MaxPoolDeclaration => "MaxPool",
        AveragePoolDeclaration => "AveragePool",
        L2PoolDeclaration => "L2Pool",
        GlobalAveragePoolDeclaration => "GlobalAveragePool",
        GlobalMaxPoolDeclaration => "GlobalMaxPool",
        DenseDeclaration => "Dense",
        ActivationDeclaration activation => activation.Activation.Function.ToString(),
        DropoutDeclaration => "Dropout",
        LossDeclaration loss => loss.Function.ToString(),
        _ => throw Unreachable.Kind(layer),
    };

    /// <summary>The name that the user gave, or null. Layers without parameters have none.</summary>
    public static string? GivenName(LayerDeclaration layer) => layer switch
    {
        ConvDeclaration conv => conv.Name,
        DenseDeclaration dense => dense.Name,
        PoolDeclaration or GlobalAveragePoolDeclaration or GlobalMaxPoolDeclaration => null,
        ActivationDeclaration or DropoutDeclaration or LossDeclaration => null,
        _ => throw Unreachable.Kind(layer),
    };

    /// <summary>Whether the layer has parameters, and so becomes a property of the class.</summary>
    public static bool BecomesMember(LayerDeclaration layer) => layer switch
    {
        ConvDeclaration or DenseDeclaration => true,
        PoolDeclaration or GlobalAveragePoolDeclaration or GlobalMaxPoolDeclaration => false,
        ActivationDeclaration or DropoutDeclaration or LossDeclaration => false,
        _ => throw Unreachable.Kind(layer),
    };
}
