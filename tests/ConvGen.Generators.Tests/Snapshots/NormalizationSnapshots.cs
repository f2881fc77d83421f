using ConvGen.Generators.Tests.Harness;

namespace ConvGen.Generators.Tests.Snapshots;

/// <summary>Batch normalization: its kernels, the segments of the training pass, and what prediction makes of it.</summary>
public sealed class NormalizationSnapshots
{
    private const string Images = "2, 8, 7";
    private const string Network =
        "[Conv(11, 3, Bias = false), BatchNorm, ReLU, MaxPool(2), BatchNorm(Momentum = 0.25, Epsilon = 0.001), Dense(20), BatchNorm, Dense(2), "
        + "MeanSquaredError]";

    [Fact]
    public void Statistics() => Snapshot.Verify(GeneratedCode.File(Images, Network, "BatchNorm1.Statistics"));

    [Fact]
    public void Statistics_of_vectors() => Snapshot.Verify(GeneratedCode.File(Images, Network, "BatchNorm3.Statistics"));

    [Fact]
    public void Forward() => Snapshot.Verify(GeneratedCode.File(Images, Network, "BatchNorm1.Forward"));

    [Fact]
    public void Forward_with_an_activation_that_the_padding_must_not_reach() =>
        Snapshot.Verify(GeneratedCode.File("75", "[BatchNorm, Sigmoid, Dense(2), MeanSquaredError]", "BatchNorm1.Forward"));

    [Fact]
    public void Sums() => Snapshot.Verify(GeneratedCode.File(Images, Network, "BatchNorm1.Sums"));

    [Fact]
    public void Sums_of_vectors() => Snapshot.Verify(GeneratedCode.File(Images, Network, "BatchNorm3.Sums"));

    [Fact]
    public void Backward() => Snapshot.Verify(GeneratedCode.File(Images, Network, "BatchNorm1.Backward"));

    [Fact]
    public void Backward_of_sixteen_channels_at_a_time() =>
        Snapshot.Verify(GeneratedCode.WideFile(Images, Network, "BatchNorm1.Backward"));

    [Fact]
    public void Prediction_with_fixed_statistics() => Snapshot.Verify(GeneratedCode.File(Images, Network, "BatchNorm2.Predict"));

    [Fact]
    public void Passes_in_segments() => Snapshot.Verify(GeneratedCode.File(Images, Network, "Passes"));

    [Fact]
    public void Program_of_segments() => Snapshot.Verify(GeneratedCode.File(Images, Network, "Program"));

    [Fact]
    public void Folding_of_groups_without_training() => Snapshot.Verify(GeneratedCode.File(
        "4, 6, 6", "[Conv(6, 3, Groups = 2), BatchNorm, ReLU, DepthwiseConv(2), BatchNorm]", "Passes"));

    [Fact]
    public void Layer_of_an_image() => Snapshot.Verify(string.Concat(new[] { "Forward", "Backward" }.Select(pass =>
        GeneratedCode.File("11, 3, 4", "[LayerNorm, Conv(2, 3, Pad = 1), MeanSquaredError]", $"LayerNorm1.{pass}"))));

    [Fact]
    public void Layer_of_a_vector() => Snapshot.Verify(GeneratedCode.File("75", "[LayerNorm, Dense(2), MeanSquaredError]", "LayerNorm1.Forward"));

    [Fact]
    public void Instance_with_factors() => Snapshot.Verify(string.Concat(new[] { "Forward", "Backward" }.Select(pass =>
        GeneratedCode.File("11, 3, 4", "[InstanceNorm(Affine = true), Conv(2, 3, Pad = 1), MeanSquaredError]", $"InstanceNorm1.{pass}"))));

    [Fact]
    public void Instance_of_sixteen_channels_at_a_time() => Snapshot.Verify(string.Concat(new[] { "Forward", "Backward" }.Select(pass =>
        GeneratedCode.WideFile("60, 1, 4", "[InstanceNorm, Dense(2), MeanSquaredError]", $"InstanceNorm1.{pass}"))));
}
