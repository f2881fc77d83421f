using ConvGen.Onnx;
using ConvGen.Onnx.Export;
using ConvGen.Onnx.Format;
using ConvGen.Tests.Compilation;
using ConvGen.Tests.Matrix;
using ConvGen.Tests.Onnx;
using Google.Protobuf;
using static ConvGen.Tests.Reference.Layers;
using static ConvGen.Tests.Reference.Loss;
using static ConvGen.Tests.Reference.NetworkSpec;

namespace ConvGen.Tests.Runtime;

/// <summary>Fixed factors and offsets: their meaning, their gradients, and their way to ONNX and back.</summary>
public sealed class ScaleTests : IMatrixNetworks
{
    private static IReadOnlyList<MatrixCase> Cases { get; } =
    [
        new(7, OnVectors("ScaleOnVectors", 19, SoftmaxCrossEntropy, Dense(13), new ScaleSpec(-0.75, 0.5), Tanh, Dense(4))),
        new(2, OnVectors("ScaleOfInputValues", 13, MeanSquaredError, ScaleSpec.OfChannels(13), Dense(3))),
        new(2, OnVectors("ScaleOfAWholeVector", 16, MeanSquaredError, ScaleSpec.OfChannels(16), Dense(3))),
        new(7, OnVectors("ScaleOfManyUnits", 5, MeanSquaredError, Dense(69), ScaleSpec.OfChannels(69), Tanh, Dense(3))),
        new(7, OnImages("ScaleBetweenConvAndPool", 1, 9, 9, SoftmaxCrossEntropy,
            Conv(11, 3), ScaleSpec.OfChannels(11), MaxPool(2), Conv(5, 2), new ScaleSpec(2, 0), ReLU, Dense(3))),
        new(2, OnImages("ScaleBeforeABorder", 3, 7, 6, MeanSquaredError,
            ScaleSpec.OfChannels(3), Conv(20, 3) with { Pad = 1 }, new ScaleSpec(0.5, -1), Conv(4, 3) with { Pad = new(1, 0, 2, 1) }, Tanh, Dense(3))),
        new(2, OnImages("ScaleOfManyChannels", 2, 4, 5, MeanSquaredError, Conv(40, 2), ScaleSpec.OfChannels(40), Tanh, Conv(3, 2), Dense(3))),
        new(2, OnImages("ScaleAtTheEnd", 2, 5, 4, MeanSquaredError, Tanh, ScaleSpec.OfChannels(2))),
        new(2, OnVectors("ScaleWithoutLoss", 11, None, Dense(9), Tanh, new ScaleSpec(3, 0.25))),
    ];

    private static readonly Lazy<NetworkBatch> Batch = new(() => new("ScaleNetworks", Cases.Select(@case => @case.Network)));

    static IReadOnlyList<MatrixCase> IMatrixNetworks.Networks => Cases;

    [Fact]
    public void The_gradients_of_the_reference_are_the_slopes_of_the_loss() => FiniteDifferenceTests.AssertGradientsAreSlopes(
        OnImages("Images", 2, 6, 5, MeanSquaredError, ScaleSpec.OfChannels(2), Conv(3, 3), new ScaleSpec(-2, 1), Dense(3)));

    /// <summary>The loss is the mean of (y - t)^2 over six values, so that a gradient of y is (y - t) / 3.</summary>
    [Fact]
    public void Outputs_and_gradients_are_the_declared_ones()
    {
        ScaleNet net = new();
        float[] inputs = [1, 2, 3, 4, 5, 6], targets = [0, 2, 4, -4, -12, -11], outputs = new float[6];
        net.Predict(inputs, outputs);
        Assert.Equal([1.5f, 2f, 2.5f, -10f, -12f, -14f], outputs);
        Gradients gradients = net.CreateGradients();
        net.Backpropagate(inputs, targets, gradients);
        float[] below = new float[6];
        gradients.Input.CopyTo(below);
        Assert.Equal([0.25f, 0f, -0.25f, 4f, 0f, 2f], below, (expected, actual) => Math.Abs(expected - actual) <= 1e-6f);
        Assert.Equal(0, ScaleNet.ParameterCount);
        Assert.Equal([0.5f, -2f], ScaleNet.Summary.Layers[0].Factors);
        Assert.Equal([1f, -2f], ScaleNet.Summary.Layers[0].Offsets);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void NaN_and_infinity_reach_what_they_should(double special) =>
        Assert.All(["ScaleOnVectors", "ScaleWithoutLoss"], name =>
            SpecialValues.AssertInInputs(Cases.Single(@case => @case.Network.Name == name).Network, Batch.Value, special));

    [Fact]
    public void Networks_come_back_from_ONNX() => OnnxRoundTripTests.ComeBack(
    [
        .. Cases.Select(@case => (@case.Network.Name, CreateDrawn(@case.Network))),
    ]);

    [Fact]
    public void Numbers_are_exported_once_or_for_each_channel()
    {
        GraphProto graph = ModelProto.Parser.ParseFrom(new ScaleNet().ToOnnx()).Graph;
        Assert.Equal(["Mul", "Add"], graph.Node.Select(node => node.OpType));
        Assert.All(graph.Initializer, constant => Assert.Equal([2L, 1, 1], constant.Dims));
    }

    [Theory]
    [InlineData("Tanh", "[Scale(0.5, 0.25), Tanh]")]
    [InlineData("Gelu", "[Scale(0.5, 0.25), GELU]")]
    [InlineData("Relu", "[ReLU, Scale(0.5)]", 0f)]
    public void Arithmetic_that_no_weights_can_include_becomes_a_layer(string operation, string layers, float offset = 0.25f)
    {
        GraphWriter graph = new("test", [4]);
        graph.Add("Mul", "scaled", [4], [graph.Constant("factor", [], [0.5f])]);
        graph.Add("Add", "shifted", [4], [graph.Constant("offset", [], [offset])]);
        graph.Add(operation, "next", [4]);
        string declaration = OnnxNetwork.Parse(new ModelProto { IrVersion = 9, Graph = graph.End() }.ToByteArray()).Declaration("N");
        Assert.Contains(layers, declaration, StringComparison.Ordinal);
    }

    private static ITestNetwork CreateDrawn(NetworkSpec spec)
    {
        ReferenceNetwork reference = new(spec);
        DrawnCase.Draw(reference, samples: 1, seed: 3);
        return Batch.Value.Create(reference);
    }
}

/// <summary>Fixed factors and offsets, and nothing else.</summary>
[Network(2, 1, 3)]
[Scale(new[] { 0.5, -2 }, new double[] { 1, -2 }), MeanSquaredError]
public sealed partial class ScaleNet;
