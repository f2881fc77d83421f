namespace ConvGen.Generators.Rendering.Text;

/// <summary>The names of layer kinds in tables.</summary>
internal static class LayerText
{
    /// <summary>The kind of a layer: the name of its attribute.</summary>
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
