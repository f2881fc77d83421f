using ConvGen.Generators.Inference;

namespace ConvGen.Generators.Rendering;

/// <summary>Layers as tables name them.</summary>
internal static class LayerText
{
    /// <summary>The kind, which is the name of the attribute.</summary>
    public static string Kind(ShapedLayer layer) => layer switch
    {
        ShapedConv => "Conv",
        ShapedMaxPool => "MaxPool",
        ShapedDense => "Dense",
        ShapedActivation activation => activation.Activation.Function.ToString(),
        ShapedDropout => "Dropout",
        _ => throw Unreachable.Kind(layer),
    };
}
