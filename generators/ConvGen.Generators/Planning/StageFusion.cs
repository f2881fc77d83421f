using ConvGen.Generators.Frontend;
using ConvGen.Generators.Inference;

namespace ConvGen.Generators.Planning;

/// <summary>Layers that become one stage: the layer that gives it its name, and what is fused behind it.</summary>
/// <param name="Main">The layer that the stage is built around.</param>
/// <param name="Pool">A max pooling taken into a convolution, or null.</param>
/// <param name="Activation">The activation taken in, or null.</param>
/// <param name="Reader">The layer behind them; null for the loss.</param>
internal sealed record FusedLayers(ShapedLayer Main, ShapedMaxPool? Pool, Activation? Activation, ShapedLayer? Reader)
{
    public Shape Output => Pool?.Output ?? Main.Output;

    /// <summary>Whether many gradients of the output are zero, so that looking for those that are not pays.</summary>
    public bool HasSparseGradient =>
        Activation is { KillsGradients: true }
        || Reader is ShapedMaxPool or ShapedDropout or ShapedActivation { Activation: { KillsGradients: true } };
}

/// <summary>
/// Groups the layers into stages, front to back, each taking in as much as its kernel can do while the values are still in
/// registers. Pooling before the activation (the book's order) and ReLU before pooling (the usual order) give the same stage:
/// ReLU never changes which value is the largest, so it may as well run on the one that is left. An activation that keeps its
/// slopes for the backward pass is a stage of its own.
/// </summary>
internal static class StageFusion
{
    public static IEnumerable<FusedLayers> Fuse(EquatableArray<ShapedLayer> layers, Target target)
    {
        for (int i = 0; i < layers.Count;)
        {
            ShapedLayer main = layers[i++];
            ShapedMaxPool? pool = null;
            Activation? activation = null;

            if (main is ShapedConv { IsDepthwise: false })
            {
                if (At<ShapedActivation>(layers, i) is { Activation: { CommutesWithMaximum: true } before }
                    && IsFusiblePool(layers, i + 1, target))
                {
                    activation = before;
                    pool = (ShapedMaxPool)layers[i + 1];
                    i += 2;
                }
                else if (IsFusiblePool(layers, i, target))
                {
                    pool = (ShapedMaxPool)layers[i++];
                }
            }

            if (main is not (ShapedActivation or ShapedDropout) && activation is null
                && At<ShapedActivation>(layers, i) is { Activation: { KeepsSlopes: false } following })
            {
                activation = following;
                i++;
            }

            yield return new FusedLayers(main, pool, activation ?? (main as ShapedActivation)?.Activation, At<ShapedLayer>(layers, i));
        }
    }

    private static bool IsFusiblePool(EquatableArray<ShapedLayer> layers, int index, Target target) =>
        At<ShapedMaxPool>(layers, index) is { } pool && ConvPlanner.CanFuse(target, pool);

    private static T? At<T>(EquatableArray<ShapedLayer> layers, int index)
        where T : ShapedLayer =>
        index < layers.Count ? layers[index] as T : null;
}
