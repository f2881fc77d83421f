using ConvGen.Generators.Tests.Harness;

namespace ConvGen.Generators.Tests.Snapshots;

/// <summary>Kernels for vectors of 512 bits, where they differ from those of 256 by more than the name of the vector type.</summary>
public sealed class WideSnapshots
{
    [Fact]
    public void Pooled_pixels_in_lanes_are_stored_four_channels_at_a_time() =>
        Snapshot.Verify(GeneratedCode.WideFile("1, 20, 28", "[Conv(6, 3), MaxPool(2), ReLU]", "Conv1.Forward"));

    [Fact]
    public void A_half_vector_holds_eight_filters_of_two_pixels() =>
        Snapshot.Verify(GeneratedCode.WideFile("16, 4, 9", "[Conv(24, 1, 3), ReLU]", "Conv1.Forward"));

    [Fact]
    public void Dense_units_are_in_lanes() => Snapshot.Verify(GeneratedCode.WideFile(
        "784", "[Dense(30), Sigmoid, Dense(10), SoftmaxCrossEntropy]", "Dense1.Predict"));

    [Fact]
    public void Dense_units_in_two_sizes_of_blocks_read_an_image_without_its_padding() => Snapshot.Verify(GeneratedCode.WideFile(
        "40, 4, 4", "[Dense(100), ReLU]", "Dense1.Predict"));

    [Fact]
    public void Dense_weights_are_packed_by_blocks_of_units() => Snapshot.Verify(GeneratedCode.WideFile(
        "40, 4, 4", "[Dense(100), ReLU]", "Dense1.Pack"));

    [Fact]
    public void Dense_tiles_of_few_units_fill_32_registers() => Snapshot.Verify(GeneratedCode.WideFile(
        "784", "[Dense(6), SoftmaxCrossEntropy]", "Dense1.Forward"));

    [Fact]
    public void Lists_of_nonzero_gradients_take_sixteen_filters_at_a_time() => Snapshot.Verify(GeneratedCode.WideFile(
        "16, 8, 8", "[Conv(20, 3), MaxPool(2), ReLU, Dense(2), SoftmaxCrossEntropy]", "Conv1.Backward"));

    [Fact]
    public void Masks_of_a_dropout_are_moved_apart() => Snapshot.Verify(GeneratedCode.WideFile(
        "1, 9, 9", "[Conv(20, 3), Dropout(0.5), Dense(2), SoftmaxCrossEntropy]", "Dropout1.Forward"));
}
