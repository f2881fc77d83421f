namespace ConvGen.Tests.Matrix;

/// <summary>The matrix covers all cases listed here; these tests fail if it is shortened.</summary>
public sealed class MatrixCoverageTests
{
    private static readonly IReadOnlyList<LayerSpec> Layers = [.. NetworkMatrix.Cases.SelectMany(@case => @case.Network.Layers)];

    private static readonly IReadOnlyList<ConvSpec> Convolutions = [.. Layers.OfType<ConvSpec>()];

    private static readonly IReadOnlyList<MaxPoolSpec> Pools = [.. Layers.OfType<MaxPoolSpec>()];

    private static IEnumerable<(LayerSpec First, LayerSpec Second)> Neighbours =>
        NetworkMatrix.Cases.SelectMany(@case => @case.Network.Layers.Zip(@case.Network.Layers.Skip(1)));

    [Fact]
    public void At_least_300_networks_with_unique_names()
    {
        string[] names = [.. NetworkMatrix.Cases.Select(@case => @case.Network.Name)];

        Assert.True(names.Length >= 300, $"{names.Length} networks.");
        Assert.Equal(names.Length, names.Distinct().Count());
    }

    [Fact]
    public void Every_activation_loss_and_batch_size()
    {
        AssertCovers(Enum.GetValues<Activation>(), Layers.OfType<ActivationSpec>().Select(layer => layer.Function));
        AssertCovers(Enum.GetValues<Loss>(), NetworkMatrix.Cases.Select(@case => @case.Network.Loss));
        AssertCovers([1, 2, 7, 64], NetworkMatrix.Cases.Select(@case => @case.Batch));
    }

    [Fact]
    public void Convolutions_with_every_kernel_stride_dilation_padding_and_groups()
    {
        AssertCovers(Enumerable.Range(1, 7), Convolutions.Select(conv => conv.KernelHeight));
        AssertCovers(Enumerable.Range(1, 7), Convolutions.Select(conv => conv.KernelWidth));
        AssertCovers(
            [new(1, 1), new(2, 2), new(3, 3), new(1, 2), new(2, 1), new(1, 3)], Convolutions.Select(conv => conv.Stride));
        AssertCovers(
            [new(1, 1), new(2, 2), new(3, 3), new(1, 2), new(2, 1), new(2, 3)], Convolutions.Select(conv => conv.Dilation));
        AssertCovers([1, 2, 3, 4, 5], Convolutions.Select(conv => conv.Groups));
        AssertCovers([0, 1, 2], Convolutions.Select(conv => conv.Pad));
        AssertCovers([true, false], Convolutions.Select(conv => conv.Same));
        AssertCovers([true, false], Convolutions.Select(conv => conv.Bias));
        AssertCovers([true, false], Convolutions.Select(conv => conv.Pad == conv.Pad.Top));
        AssertCovers([1, 7, 8, 9, 16, 17, 24, 25, 33], Convolutions.Select(conv => conv.Filters));
    }

    [Fact]
    public void Pools_with_every_window_and_mode()
    {
        AssertCovers([(2, 2), (3, 3), (2, 1), (1, 3)], Pools.Select(pool => (pool.WindowHeight, pool.WindowWidth)));
        AssertCovers([true, false], Pools.Select(pool => pool.CeilMode));
        AssertCovers([true, false], Pools.Select(pool => pool.Pad == 0));
        AssertCovers([-1, 0, 1], Pools.Select(pool => Math.Sign(pool.WindowHeight - pool.Stride.Y)));
    }

    [Fact]
    public void Dropouts_of_both_ways_before_and_after_other_kinds()
    {
        AssertCovers([(0.5, true), (0.5, false), (0, true), (0, false)],
            Layers.OfType<DropoutSpec>().Select(dropout => (dropout.Rate, dropout.Inverted)));
        Type[] kinds = [typeof(ConvSpec), typeof(MaxPoolSpec), typeof(DenseSpec), typeof(ActivationSpec), typeof(DropoutSpec)];
        AssertCovers(
            kinds, Neighbours.Where(pair => pair.First is DropoutSpec).Select(pair => pair.Second.GetType()));
        AssertCovers(
            kinds, Neighbours.Where(pair => pair.Second is DropoutSpec).Select(pair => pair.First.GetType()));
    }

    [Fact]
    public void Every_kind_of_pool_with_every_option()
    {
        PoolSpec[] others = [.. Layers.OfType<PoolSpec>().Where(pool => pool is AveragePoolSpec or L2PoolSpec)];
        foreach (Type kind in (Type[])[typeof(AveragePoolSpec), typeof(L2PoolSpec)])
        {
            PoolSpec[] pools = [.. others.Where(pool => pool.GetType() == kind)];
            AssertCovers([true, false], pools.Select(pool => pool.CeilMode));
            AssertCovers([true, false], pools.Select(pool => pool.Pad == 0));
            AssertCovers([-1, 0, 1], pools.Select(pool => Math.Sign(pool.WindowHeight - pool.Stride.Y)));
        }

        AssertCovers([true, false], Layers.OfType<AveragePoolSpec>().Select(pool => pool.CountPadding));
        AssertCovers([1, 2, 3], Pools.Select(pool => pool.Dilation));
        Assert.Contains(Layers, layer => layer is GlobalAveragePoolSpec);
        Assert.Contains(Layers, layer => layer is GlobalMaxPoolSpec);
    }

    [Fact]
    public void Depthwise_convolutions_with_every_option()
    {
        DepthwiseConvSpec[] convolutions = [.. Layers.OfType<DepthwiseConvSpec>()];
        AssertCovers([1, 2, 3, 4, 5, 7], convolutions.Select(conv => conv.KernelHeight));
        AssertCovers([new(1, 1), new(2, 2), new(1, 3)], convolutions.Select(conv => conv.Stride));
        AssertCovers([new(1, 1), new(2, 2), new(3, 1)], convolutions.Select(conv => conv.Dilation));
        AssertCovers([true, false], convolutions.Select(conv => conv.Same));
        AssertCovers([true, false], convolutions.Select(conv => conv.Bias));
        AssertCovers([true, false], convolutions.Select(conv => conv.Pad == conv.Pad.Top));
    }

    [Fact]
    public void Images_from_1_to_33_pixels_that_do_not_fill_vectors()
    {
        AssertCovers([1, 5, 7, 9, 13, 17, 31, 33], NetworkMatrix.Cases.Select(@case => @case.Network.Input.Height));
        AssertCovers([1, 5, 7, 9, 13, 17, 31], NetworkMatrix.Cases.Select(@case => @case.Network.Input.Width));
    }

    private static void AssertCovers<T>(IEnumerable<T> wanted, IEnumerable<T> covered)
    {
        Assert.Empty(wanted.Except(covered));
    }
}
