namespace ConvGen.Generators.Rendering.Text;

/// <summary>Layers as tables name them.</summary>
internal static class LayerText
{
    /// <summary>The kind, which is the name of the attribute.</summary>
    public static string Kind(ShapedLayer layer) => layer switch
    {
        ShapedConv conv => conv.IsDeclaredDepthwise ? "DepthwiseConv" : "Conv",
        ShapedMaxPool pool => pool.IsGlobal ? "GlobalMaxPool" : "MaxPool",
        ShapedAveragePool pool => pool.IsGlobal ? "GlobalAveragePool" : "AveragePool",
        ShapedL2Pool => "L2Pool",
        ShapedDense => "Dense",
        ShapedActivation activation => activation.Activation.Function.ToString(),
        ShapedDropout => "Dropout",
        ShapedSum => "Sum",
        _ => throw Unreachable.Kind(layer),
    };
}
