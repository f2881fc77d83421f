namespace ConvGen.Generators.Planning;

/// <summary>The layers of one stage: the main layer, which gives the stage its name, and the layers fused into it.</summary>
/// <param name="Main">The layer that the stage is built around.</param>
/// <param name="Pool">A max pooling fused into a convolution, or null.</param>
/// <param name="Activation">The fused activation, or that of an activation stage; null for none.</param>
/// <param name="Values">The values that the stage reads, and the value that its last layer writes.</param>
/// <param name="Reader">The layer that reads the output; null if the loss reads it, or several layers do.</param>
/// <param name="LayerNames">The names of all layers, in the order in which one reads the other.</param>
internal sealed record FusedLayers(
    ShapedLayer Main, ShapedMaxPool? Pool, Activation? Activation, StageValues Values, ShapedLayer? Reader,
    EquatableArray<string> LayerNames)
{
    public Shape Output => Pool?.Output ?? Main.Output;

    /// <summary>True if many output gradients are zero, so that a list of the nonzero ones saves time.</summary>
    public bool HasSparseGradient =>
        Activation is { KillsGradients: true }
        || Reader is ShapedMaxPool or ShapedDropout or ShapedActivation { Activation: { KillsGradients: true } };
}

/// <summary>
/// Groups layers into stages. A layer is fused into the one before it if no other layer reads that layer's output, and if one kernel can
/// compute both while the values are in registers. Pooling before the activation (the order of Nielsen's book) and ReLU before pooling
/// (the usual order) give the same stage:
/// ReLU does not change which value is the largest, so it can run after the pooling. An activation that stores its slopes for the
/// backward pass is a separate stage.
/// </summary>
internal sealed class StageFusion
{
    private readonly ShapedNetwork _network;
    private readonly Target _target;
    private readonly ILookup<int, int> _readers;
    private readonly HashSet<int> _taken = [];

    private StageFusion(ShapedNetwork network, Target target)
    {
        _network = network;
        _target = target;
        _readers = network.FindReaders();
    }

    public static IReadOnlyList<FusedLayers> Fuse(ShapedNetwork network, Target target)
    {
        var fusion = new StageFusion(network, target);
        var stages = new List<FusedLayers>();
        for (int place = 0; place < network.Layers.Count; place++)
        {
            if (!fusion._taken.Contains(place))
            {
                stages.Add(fusion.FuseFrom(place));
            }
        }

        return stages;
    }

    private FusedLayers FuseFrom(int place)
    {
        ShapedLayer main = _network.Layers[place];
        ShapedMaxPool? pool = null;
        Activation? activation = null;
        List<string> names = [main.Name];
        int last = place;

        if (main is ShapedConv { IsDepthwise: false })
        {
            if (ReaderOf<ShapedActivation>(last, out int before) is { Activation: { CommutesWithMaximum: true } activating }
                && FusiblePool(before, out int after) is { } pooled)
            {
                (activation, pool) = (activating, pooled);
                Take(before);
                Take(after);
            }
            else if (FusiblePool(last, out int only) is { } alone)
            {
                pool = alone;
                Take(only);
            }
        }

        if (activation is null && CanTakeInActivation(main)
            && ReaderOf<ShapedActivation>(last, out int following) is { Activation: { KeepsSlopes: false } fused })
        {
            activation = fused;
            Take(following);
        }

        return new FusedLayers(
            main,
            pool,
            activation ?? (main as ShapedActivation)?.Activation,
            new StageValues(main.Inputs, last + 1),
            ReaderOf<ShapedLayer>(last, out _),
            [.. names]);

        void Take(int layer)
        {
            last = layer;
            names.Add(_network.Layers[layer].Name);
            _taken.Add(layer);
        }
    }

    /// <summary>Whether the kernels of a layer can apply the activation that follows it.</summary>
    private static bool CanTakeInActivation(ShapedLayer layer) => layer switch
    {
        ShapedConv or ShapedConvTranspose or ShapedPool or ShapedDense or ShapedSum or ShapedProduct or ShapedBatchNorm => true,
        ShapedElementwise or ShapedConcat or ShapedRearrangement => false,
        _ => throw Unreachable.Kind(layer),
    };

    private ShapedMaxPool? FusiblePool(int place, out int reader) =>
        ReaderOf<ShapedMaxPool>(place, out reader) is { } pool && ConvPlanner.CanFuse(_target, pool) ? pool : null;

    /// <summary>The reader of a layer's output, if it is of type <typeparamref name="T"/> and neither another layer nor the caller reads
    /// that output; otherwise null.</summary>
    private T? ReaderOf<T>(int place, out int reader)
        where T : ShapedLayer
    {
        int[] all = [.. _readers[place + 1]];
        reader = all.Length == 1 && !_network.IsOutput(place + 1) ? all[0] : -1;
        return reader < 0 ? null : _network.Layers[reader] as T;
    }
}
