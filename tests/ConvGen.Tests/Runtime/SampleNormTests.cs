using ConvGen.Onnx;
using ConvGen.Onnx.Export;
using ConvGen.Onnx.Format;
using ConvGen.Tests.Behaviour;
using ConvGen.Tests.Compilation;
using ConvGen.Tests.Matrix;
using ConvGen.Tests.Onnx;
using Google.Protobuf;
using static ConvGen.Tests.Reference.Layers;
using static ConvGen.Tests.Reference.Loss;
using static ConvGen.Tests.Reference.NetworkSpec;

namespace ConvGen.Tests.Runtime;

/// <summary>Normalizations of single samples: their meaning, their gradients, and their way to ONNX and back.</summary>
public sealed class SampleNormTests : IMatrixNetworks
{
    private static readonly LayerNormSpec LayerNorm = new();
    private static readonly InstanceNormSpec InstanceNorm = new();
    private static readonly InstanceNormSpec Affine = new() { Affine = true, Epsilon = 0.001 };

    private static IReadOnlyList<MatrixCase> Cases { get; } =
    [
        new(7, OnVectors("LayerNormOnVectors", 19, SoftmaxCrossEntropy, Dense(13), LayerNorm, ReLU, Dense(4))),
        new(2, OnVectors("LayerNormOnTheInputVector", 13, MeanSquaredError, LayerNorm, Dense(3))),
        new(2, OnVectors("LayerNormOnAWholeVector", 16, MeanSquaredError, new LayerNormSpec { Epsilon = 0.01 }, Dense(3))),
        new(7, OnVectors("LayerNormOfManyUnits", 5, MeanSquaredError, Dense(69), LayerNorm, Tanh, Dense(3))),
        new(7, OnImages("LayerNormBetweenConvAndPool", 1, 9, 9, SoftmaxCrossEntropy,
            Conv(11, 3), LayerNorm, MaxPool(2), Conv(8, 2), LayerNorm, Dense(3))),
        new(2, OnImages("LayerNormBeforeABorder", 3, 7, 6, MeanSquaredError,
            Conv(20, 3), LayerNorm, Conv(4, 3) with { Pad = new(1, 0, 2, 1) }, Tanh, Dense(3))),
        new(2, OnImages("LayerNormOnTheInputImage", 3, 6, 5, MeanSquaredError, LayerNorm, Conv(4, 2), Dense(2))),
        new(2, OnImages("LayerNormOfARow", 2, 1, 9, MeanSquaredError, Conv(40, 1), LayerNorm, Tanh, Conv(3, 1, 2), Dense(3))),
        new(2, OnVectors("LayerNormWithoutLoss", 11, None, Dense(9), LayerNorm)),
        new(7, OnImages("InstanceNormBetweenConvAndPool", 1, 9, 9, SoftmaxCrossEntropy,
            Plain(Conv(11, 3)), InstanceNorm, MaxPool(2), Plain(Conv(8, 2)), Affine, ReLU, Dense(3))),
        new(2, OnImages("InstanceNormBeforeABorder", 3, 7, 6, MeanSquaredError,
            Plain(Conv(20, 3)), Affine, Plain(Conv(4, 3)) with { Pad = new(1, 0, 2, 1) }, InstanceNorm, Tanh, Dense(3))),
        new(2, OnImages("InstanceNormOnTheInputImage", 3, 6, 5, MeanSquaredError, Affine, Conv(4, 2), Dense(2))),
        new(2, OnImages("InstanceNormOfTheInputAlone", 3, 6, 5, MeanSquaredError, InstanceNorm, Dense(2))),
        new(2, OnImages("InstanceNormOfARow", 2, 1, 9, MeanSquaredError, Plain(Conv(40, 1)), Affine, Tanh, Conv(3, 1, 2), Dense(3))),
        new(2, OnImages("InstanceNormOfAColumn", 2, 9, 1, MeanSquaredError, Plain(Conv(17, 1)), InstanceNorm, Tanh, Plain(Conv(3, 2, 1)), Affine, Dense(3))),
        new(2, OnImages("InstanceNormWithoutLoss", 2, 5, 4, None, Plain(Conv(9, 2)), Affine)),
    ];

    private static readonly Lazy<NetworkBatch> Batch = new(() => new("SampleNormNetworks", Cases.Select(@case => @case.Network)));

    static IReadOnlyList<MatrixCase> IMatrixNetworks.Networks => Cases;

    public static TheoryData<string> TrainedNames =>
        [.. Cases.Select(@case => @case.Network).Where(network => network.Loss != None).Select(network => network.Name)];

    [Fact]
    public void The_gradients_of_the_reference_are_the_slopes_of_the_loss()
    {
        FiniteDifferenceTests.AssertGradientsAreSlopes(OnVectors("Vectors", 6, MeanSquaredError, Dense(5), LayerNorm, Dense(3)));
        FiniteDifferenceTests.AssertGradientsAreSlopes(
            OnImages("Images", 2, 6, 5, MeanSquaredError,
                Plain(Conv(3, 3)), InstanceNorm, Tanh, Plain(Conv(3, 2)), Affine, Tanh, LayerNorm, Dense(3)));
    }

    /// <summary>By PyTorch's formula the mean of 1, 2, 3, 4 is 2.5 and the variance 1.25, so that the first result is -1.5 / sqrt(1.25001).
    /// A constant added to all values changes nothing.</summary>
    [Theory]
    [InlineData(0f)]
    [InlineData(4096f)]
    public void Results_are_those_of_the_formula(float added)
    {
        float[] normalized = [-1.3416355f, -0.4472118f, 0.4472118f, 1.3416355f];
        LayerNormNet layer = new();
        layer.LayerNorm1.Weights[3] = 2f;
        layer.LayerNorm1.Bias[0] = 1f;
        float[] y = new float[4], x = [added + 1, added + 2, added + 3, added + 4];
        layer.Predict(x, y);
        Assert.Equal([1 + normalized[0], normalized[1], normalized[2], 2 * normalized[3]], y, Near);

        InstanceNormNet instance = new();
        instance.InstanceNorm1.Weights[1] = -2f;
        instance.InstanceNorm1.Bias[1] = 0.5f;
        float[] images = [.. x, 5, 5, 5, 5], results = new float[8];
        instance.Predict(images, results);
        Assert.Equal([.. normalized, 0.5f, 0.5f, 0.5f, 0.5f], results, Near);
        Assert.Equal((4, 4, 8, 4), (layer.LayerNorm1.Weights.Length, layer.LayerNorm1.Bias.Length, LayerNormNet.ParameterCount, InstanceNormNet.ParameterCount));
    }

    [Fact]
    public void Parameters_have_the_names_and_shapes_of_PyTorch()
    {
        ITestNetwork network = Batch.Value.Create(Named("LayerNormOnTheInputImage"), seed: 1);
        Assert.Equal([3, 6, 5], network.Parameters["LayerNorm1.weight"].Shape);
        Assert.Equal([3, 6, 5], network.Parameters["LayerNorm1.bias"].Shape);
        Assert.Equal([13], Batch.Value.Create(Named("LayerNormOnTheInputVector"), seed: 1).Parameters["LayerNorm1.bias"].Shape);
        Assert.Equal([3], Batch.Value.Create(Named("InstanceNormOnTheInputImage"), seed: 1).Parameters["InstanceNorm1.weight"].Shape);
        Assert.All(Values(network.Parameters["LayerNorm1.weight"]), weight => Assert.Equal(1f, weight));
    }

    [Theory]
    [MemberData(nameof(TrainedNames))]
    public void Weights_are_the_same_bit_for_bit_for_every_number_of_threads(string name)
    {
        float[] one = Train(1);
        Assert.Equal(one, Train(3));
        Assert.Equal(one, Train(8));

        float[] Train(int threads)
        {
            ITestNetwork network = Batch.Value.Create(Named(name), seed: 2);
            int[] labels = [.. Enumerable.Range(0, 19).Select(i => i % Math.Max(2, Math.Min(3, network.OutputLength)))];
            network.Train(
                new Sgd(0.002f) { Momentum = 0.5f }, new TrainerOptions { Threads = threads }, 5,
                Noise.Draw(19 * network.InputLength, seed: 1), labels);
            return [.. network.Parameters.SelectMany(Values)];
        }
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void NaN_and_infinity_reach_what_they_should(double special) =>
        Assert.All(["LayerNormWithoutLoss", "InstanceNormWithoutLoss", "LayerNormOfARow"], name =>
            SpecialValues.AssertInInputs(Named(name), Batch.Value, special));

    [Fact]
    public void Networks_come_back_from_ONNX() => OnnxRoundTripTests.ComeBack(
    [
        .. Cases.Select(@case => (@case.Network.Name, CreateDrawn(@case.Network))),
    ]);

    [Fact]
    public void Nodes_that_normalize_something_else_are_refused()
    {
        Refused("expected a normalization over all values of a sample, found axis = -1", [2, 1, 3], graph => graph.Add(
            "LayerNormalization", "norm", [2, 1, 3], [graph.Constant("w", [3], new float[3])]));
        Refused("expected a factor and a summand for each of 6 values, found 3 and 3", [2, 1, 3], graph => graph.Add(
            "LayerNormalization", "norm", [2, 1, 3], [graph.Constant("w", [3], new float[3])], GraphWriter.Attribute("axis", 1)));
        Refused("expected images of several pixels", [2, 1, 1], graph => graph.Add(
            "InstanceNormalization", "norm", [2, 1, 1], [graph.Constant("w", [2], new float[2]), graph.Constant("b", [2], new float[2])]));
        Refused("expected a finite epsilon above 0, found 0", [2, 1, 3], graph => graph.Add(
            "InstanceNormalization", "norm", [2, 1, 3], [graph.Constant("w", [2], new float[2]), graph.Constant("b", [2], new float[2])],
            GraphWriter.Attribute("epsilon", 0f)));
    }

    /// <summary>Without a bias: its gradient before a normalization of channels is zero but for rounding errors.</summary>
    private static ConvSpec Plain(ConvSpec conv) => conv with { Bias = false };

    private static NetworkSpec Named(string name) => Cases.Single(@case => @case.Network.Name == name).Network;

    private static ITestNetwork CreateDrawn(NetworkSpec spec)
    {
        ReferenceNetwork reference = new(spec);
        DrawnCase.Draw(reference, samples: 1, seed: 3);
        return Batch.Value.Create(reference);
    }

    private static bool Near(float expected, float actual) => Math.Abs(expected - actual) <= 2e-6f * Math.Max(1, Math.Abs(expected));

    private static void Refused(string message, int[] input, Action<GraphWriter> write)
    {
        GraphWriter graph = new("test", input);
        write(graph);
        byte[] model = new ModelProto { IrVersion = 9, Graph = graph.End() }.ToByteArray();
        Assert.Contains(message, Assert.Throws<OnnxImportException>(() => OnnxNetwork.Parse(model)).Message, StringComparison.Ordinal);
    }

    private static float[] Values(Parameter parameter)
    {
        float[] values = new float[parameter.Length];
        parameter.CopyTo(values);
        return values;
    }
}

/// <summary>A layer normalization and nothing else.</summary>
[Network(4)]
[LayerNorm, MeanSquaredError]
public sealed partial class LayerNormNet;

/// <summary>An instance normalization and nothing else.</summary>
[Network(2, 2, 2)]
[InstanceNorm(Affine = true), MeanSquaredError]
public sealed partial class InstanceNormNet;
