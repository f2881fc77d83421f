using ConvGen.Generators.Tests.Harness;

namespace ConvGen.Generators.Tests.Snapshots;

/// <summary>The other layers and the losses: one snapshot per kind and pass.</summary>
public sealed class LayerSnapshots
{
    private const string OverlappingPool = "[MaxPool(3, Stride = 2, Pad = 1), Tanh, Dense(2), SigmoidCrossEntropy]";
    private const string AveragePool = "[AveragePool(2), ReLU, Dense(2), MeanSquaredError]";
    private const string OverlappingAverage =
        "[AveragePool(3, Stride = 2, Pad = 1, CeilMode = true, CountPadding = false), Dense(2), MeanSquaredError]";
    private const string L2Pool = "[L2Pool(2), Tanh, Dense(2), MeanSquaredError]";
    private const string Depthwise = "[DepthwiseConv(3, Pad = 1), ReLU, Conv(2, 1), MeanSquaredError]";
    private const string Perceptron = "[Dense(7), ReLU, Dense(2), MeanSquaredError]";
    private const string LoneActivation = "[Tanh, Conv(2, 3, Pad = 1), MeanSquaredError]";

    private const string LoneGELU = "[GELU, Dense(2), MeanSquaredError]";
    private const string LoneDropout = "[Dropout(0.2, Inverted = false), Conv(2, 3, Pad = 1), MeanSquaredError]";

    [Fact]
    public void MaxPool_forward() => Snapshot.Verify(GeneratedCode.File("3, 9, 7", OverlappingPool, "MaxPool1.Forward"));

    [Fact]
    public void MaxPool_backward() => Snapshot.Verify(GeneratedCode.File("3, 9, 7", OverlappingPool, "MaxPool1.Backward"));

    [Fact]
    public void DepthwiseConv_forward() =>
        Snapshot.Verify(GeneratedCode.File("9, 6, 14", Depthwise, "DepthwiseConv1.Forward"));

    [Fact]
    public void DepthwiseConv_backward() =>
        Snapshot.Verify(GeneratedCode.File("9, 6, 14", Depthwise, "DepthwiseConv1.Backward"));

    [Fact]
    public void DepthwiseConv_backward_in_strides_with_a_large_kernel() =>
        Snapshot.Verify(GeneratedCode.File(
            "3, 9, 9", "[Tanh, DepthwiseConv(5, Stride = 2, Bias = false), MeanSquaredError]", "DepthwiseConv1.Backward"));

    [Fact]
    public void MaxPool_forward_written_out() =>
        Snapshot.Verify(GeneratedCode.File("9, 6, 6", "[MaxPool(2), Sigmoid]", "MaxPool1.Forward"));

    [Fact]
    public void AveragePool_forward() => Snapshot.Verify(GeneratedCode.File("20, 6, 6", AveragePool, "AveragePool1.Forward"));

    [Fact]
    public void AveragePool_backward() => Snapshot.Verify(GeneratedCode.File("20, 6, 6", AveragePool, "AveragePool1.Backward"));

    [Fact]
    public void AveragePool_forward_over_edges() =>
        Snapshot.Verify(GeneratedCode.File("3, 9, 7", OverlappingAverage, "AveragePool1.Forward"));

    [Fact]
    public void AveragePool_backward_over_edges() =>
        Snapshot.Verify(GeneratedCode.File("3, 9, 7", OverlappingAverage, "AveragePool1.Backward"));

    [Fact]
    public void L2Pool_forward() => Snapshot.Verify(GeneratedCode.File("20, 6, 6", L2Pool, "L2Pool1.Forward"));

    [Fact]
    public void L2Pool_backward() => Snapshot.Verify(GeneratedCode.File("20, 6, 6", L2Pool, "L2Pool1.Backward"));

    [Fact]
    public void GlobalAveragePool_forward() =>
        Snapshot.Verify(GeneratedCode.File("8, 5, 5", "[GlobalAveragePool]", "GlobalAveragePool1.Forward"));

    [Fact]
    public void Dense_forward() => Snapshot.Verify(GeneratedCode.File("20", Perceptron, "Dense1.Forward"));

    [Fact]
    public void Dense_backward() => Snapshot.Verify(GeneratedCode.File("20", Perceptron, "Dense1.Backward"));

    [Fact]
    public void Dense_backward_of_many_units() =>
        Snapshot.Verify(GeneratedCode.File("8", "[Dense(20), Tanh, Dense(2), MeanSquaredError]", "Dense1.Backward"));

    [Fact]
    public void Activation_forward() => Snapshot.Verify(GeneratedCode.File("11, 3, 3", LoneActivation, "Tanh1.Forward"));

    [Fact]
    public void Activation_backward() => Snapshot.Verify(GeneratedCode.File("11, 3, 3", LoneActivation, "Tanh1.Backward"));

    [Fact]
    public void Activation_with_slopes_forward() => Snapshot.Verify(GeneratedCode.File("11", LoneGELU, "GELU1.Forward"));

    [Fact]
    public void Activation_with_slopes_backward() => Snapshot.Verify(GeneratedCode.File("11", LoneGELU, "GELU1.Backward"));

    [Fact]
    public void LeakyReLU_backward() =>
        Snapshot.Verify(GeneratedCode.File("8", "[LeakyReLU(0.1), MeanSquaredError]", "LeakyReLU1.Backward"));

    [Fact]
    public void Clip_backward() => Snapshot.Verify(GeneratedCode.File("8", "[Clip(-1, 0.5), MeanSquaredError]", "Clip1.Backward"));

    [Fact]
    public void ReLU6_before_a_pooling() => Snapshot.Verify(
        GeneratedCode.File("1, 9, 9", "[Conv(8, 2), ReLU6, MaxPool(2), Dense(2), MeanSquaredError]", "Conv1.Forward"));

    [Fact]
    public void Depthwise_with_a_clip_that_changes_zeros() => Snapshot.Verify(
        GeneratedCode.File("3, 4, 4", "[DepthwiseConv(2), Clip(0.5, 1), Dense(2), MeanSquaredError]", "DepthwiseConv1.Forward"));

    [Fact]
    public void HardSigmoid_backward() =>
        Snapshot.Verify(GeneratedCode.File("8", "[HardSigmoid, MeanSquaredError]", "HardSigmoid1.Backward"));

    /// <summary>Both passes over five vectors of channels: a block of four, and one.</summary>
    [Fact]
    public void Scale_of_channels() => Snapshot.Verify(string.Concat(new[] { "Forward", "Backward" }.Select(pass =>
        GeneratedCode.File("11, 3, 3", $"[Scale({TenAndOne("0.5", "2")}, {TenAndOne("1", "-1")}), Conv(2, 3, Pad = 1), MeanSquaredError]", $"Scale1.{pass}"))));

    [Fact]
    public void Scale_of_all_values() =>
        Snapshot.Verify(GeneratedCode.File("19", "[Scale(0.5, -1), Dense(2), MeanSquaredError]", "Scale1.Forward"));

    private static string TenAndOne(string ten, string one) =>
        $"new double[] {{ {string.Join(", ", Enumerable.Repeat(ten, 10))}, {one} }}";

    [Fact]
    public void Softmax_of_an_image() => Snapshot.Verify(string.Concat(new[] { "Forward", "Backward" }.Select(pass =>
        GeneratedCode.File("19, 3, 3", "[Softmax, Conv(2, 3, Pad = 1), MeanSquaredError]", $"Softmax1.{pass}"))));

    [Fact]
    public void Softmax_of_a_vector() => Snapshot.Verify(GeneratedCode.WideFile("32", "[Softmax, Dense(2), MeanSquaredError]", "Softmax1.Forward"));

    [Fact]
    public void PReLU() => Snapshot.Verify(string.Concat(new[] { "Forward", "Backward" }.Select(pass =>
        GeneratedCode.File("40, 3, 3", "[PReLU, Conv(2, 3, Pad = 1), MeanSquaredError]", $"PReLU1.{pass}"))));

    [Fact]
    public void Dropout_forward() => Snapshot.Verify(GeneratedCode.File("11, 3, 3", LoneDropout, "Dropout1.Forward"));

    [Fact]
    public void Dropout_backward() => Snapshot.Verify(GeneratedCode.File("11, 3, 3", LoneDropout, "Dropout1.Backward"));

    [Fact]
    public void SoftmaxCrossEntropy() =>
        Snapshot.Verify(GeneratedCode.File("4", "[Dense(10), SoftmaxCrossEntropy]", "Loss"));

    [Fact]
    public void SigmoidCrossEntropy() =>
        Snapshot.Verify(GeneratedCode.File("4", "[Dense(8), SigmoidCrossEntropy]", "Loss"));

    [Fact]
    public void MeanSquaredError() => Snapshot.Verify(GeneratedCode.File("4", "[Dense(3), MeanSquaredError]", "Loss"));

    [Fact]
    public void QuadraticCost() => Snapshot.Verify(GeneratedCode.File("4", "[Dense(8), Sigmoid, QuadraticCost]", "Loss"));

    [Fact]
    public void CrossEntropyCost() => Snapshot.Verify(GeneratedCode.File("4", "[Dense(8), CrossEntropyCost]", "Loss"));
}
