using ConvGen.Generators.Tests.Harness;

namespace ConvGen.Generators.Tests.Diagnostics;

/// <summary>CVG03x: shapes and sizes.</summary>
public sealed class ShapeDiagnosticsTests
{
    [Fact]
    public void A_kernel_larger_than_its_input_is_reported_with_the_image_sizes() => Analyze.Expect(
        """
        [Network(1, 28, 28)]
        [Conv(20, 5), MaxPool(2), ReLU]
        [Conv(40, 5), MaxPool(2), ReLU]
        [Conv(80, {|CVG030:5|}), ReLU]
        [Dense(10), SoftmaxCrossEntropy]
        partial class Net;
        """,
        "The 5x5 kernel is larger than the 4x4 input of Conv3; the image sizes so far are 28 -> 24 -> 12 -> 8 -> 4");

    [Fact]
    public void Padding_counts_and_is_stated() => Analyze.Expect(
        "[Network(3, 2, 2)] [Conv(4, {|CVG030:5|}, Pad = 1)] partial class Net;",
        "The 5x5 kernel is larger than the 2x2 input of Conv1 (4x4 with its padding); this is the input of the network");

    [Fact]
    public void The_side_that_does_not_fit_is_the_one_reported() => Analyze.Expect(
        "[Network(1, 9, 12)] [MaxPool(2)] [Conv(4, 3, {|CVG030:7|})] partial class Net;",
        "The 3x7 kernel is larger than the 4x6 input of Conv1; the image sizes so far are 9x12 -> 4x6");

    [Fact]
    public void The_size_of_a_dilated_kernel_includes_its_gaps()
    {
        Analyze.ExpectNothing("[Network(1, 9, 9)] [Conv(4, 3, Dilation = 4)] partial class Net;");
        Analyze.Expect(
            "[Network(1, 9, 8)] [Conv(4, 3, {|CVG030:3|}, Dilation = 4)] partial class Net;",
            "The 3x3 kernel, dilated to 9x9, is larger than the 9x8 input of Conv1; this is the input of the network");
    }

    [Fact]
    public void A_window_larger_than_its_input_is_reported() => Analyze.Expect(
        "[Network(1, 5, 5)] [Conv(4, 4)] [MaxPool({|CVG030:3|})] partial class Net;",
        "The 3x3 window is larger than the 2x2 input of MaxPool1; the image sizes so far are 5 -> 2");

    [Fact]
    public void In_ceil_mode_a_window_may_extend_past_the_input_by_less_than_its_stride()
    {
        Analyze.ExpectNothing("[Network(1, 2, 2)] [MaxPool(3, CeilMode = true)] partial class Net;");
        Analyze.Expect(
            "[Network(1, 2, 2)] [MaxPool({|CVG030:4|}, Stride = 2, CeilMode = true)] partial class Net;",
            "The 4x4 window is larger than the 2x2 input of MaxPool1; this is the input of the network");
    }

    [Fact]
    public void A_pool_is_padded_by_at_most_half_its_window() => Analyze.Expect(
        "[Network(1, 8, 8)] [MaxPool(3, Pad = {|CVG031:2|})] partial class Net;",
        "2 rows of padding on the top of MaxPool1 are more than half of its 3x3 window; at most 1 is allowed");

    [Fact]
    public void Each_side_of_a_pool_is_checked() => Analyze.Expect(
        "[Network(1, 8, 8)] [MaxPool(4, 2, PadTop = 2, PadRight = {|CVG031:3|})] partial class Net;",
        "3 columns of padding on the right of MaxPool1 are more than half of its 4x2 window; at most 1 is allowed");

    [Fact]
    public void Half_the_window_is_allowed() => Analyze.ExpectNothing(
        "[Network(1, 8, 8)] [MaxPool(4, 5, Pad = 2)] partial class Net;");

    [Fact]
    public void Average_and_L2_pools_are_checked_alike()
    {
        Analyze.Expect(
            "[Network(1, 8, 8)] [AveragePool(3, PadLeft = {|CVG031:2|})] partial class Net;",
            "2 columns of padding on the left of AveragePool1 are more than half of its 3x3 window; at most 1 is allowed");
        Analyze.Expect(
            "[Network(1, 5, 5)] [L2Pool({|CVG030:6|}, 2)] partial class Net;",
            "The 6x2 window is larger than the 5x5 input of L2Pool1; this is the input of the network");
        Analyze.ExpectNothing(
            "[Network(1, 8, 8)] [AveragePool(2, CountPadding = false)] [L2Pool(3, Pad = 1)] partial class Net;");
    }

    [Fact]
    public void A_dilated_window_larger_than_its_input_is_reported() => Analyze.Expect(
        "[Network(1, 6, 6)] [MaxPool({|CVG030:3|}, Dilation = 3)] partial class Net;",
        "The 3x3 window, dilated to 7x7, is larger than the 6x6 input of MaxPool1; this is the input of the network");

    [Fact]
    public void A_dilated_window_that_covers_only_padding_is_reported()
    {
        Analyze.Expect(
            "[Network(1, 2, 2)] [MaxPool(2, Pad = 1, Dilation = {|CVG037:3|})] partial class Net;",
            "With Dilation = 3, a window of MaxPool1 covers no pixel of its 2x2 input, because the image falls between its taps");
        Analyze.ExpectNothing("[Network(1, 2, 2)] [MaxPool(2, Pad = 1, Dilation = 2)] partial class Net;");
    }

    [Fact]
    public void A_global_pool_on_a_flat_input_is_reported() => Analyze.Expect(
        "[Network(9)] [{|CVG032:GlobalAveragePool|}] partial class Net;",
        "GlobalAveragePool1 needs an image, but its input is a flat vector of 9 values from [Network(length)]");

    [Fact]
    public void A_convolution_on_a_flat_input_is_reported() => Analyze.Expect(
        "[Network(784)] [{|CVG032:Conv|}(20, 5)] partial class Net;",
        "Conv1 needs an image, but its input is a flat vector of 784 values from [Network(length)]");

    [Fact]
    public void A_pool_after_a_dense_layer_is_reported() => Analyze.Expect(
        "[Network(1, 28, 28)] [Dense(100), ReLU, {|CVG032:MaxPool|}(2)] partial class Net;",
        "MaxPool1 needs an image, but its input is a flat vector of 100 values from Dense1");

    [Fact]
    public void An_input_too_large_is_reported_at_Network() => Analyze.Expect(
        "[{|CVG033:Network|}(16777216, 16777216, 16777216)] [Dense(1)] partial class Net;",
        "With the 16777216x16777216x16777216 output of [Network], one sample takes 4,722,366,482,869,645,213,696 floats of " +
        "memory; at most 134,217,728 are supported");

    [Fact]
    public void The_layer_that_makes_a_sample_too_large_is_reported() => Analyze.Expect(
        "[Network(1, 4000, 4000)] [{|CVG033:Conv|}(8, 1)] [Conv(16, 1)] partial class Net;",
        "With the 8x4000x4000 output of Conv1, one sample takes 144,000,000 floats of memory; at most 134,217,728 are supported");

    [Fact]
    public void A_dense_layer_too_large_is_reported_at_its_units() => Analyze.Expect(
        "[Network(3, 224, 224)] [Dense({|CVG034:16777216|})] partial class Net;",
        "With the 2,525,457,547,264 parameters of Dense1 (16777216 units x 150528 inputs) the network has " +
        "2,525,457,547,264; at most 268,435,456 are supported");

    [Fact]
    public void Parameters_add_up_over_the_layers() => Analyze.Expect(
        "[Network(10000)] [Dense(20000)] [Dense({|CVG034:10000|})] partial class Net;",
        "With the 200,010,000 parameters of Dense2 (10000 units x 20000 inputs) the network has 400,030,000; " +
        "at most 268,435,456 are supported");
    [Fact]
    public void Groups_that_do_not_divide_the_channels_are_reported() => Analyze.Expect(
        "[Network(4, 9, 9)] [Conv(6, 3, Groups = {|CVG035:3|})] partial class Net;",
        "Groups = 3 of Conv1 does not divide its 4 input channels; every group must have the same number of channels");

    [Fact]
    public void More_groups_than_channels_are_reported() => Analyze.Expect(
        "[Network(4, 9, 9)] [Conv(8, 3, Groups = {|CVG035:8|})] partial class Net;",
        "Groups = 8 of Conv1 does not divide its 4 input channels; every group must have the same number of channels");

    [Fact]
    public void Filters_that_the_groups_do_not_divide_are_reported() => Analyze.Expect(
        "[Network(4, 9, 9)] [Conv({|CVG036:6|}, 3, Groups = 4)] partial class Net;",
        "The 6 filters of Conv1 cannot be divided evenly among its 4 groups");

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void Groups_that_divide_both_are_allowed(int groups) => Analyze.ExpectNothing(
        $"[Network(4, 9, 9)] [Conv(12, 3, Groups = {groups})] partial class Net;");

    [Theory]
    [InlineData("3, 9, 9", "{|CVG094:new[] { 0.5, 2 }|}", "factors of Scale1 has 2 numbers, but its input has 3 channels; give one number for each channel")]
    [InlineData("1, 9, 9", "{|CVG094:new double[0]|}", "factors of Scale1 has 0 numbers, but its input has 1 channel; give one number for each channel")]
    [InlineData("2", "{|CVG094:new[] { 0.5 }|}", "factors of Scale1 has 1 number, but its input has 2 values; give one number for each value")]
    [InlineData("2", "offsets: {|CVG094:new[] { 0.5 }|}, factors: new[] { 0.5, 2 }", "offsets of Scale1 has 1 number, but its input has 2 values; give one number for each value")]
    public void Numbers_that_are_not_one_for_each_channel_are_reported_at_their_list(string input, string arguments, string message) =>
        Analyze.Expect($"[Network({input})] [Scale({arguments}), Dense(2)] partial class Net;", message);

    [Theory]
    [InlineData("new[] { 0.5, 2, 1 }")]
    [InlineData("new[] { 0.5, 2, 1 }, new double[] { 1, 2, 3 }")]
    [InlineData("0.5, -1")]
    public void Numbers_for_each_channel_or_for_all_are_allowed(string arguments) =>
        Analyze.ExpectNothing($"[Network(3, 9, 9)] [Scale({arguments}), Dense(2)] partial class Net;");

    [Fact]
    public void An_instance_normalization_of_one_pixel_is_reported() => Analyze.Expect(
        "[Network(3, 9, 9)] [Conv(6, 9), {|CVG095:InstanceNorm|}] partial class Net;",
        "InstanceNorm1 normalizes each channel over its pixels, but its input has only one; use [LayerNorm] or [BatchNorm]");

    [Fact]
    public void An_instance_normalization_of_a_vector_is_reported() => Analyze.Expect(
        "[Network(9)] [{|CVG032:InstanceNorm|}] partial class Net;",
        "InstanceNorm1 needs an image, but its input is a flat vector of 9 values from [Network(length)]");

    [Theory]
    [InlineData("Conv(6, 9), LayerNorm")]
    [InlineData("Conv(6, 9, 8), InstanceNorm")]
    public void Normalizations_of_several_values_are_allowed(string layers) =>
        Analyze.ExpectNothing($"[Network(3, 9, 9)] [{layers}, Dense(2)] partial class Net;");
}
