namespace ConvGen.Tests.Reference;

/// <summary>Compares the reference's forward pass with numbers computed by hand, and its sizes with PyTorch's formulas.</summary>
public sealed class ReferenceDefinitionTests
{
    private static readonly double[] NineNumbers = [1, 2, 3, 4, 5, 6, 7, 8, 9];

    [Fact]
    public void Convolution_does_not_flip_the_kernel()
    {
        ReferenceConv conv = new(new ConvSpec(1, 2), "Conv1", new(1, 3, 3));
        ((double[])[1, 0, 0, -10]).CopyTo(conv.Parameters[0].Values, 0);
        conv.Parameters[1].Values[0] = 0.5;

        Assert.Equal([1 - 50 + 0.5, 2 - 60 + 0.5, 4 - 80 + 0.5, 5 - 90 + 0.5], Forward(conv, NineNumbers));
    }

    [Fact]
    public void Padding_is_on_the_given_sides()
    {
        ConvSpec spec = new(1, 1) { Pad = new(Top: 1, Left: 2, Bottom: 0, Right: 0), Bias = false };
        ReferenceConv conv = new(spec, "Conv1", new(1, 2, 1));
        conv.Parameters[0].Values[0] = 1;

        Assert.Equal(new ImageShape(1, 3, 3), conv.Output);
        Assert.Equal([0, 0, 0, 0, 0, 7, 0, 0, 8], Forward(conv, [7, 8]));
    }

    [Fact]
    public void Dilation_moves_the_taps_of_a_kernel_apart()
    {
        ConvSpec spec = new(1, 2) { Dilation = new(2, 3), Pad = new(1, 0, 1, 0), Bias = false };
        ReferenceConv conv = new(spec, "Conv1", new(1, 3, 5));
        ((double[])[1, 0, 0, -10]).CopyTo(conv.Parameters[0].Values, 0);

        // PyTorch gives the same for conv2d(x, w, padding=(1, 0), dilation=(2, 3)).
        Assert.Equal(new ImageShape(1, 3, 2), conv.Output);
        Assert.Equal([-90, -100, 1 - 140, 2 - 150, 6, 7], Forward(conv, [.. Enumerable.Range(1, 15)]));
    }

    [Fact]
    public void A_filter_reads_the_channels_of_its_group()
    {
        ReferenceConv conv = new(new ConvSpec(6, 1) { Groups = 2, Bias = false }, "Conv1", new(4, 1, 1));
        ((double[])[1, 10, 2, 20, 3, 30, 4, 40, 5, 50, 6, 60]).CopyTo(conv.Parameters[0].Values, 0);

        // PyTorch gives the same for conv2d(x, w, groups=2).
        Assert.Equal([6, 2, 1, 1], conv.Parameters[0].Shape);
        Assert.Equal([21, 42, 63, 172, 215, 258], Forward(conv, [1, 2, 3, 4]));
    }

    [Theory]
    [InlineData(28, 5, 1, 28, 2)]
    [InlineData(5, 4, 1, 5, 1)]
    [InlineData(7, 3, 2, 4, 1)]
    [InlineData(6, 3, 2, 3, 0)]
    [InlineData(1, 7, 1, 1, 3)]
    [InlineData(10, 1, 3, 4, 0)]
    public void Same_pads_to_the_input_divided_by_the_stride(int input, int window, int stride, int output, int before)
    {
        Assert.Equal(new WindowAxis(input, window, stride, before, output), WindowAxis.Same(input, window, stride));
    }

    [Theory]
    [InlineData(5, 2, 2, 0, 0, 2, 3)]
    [InlineData(6, 2, 2, 0, 0, 3, 3)]
    [InlineData(4, 1, 3, 0, 0, 2, 2)]
    [InlineData(5, 1, 3, 0, 0, 2, 2)]
    [InlineData(7, 3, 2, 1, 1, 4, 4)]
    [InlineData(8, 3, 2, 1, 1, 4, 5)]
    public void Ceil_mode_adds_a_window_that_starts_inside_the_image(
        int input, int window, int stride, int before, int after, int floor, int ceiling)
    {
        Assert.Equal(floor, WindowAxis.Fitting(input, window, stride, before, after).Output);
        Assert.Equal(ceiling, WindowAxis.Ceiling(input, window, stride, before, after).Output);
    }

    [Fact]
    public void The_first_of_equal_maxima_receives_the_gradient()
    {
        ReferenceMaxPool pool = new(new MaxPoolSpec(2), new(1, 2, 2));

        Assert.Equal([0, 6, 0, 0], Backward(pool, [1, 3, 3, 3], [6]));
    }

    [Fact]
    public void Padding_never_wins_a_pool()
    {
        ReferenceMaxPool pool = new(new MaxPoolSpec(2) { Pad = 1 }, new(1, 2, 2));

        Assert.Equal([-1, -2, -3, -4], Forward(pool, [-1, -2, -3, -4]));
    }

    /// <summary>Expected numbers from PyTorch 1.13: <c>AvgPool2d(3, stride=2, padding=1, ceil_mode=True)</c> of 1 to 16.</summary>
    [Theory]
    [InlineData(true, new[] { 14.0 / 9, 30.0 / 9, 2, 57.0 / 9, 11, 6, 4.5, 7.5, 4 })]
    [InlineData(false, new[] { 3.5, 5, 6, 9.5, 11, 12, 13.5, 15, 16 })]
    public void An_average_is_divided_by_the_counted_values(bool countPadding, double[] expected)
    {
        AveragePoolSpec spec = new(3, 3) { Stride = 2, Pad = 1, CeilMode = true, CountPadding = countPadding };

        Assert.Equal(expected, Forward(new ReferenceAveragePool(spec, new(1, 4, 4)), [.. Enumerable.Range(1, 16)]));
    }

    [Fact]
    public void An_L2_pool_computes_the_norm_and_has_no_gradient_at_zero()
    {
        ReferenceL2Pool pool = new(new L2PoolSpec(1, 2), new(1, 1, 4));

        Assert.Equal([5, 0], Forward(pool, [3, -4, 0, 0]));
        Assert.Equal([6, -8, 0, 0], Backward(pool, [3, -4, 0, 0], [10, 10]));
    }

    [Fact]
    public void A_depthwise_convolution_keeps_channels_apart()
    {
        ReferenceDepthwiseConv conv = new(new DepthwiseConvSpec(1, 2), "DepthwiseConv1", new(2, 1, 3));
        ((double[])[1, 10, 100, 1000]).CopyTo(conv.Parameters[0].Values, 0);
        ((double[])[0.5, 0.25]).CopyTo(conv.Parameters[1].Values, 0);

        Assert.Equal([2, 1, 1, 2], conv.Parameters[0].Shape);
        Assert.Equal([21.5, 32.5, 5400.25, 6500.25], Forward(conv, [1, 2, 3, 4, 5, 6]));
    }

    [Fact]
    public void A_dilated_pool_leaves_pixels_out()
    {
        ReferenceMaxPool pool = new(new MaxPoolSpec(2) { Stride = 1, Dilation = 2 }, new(1, 3, 3));

        Assert.Equal([9], Forward(pool, NineNumbers));
        Assert.Equal([-1], Forward(pool, [-1, 0, -1, 0, 0, 0, -1, 0, -1]));
    }

    [Fact]
    public void NaN_wins_a_pool_and_passes_a_relu()
    {
        ReferenceMaxPool pool = new(new MaxPoolSpec(2), new(1, 2, 2));
        ReferenceActivation relu = new(Activation.ReLU, new(4, 1, 1));

        Assert.Equal([double.NaN], Forward(pool, [5, double.NaN, 9, 1]));
        Assert.Equal([0, double.NaN, 2, 0], Forward(relu, [-1, double.NaN, 2, 0]));
        Assert.Equal([0, 1, 1, 0], Backward(relu, [-1, double.NaN, 2, 0], [1, 1, 1, 1]));
    }

    [Fact]
    public void Losses_have_their_textbook_values()
    {
        double[] logits = [0, Math.Log(3)];

        Assert.Equal(-Math.Log(0.25), ReferenceLoss.Value(Loss.SoftmaxCrossEntropy, logits, [1, 0]), 1e-15);
        Assert.Equal(-Math.Log(0.5) - Math.Log(0.75), ReferenceLoss.Value(Loss.SigmoidCrossEntropy, logits, [0, 1]), 1e-15);
        Assert.Equal(4 + Math.Pow(Math.Log(3), 2), ReferenceLoss.Value(Loss.MeanSquaredError, logits, [2, 0]), 1e-15);
        Assert.Equal(2 + Math.Pow(Math.Log(3), 2) / 2, ReferenceLoss.Value(Loss.QuadraticCost, logits, [2, 0]), 1e-15);
        Assert.Equal(-Math.Log(0.5) - Math.Log(0.75), ReferenceLoss.Value(Loss.CrossEntropyCost, logits, [0, 1]), 1e-15);
        Assert.Equal(10, ReferenceLoss.Divisor(Loss.SoftmaxCrossEntropy, 10, 4));
        Assert.Equal(10, ReferenceLoss.Divisor(Loss.QuadraticCost, 10, 4));
        Assert.Equal(10, ReferenceLoss.Divisor(Loss.CrossEntropyCost, 10, 4));
        Assert.Equal(40, ReferenceLoss.Divisor(Loss.MeanSquaredError, 10, 4));
    }

    private static double[] Forward(ReferenceLayer layer, double[] x)
    {
        double[] y = new double[layer.Output.Length];
        layer.Forward(x, y);
        return y;
    }

    private static double[] Backward(ReferenceLayer layer, double[] x, double[] dy)
    {
        double[] dx = new double[layer.Input.Length];
        layer.Backward(x, Forward(layer, x), dy, dx);
        return dx;
    }
}
