namespace ConvGen.Generators.Planning;

/// <summary>Layers that become one stage: the layer that gives it its name, and what is fused after it.</summary>
/// <param name="Main">The layer that the stage is built around.</param>
/// <param name="Pool">A max pooling taken into a convolution, or null.</param>
/// <param name="Activation">The activation taken in, or null.</param>
/// <param name="Values">The values that the stage reads, and the one that the last of its layers writes.</param>
/// <param name="Reader">The only layer that reads its output; null where the loss does, or several layers do.</param>
internal sealed record FusedLayers(
    ShapedLayer Main, ShapedMaxPool? Pool, Activation? Activation, StageValues Values, ShapedLayer? Reader)
{
    public Shape Output => Pool?.Output ?? Main.Output;

    /// <summary>Whether many gradients of the output are zero, so that looking for those that are not pays.</summary>
    public bool HasSparseGradient =>
        Activation is { KillsGradients: true }
        || Reader is ShapedMaxPool or ShapedDropout or ShapedActivation { Activation: { KillsGradients: true } };
}

/// <summary>
/// Groups layers into stages: a layer takes in the following layer that reads its output, and no other does, where its kernel can do both
/// while the values are still in registers. Pooling before the activation (the book's order) and ReLU before pooling (the usual order) give
/// the same stage: ReLU never changes which value is the largest, so it may as well run on the one that is left. An activation that keeps
/// its slopes for the backward pass is a stage of its own.
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
            ReaderOf<ShapedLayer>(last, out _));

        void Take(int layer)
        {
            last = layer;
            _taken.Add(layer);
        }
    }

    /// <summary>Whether the kernels of a layer apply the activation that follows it.</summary>
    private static bool CanTakeInActivation(ShapedLayer layer) => layer switch
    {
        ShapedConv or ShapedPool or ShapedDense or ShapedSum => true,
        ShapedElementwise => false,
        _ => throw Unreachable.Kind(layer),
    };

    private ShapedMaxPool? FusiblePool(int place, out int reader) =>
        ReaderOf<ShapedMaxPool>(place, out reader) is { } pool && ConvPlanner.CanFuse(_target, pool) ? pool : null;

    /// <summary>The layer that reads what another writes, if it is the only one and of this kind.</summary>
    private T? ReaderOf<T>(int place, out int reader)
        where T : ShapedLayer
    {
        int[] all = [.. _readers[place + 1]];
        reader = all.Length == 1 ? all[0] : -1;
        return reader < 0 ? null : _network.Layers[reader] as T;
    }
}
