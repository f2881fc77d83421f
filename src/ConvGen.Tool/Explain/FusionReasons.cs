namespace ConvGen.Tool.Explain;

/// <summary>The layers of a stage, and the reasons why layers were fused or not.</summary>
internal static class FusionReasons
{
    /// <summary>The layers of a stage in the order of the declaration.</summary>
    public static IReadOnlyList<ShapedLayer> LayersOf(ShapedNetwork network, StagePlan stage)
    {
        var layers = new List<ShapedLayer>();
        int value = stage.Values.Output;
        do
        {
            layers.Insert(0, network.Layers[value - 1]);
            value = layers[0].Inputs[0];
        }
        while (stage.IsFolded ? layers[0] is not (ShapedConv or ShapedDense) : layers[0].Name != stage.Name);

        return layers;
    }

    public static IEnumerable<string> Of(ShapedNetwork network, StagePlan stage, IReadOnlyList<ShapedLayer> layers)
    {
        for (int i = 1; i < layers.Count; i++)
        {
            yield return layers[i] switch
            {
                ShapedBatchNorm norm => $"{norm.Name}: its statistics are fixed when predicting, so that its factors become part of the "
                    + $"weights of {layers[0].Name}; only prediction runs this stage",
                ShapedMaxPool pool => $"{pool.Name}: its windows of {pool.WindowHeight}x{pool.WindowWidth} do not overlap, so that all "
                    + "values of a window are in registers at the same time",
                ShapedActivation activation when i + 1 < layers.Count =>
                    $"{activation.Name}: it does not change which value of a window is the largest, so it is applied after "
                    + $"{layers[i + 1].Name}, to fewer values",
                _ => $"{layers[i].Name}: applied to the values while they are in registers",
            };
        }

        if (layers.Count == 1 && ReasonToStandAlone(network, layers[0]) is { } reason)
        {
            yield return $"{layers[0].Name} is not fused: {reason}";
        }
    }

    /// <summary>Why a layer that could be fused was not; null for layers that never are.</summary>
    private static string? ReasonToStandAlone(ShapedNetwork network, ShapedLayer layer)
    {
        if (layer is not (ShapedMaxPool or ShapedActivation))
        {
            return null;
        }

        int value = layer.Inputs[0];
        int readers = network.FindReaders()[value].Count();
        return value == 0 ? "it reads the input of the network"
            : readers > 1 ? $"{readers} layers read its input, which must therefore be in memory"
            : layer is ShapedMaxPool pool ? ReasonOf(pool, network.Layers[value - 1])
            : ReasonOf((ShapedActivation)layer, network.Layers[value - 1]);
    }

    private static string ReasonOf(ShapedMaxPool pool, ShapedLayer before) =>
        !pool.WindowsAdjoin ? "its windows overlap or skip pixels"
        : pool.Beyond != Padding.None ? "its windows cover padding"
        : before is ShapedConv { IsDepthwise: false }
            ? $"the {pool.WindowHeight * pool.WindowWidth} values of a window do not fit the registers"
        : $"it follows {before.Name}; a pooling can only be fused into a convolution, or a convolution with a ReLU";

    private static string ReasonOf(ShapedActivation activation, ShapedLayer before) =>
        activation.Activation.KeepsSlopes
            ? $"the derivative of {activation.Activation} cannot be computed from its output, so training stores it"
            : $"no activation can be fused into {before.Name}";
}
