using ConvGen.Tests.Matrix;
using static ConvGen.Tests.Reference.Layers;

namespace ConvGen.Tests.Numbers;

/// <summary>Shrinks networks whose failure has a known cause.</summary>
public sealed class NetworkShrinkerTests
{
    private static readonly MatrixCase Large = new(64, NetworkSpec.OnImages("Large", 6, 20, 17, Loss.MeanSquaredError,
        Conv(12, 5, 3) with { Stride = new(1, 2), Groups = 2 }, ReLU,
        MaxPool(3) with { Stride = 2, Pad = 1, CeilMode = true }, Tanh,
        Conv(20, 3) with { Pad = new(2, 0, 1, 3), Dilation = 2 }, Dense(7), Sigmoid, Dense(3)));

    [Fact]
    public void Shrinking_removes_everything_but_the_cause()
    {
        MatrixCase smallest = NetworkShrinker.Smallest(Large, @case =>
            @case.Network.Layers.Any(layer => layer is MaxPoolSpec { CeilMode: true, Pad.Left: > 0 } pool && pool.Stride.Y == 2));

        Assert.Equal(1, smallest.Batch);
        Assert.Equal(1, smallest.Network.Input.Channels);
        MaxPoolSpec pool = Assert.IsType<MaxPoolSpec>(Assert.Single(smallest.Network.Layers));
        Assert.Equal(new Sides(0, 1, 0, 0), pool.Pad);
        Assert.Equal(new Steps(2, 1), pool.Stride);
    }

    [Fact]
    public void Two_layers_that_only_fail_together_are_both_kept()
    {
        MatrixCase smallest = NetworkShrinker.Smallest(Large, @case =>
            @case.Network.Layers.OfType<ConvSpec>().Any(conv => conv.Dilation.X > 1) && @case.Network.Layers.Contains(Sigmoid));

        Assert.Equal(2, smallest.Network.Layers.Count);
        ConvSpec conv = Assert.IsType<ConvSpec>(smallest.Network.Layers[0]);
        Assert.Equal(Conv(1, 1) with { Dilation = new(1, 2), Bias = false }, conv);
        Assert.Equal(Sigmoid, smallest.Network.Layers[1]);
    }

    [Fact]
    public void A_minimal_network_is_not_changed() =>
        Assert.Same(Large, NetworkShrinker.Smallest(Large, _ => false));
}
