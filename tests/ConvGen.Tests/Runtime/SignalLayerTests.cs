using ConvGen.Onnx;
using ConvGen.Onnx.Format;
using ConvGen.Tests.Compilation;
using ConvGen.Tests.Matrix;
using ConvGen.Tests.Onnx;
using static ConvGen.Tests.Reference.Layers;
using static ConvGen.Tests.Reference.Loss;
using static ConvGen.Tests.Reference.NetworkSpec;

namespace ConvGen.Tests.Runtime;

/// <summary>Layers over signals: they compute what the layers over images of one row compute, and their weights have PyTorch's shape.</summary>
public sealed class SignalLayerTests : IMatrixNetworks
{
    private static IReadOnlyList<MatrixCase> Cases { get; } =
    [
        new(7, OnImages("SignalsWithPools", 3, 1, 41, SoftmaxCrossEntropy,
            new Conv1DSpec(11, 5), new MaxPool1DSpec(2), ReLU, new Conv1DSpec(6, 3) { Bias = false }, Tanh, Dense(3))),
        new(2, OnImages("SignalsPadded", 2, 1, 23, MeanSquaredError,
            new Conv1DSpec(9, 4) { PadLeft = 3, PadRight = 1, Stride = 2 }, Tanh,
            new Conv1DSpec(5, 3) { Same = true, Dilation = 2 }, Sigmoid, Dense(3))),
        new(2, OnImages("SignalsInGroups", 6, 1, 19, MeanSquaredError,
            new Conv1DSpec(4, 3) { Groups = 2 }, ReLU, new Conv1DSpec(4, 2) { Groups = 4, PadLeft = 1 }, Tanh, Dense(3))),
        new(7, OnImages("SignalsPooled", 5, 1, 30, SoftmaxCrossEntropy,
            new MaxPool1DSpec(3) { Stride = 2, Pad = 1, CeilMode = true }, new Conv1DSpec(7, 3), ReLU,
            new AveragePool1DSpec(3) { Stride = 2, Pad = 1, CountPadding = false }, new MaxPool1DSpec(2) { Dilation = 2, Stride = 1 }, Dense(3))),
        new(2, OnImages("SignalsWithoutLoss", 1, 1, 17, None, new Conv1DSpec(3, 6) { Stride = 3 }, new AveragePool1DSpec(2))),
    ];

    static IReadOnlyList<MatrixCase> IMatrixNetworks.Networks => Cases;

    [Fact]
    public void The_weights_have_the_shape_of_PyTorch_and_are_read_as_kernels_of_one_row()
    {
        SignalNet net = new();
        Assert.Equal([4, 3, 5], net.Parameters["Conv1D1.weight"].Shape);
        Assert.Equal([4, 1, 2], net.Parameters["Conv1D2.weight"].Shape);
        net.Conv1D1.Weights[1, 2, 0, 3] = 7f;
        Assert.Equal((4, 3, 1, 5), (net.Conv1D1.Weights.Filters, net.Conv1D1.Weights.Channels, net.Conv1D1.Weights.Height, net.Conv1D1.Weights.Width));
        Assert.Equal(7f, net.Parameters["Conv1D1.weight"][(1 * 3 + 2) * 5 + 3]);
        Assert.Throws<ArgumentOutOfRangeException>(() => net.Conv1D1.Weights[1, 2, 1, 3]);
    }

    [Fact]
    public void A_layer_over_signals_has_the_kernels_of_one_over_images_of_one_row()
    {
        SignalNet signals = new(seed: 4);
        RowNet rows = new(seed: 5);
        foreach ((Parameter from, Parameter to) in signals.Parameters.Zip(rows.Parameters))
        {
            float[] values = new float[from.Length];
            from.CopyTo(values);
            to.CopyFrom(values);
        }

        float[] inputs = Behaviour.Noise.Draw(3 * SignalNet.InputLength, seed: 1), targets = Behaviour.Noise.Draw(3 * SignalNet.OutputLength, seed: 2);
        Gradients first = signals.CreateGradients(), second = rows.CreateGradients();
        Assert.Equal(rows.Backpropagate(inputs, targets, second), signals.Backpropagate(inputs, targets, first));
        float[] expected = new float[inputs.Length], below = new float[inputs.Length];
        second.Input.CopyTo(expected);
        first.Input.CopyTo(below);
        Assert.Equal(expected, below);
        Assert.All(signals.Parameters.Zip(rows.Parameters), pair =>
            Assert.Equal(Values(second[pair.Second.Name]), Values(first[pair.First.Name])));
    }

    [Fact]
    public void Networks_come_back_from_ONNX()
    {
        NetworkBatch batch = new("RoundTripOfSignals", Cases.Select(@case => @case.Network));
        OnnxRoundTripTests.ComeBack([.. Cases.Select((@case, seed) => (@case.Network.Name, batch.Create(@case.Network, seed)))]);
    }

    [Fact]
    public void The_weights_are_exported_for_images_of_one_row()
    {
        GraphProto graph = ModelProto.Parser.ParseFrom(new SignalNet().ToOnnx()).Graph;
        Assert.Equal(["Conv", "Relu", "MaxPool", "Conv", "AveragePool"], graph.Node.Select(node => node.OpType));
        Assert.Equal([4L, 3, 1, 5], graph.Initializer.Single(tensor => tensor.Name == "Conv1D1.weight").Dims);
    }

    private static float[] Values(Gradient gradient)
    {
        float[] values = new float[gradient.Length];
        gradient.CopyTo(values);
        return values;
    }
}

/// <summary>Layers over signals.</summary>
[Network(3, 1, 24)]
[Conv1D(4, 5, Pad = 2), ReLU, MaxPool1D(2)]
[Conv1D(4, 2, Groups = 4), AveragePool1D(3, Stride = 2)]
[MeanSquaredError]
public sealed partial class SignalNet;

/// <summary>The same over images of one row.</summary>
[Network(3, 1, 24)]
[Conv(4, 1, 5, PadLeft = 2, PadRight = 2), ReLU, MaxPool(1, 2)]
[Conv(4, 1, 2, Groups = 4), AveragePool(1, 3, StrideX = 2)]
[MeanSquaredError]
public sealed partial class RowNet;
