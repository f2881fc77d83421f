using ConvGen.Generators.Tests.Harness;

namespace ConvGen.Generators.Tests.Snapshots;

/// <summary>The convolution: one snapshot per pass and schedule.</summary>
public sealed class ConvSnapshots
{
    private const string Pooled = "[Conv(3, 3), MaxPool(2), ReLU, Dense(2), SoftmaxCrossEntropy]";

    private const string Transformed = "[Conv(28, 3, Pad = 1), ReLU, MaxPool(2), Conv(1, 1)]";

    [Fact]
    public void Forward_with_pooling_over_a_planar_input() =>
        Snapshot.Verify(GeneratedCode.File("1, 8, 8", Pooled, "Conv1.Forward"));

    [Fact]
    public void Forward_padded_over_channels_with_a_remainder_of_the_row() =>
        Snapshot.Verify(GeneratedCode.File(
            "9, 5, 7", "[Conv(12, 3, Pad = 1, StrideX = 2), Sigmoid, Dense(2), SoftmaxCrossEntropy]", "Conv1.Forward"));

    [Fact]
    public void Forward_in_two_blocks_of_filters() =>
        Snapshot.Verify(GeneratedCode.File("8, 4, 4", "[Conv(40, 1, Bias = false), ReLU, MaxPool(2)]", "Conv1.Forward"));

    [Fact]
    public void Forward_with_pooled_pixels_in_lanes_and_halves() =>
        Snapshot.Verify(GeneratedCode.File("1, 12, 14", "[Conv(6, 3), MaxPool(2), ReLU]", "Conv1.Forward"));

    [Fact]
    public void Forward_with_overlapping_pixels_in_lanes() =>
        Snapshot.Verify(GeneratedCode.File("2, 8, 15", "[Conv(9, 3), ReLU]", "Conv1.Forward"));

    [Fact]
    public void Forward_with_a_half_vector() =>
        Snapshot.Verify(GeneratedCode.File("8, 4, 9", "[Conv(11, 1, 3), ReLU]", "Conv1.Forward"));

    [Fact]
    public void Packing_with_a_half_vector() =>
        Snapshot.Verify(GeneratedCode.File("8, 4, 9", "[Conv(11, 1, 3), ReLU]", "Conv1.Pack"));

    [Fact]
    public void Forward_by_transforms_with_pooling() =>
        Snapshot.Verify(GeneratedCode.File("32, 4, 6", Transformed, "Conv1.Forward"));

    [Fact]
    public void Packing_with_transformed_weights() =>
        Snapshot.Verify(GeneratedCode.File("32, 4, 6", Transformed, "Conv1.Pack"));

    [Fact]
    public void Packing() => Snapshot.Verify(GeneratedCode.File("9, 5, 5", "[Conv(12, 3)]", "Conv1.Pack"));

    [Fact]
    public void Backward_after_a_pooling_two_entries_at_a_time() =>
        Snapshot.Verify(GeneratedCode.File("1, 8, 8", Pooled, "Conv1.Backward"));

    [Fact]
    public void Backward_over_every_output_in_bands_after_a_pooling() =>
        Snapshot.Verify(GeneratedCode.File(
            "1, 29, 28", "[Conv(20, 3), MaxPool(2), LeakyReLU, Dense(2), SoftmaxCrossEntropy]", "Conv1.Backward"));

    [Fact]
    public void Backward_field_by_field_after_a_pooling() =>
        Snapshot.Verify(GeneratedCode.File(
            "2, 32, 32", "[Conv(20, 3, Pad = 1), ReLU, Conv(43, 3), ReLU, MaxPool(2, 1), Dense(2), SoftmaxCrossEntropy]",
            "Conv2.Backward"));

    [Fact]
    public void Backward_with_a_dense_input_gradient() =>
        Snapshot.Verify(GeneratedCode.File(
            "2, 7, 9", "[Conv(33, 3, Pad = 1), Tanh, Conv(12, 3, PadTop = 3, PadLeft = 1), Dense(2), SoftmaxCrossEntropy]",
            "Conv2.Backward"));

    [Fact]
    public void Backward_without_pooling_in_tiles_of_a_row() =>
        Snapshot.Verify(GeneratedCode.File(
            "20, 5, 7", "[Conv(9, 2, 7, Pad = 1, Bias = false), Conv(2, 1), MeanSquaredError]", "Conv1.Backward"));
    [Fact]
    public void Forward_dilated_over_a_planar_input() =>
        Snapshot.Verify(GeneratedCode.File("1, 9, 12", "[Conv(3, 3, Dilation = 2), ReLU]", "Conv1.Forward"));

    [Fact]
    public void Backward_dilated_over_a_planar_input_with_its_gaps_masked() =>
        Snapshot.Verify(GeneratedCode.File(
            "1, 9, 12", "[Conv(3, 3, Dilation = 2), ReLU, Dense(2), SoftmaxCrossEntropy]", "Conv1.Backward"));

    [Fact]
    public void Backward_dilated_pixel_by_pixel() =>
        Snapshot.Verify(GeneratedCode.File(
            "12, 7, 9", "[Tanh, Conv(9, 3, Dilation = 2, Pad = 1), Tanh, Dense(2), SoftmaxCrossEntropy]", "Conv1.Backward"));
    [Fact]
    public void Groups_after_a_pooling() =>
        Snapshot.Verify(GeneratedCode.File(
            "12, 7, 9", "[Tanh, Conv(20, 3, Groups = 4, Pad = 1), MaxPool(2), ReLU, Dense(2), SoftmaxCrossEntropy]",
            "Conv1.Groups"));

    [Fact]
    public void Groups_of_one_channel_each_over_planes() =>
        Snapshot.Verify(GeneratedCode.File("3, 7, 10", "[Conv(24, 3, Groups = 3, Bias = false)]", "Conv1.Groups"));
}
