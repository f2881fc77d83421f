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

/// <summary>The rectifier with learned slopes: its meaning, its gradients, and its way to ONNX and back.</summary>
public sealed class PReLUTests : IMatrixNetworks
{
    private static readonly PReLUSpec PReLU = new();

    private static IReadOnlyList<MatrixCase> Cases { get; } =
    [
        new(7, OnVectors("PReLUOnVectors", 19, SoftmaxCrossEntropy, Dense(13), PReLU, Dense(4))),
        new(2, OnVectors("PReLUOnTheInputVector", 13, MeanSquaredError, PReLU, Dense(3))),
        new(2, OnVectors("PReLUOnAWholeVector", 16, MeanSquaredError, PReLU, Dense(3))),
        new(7, OnVectors("PReLUOfManyUnits", 5, MeanSquaredError, Dense(69), PReLU, Dense(3))),
        new(7, OnImages("PReLUBetweenConvAndPool", 1, 9, 9, SoftmaxCrossEntropy,
            Conv(11, 3), PReLU, MaxPool(2), Conv(5, 2), PReLU, Dense(3))),
        new(2, OnImages("PReLUBeforeABorder", 3, 7, 6, MeanSquaredError,
            Conv(20, 3), PReLU, Conv(4, 3) with { Pad = new(1, 0, 2, 1) }, Tanh, Dense(3))),
        new(2, OnImages("PReLUOfManyChannels", 2, 4, 5, MeanSquaredError, Conv(40, 2), PReLU, Conv(3, 2), Dense(3))),
        new(2, OnImages("PReLUOnTheInputImage", 3, 6, 5, SigmoidCrossEntropy, PReLU, Conv(4, 2), Dense(2))),
        new(2, OnImages("PReLUAtTheEnd", 2, 5, 4, MeanSquaredError, Conv(3, 2), PReLU)),
        new(7, OnImages("PReLUAfterDropout", 2, 6, 6, SoftmaxCrossEntropy,
            Conv(9, 3), Dropout(0.5), PReLU, PReLU, ReLU, Dense(3))),
        new(2, OnImages("PReLUOfAGlobalPool", 9, 5, 4, MeanSquaredError, GlobalAveragePool, PReLU, Dense(3))),
        new(2, OnVectors("PReLUWithoutLoss", 11, None, Dense(9), PReLU)),
    ];

    private static readonly Lazy<NetworkBatch> Batch = new(() => new("PReLUNetworks", Cases.Select(@case => @case.Network)));

    static IReadOnlyList<MatrixCase> IMatrixNetworks.Networks => Cases;

    public static TheoryData<string> TrainedNames =>
        [.. Cases.Select(@case => @case.Network).Where(network => network.Loss != None).Select(network => network.Name)];

    [Fact]
    public void The_gradients_of_the_reference_are_the_slopes_of_the_loss()
    {
        FiniteDifferenceTests.AssertGradientsAreSlopes(OnVectors("Vectors", 6, SoftmaxCrossEntropy, Dense(5), PReLU, Dense(3)));
        FiniteDifferenceTests.AssertGradientsAreSlopes(OnImages("Images", 2, 6, 5, MeanSquaredError, PReLU, Conv(3, 3), PReLU, Dense(3)));
    }

    /// <summary>By PyTorch's definition: at 0 the gradient of the input is that of the output times the slope, and the slope gets
    /// none. The loss is the mean of (y - t)^2 over two samples of six values, so that a gradient is (y - t) / 6.</summary>
    [Fact]
    public void Outputs_and_gradients_are_those_of_PyTorch()
    {
        PReLUNet net = new();
        net.PReLU1.Slopes[0] = 0.5f;
        net.PReLU1.Slopes[1] = -2f;
        float[] inputs = [-2, 0, 4, 1, -1, 3, -6, 2, 0, -3, 5, 0];
        float[] outputs = new float[inputs.Length];
        net.Predict(inputs, outputs);
        Assert.Equal([-1, 0, 4, 1, 2, 3, -3, 2, 0, 6, 5, 0], outputs);

        float[] targets = [5, -6, -2, 7, 8, 9, 3, -4, -12, 0, -1, 6];
        Gradients gradients = net.CreateGradients();
        net.Backpropagate(inputs, targets, gradients);
        float[] slopes = new float[2], below = new float[inputs.Length];
        gradients["PReLU1.weight"].CopyTo(slopes);
        gradients.Input.CopyTo(below);
        Assert.Equal([8f, -2f], slopes, Near);
        Assert.Equal([-0.5f, 0.5f, 1, -1, 2, -1, -0.5f, 1, 1, -2, 1, 2], below, Near);
    }

    [Fact]
    public void Slopes_start_at_a_quarter_whatever_the_seed()
    {
        Assert.All(new[] { 0, 7 }, seed =>
        {
            PReLUNet net = new(seed);
            Assert.Equal([0.25f, 0.25f], Values(net.Parameters["PReLU1.weight"]));
            Assert.Equal((2, "PReLU1"), (net.PReLU1.Slopes.Length, net.PReLU1.Name));
        });
        Assert.Equal(2, PReLUNet.ParameterCount);
        Assert.Throws<ArgumentOutOfRangeException>(() => new PReLUNet().PReLU1.Slopes[2]);
        Assert.Throws<ArgumentOutOfRangeException>(() => new PReLUNet().PReLU1.Slopes[-1] = 1f);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Weight_decay_counts_slopes_as_biases(bool decays)
    {
        PReLUNet net = new();
        using Trainer<PReLUNet> trainer = new(net, new Sgd(0.1f) { WeightDecay = 0.5f, DecaysBiases = decays });

        // Positive inputs give the slopes no gradient.
        trainer.Step([1, 1, 1, 1, 1, 1], [0]);
        Assert.Equal(decays ? 0.25f - 0.1f * 0.5f * 0.25f : 0.25f, net.PReLU1.Slopes[0], 1e-6f);
    }

    [Theory]
    [MemberData(nameof(TrainedNames))]
    public void Weights_are_the_same_bit_for_bit_for_every_number_of_threads(string name)
    {
        Assert.Equal(Train(1), Train(3));

        float[] Train(int threads)
        {
            ITestNetwork network = Batch.Value.Create(Cases.Single(@case => @case.Network.Name == name).Network, seed: 2);
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
    public void NaN_and_infinity_reach_what_they_should(double special)
    {
        Assert.All(["PReLUOnVectors", "PReLUWithoutLoss", "PReLUAtTheEnd"], name =>
        {
            NetworkSpec spec = Cases.Single(@case => @case.Network.Name == name).Network;
            SpecialValues.AssertInInputs(spec, Batch.Value, special);
            SpecialValues.AssertInParameters(spec, Batch.Value, special);
        });
    }

    [Fact]
    public void Networks_come_back_from_ONNX() => OnnxRoundTripTests.ComeBack(
    [
        .. Cases.Select(@case => (@case.Network.Name, CreateDrawn(@case.Network))),
    ]);

    [Fact]
    public void A_slope_is_exported_for_every_channel_and_broadcast_over_pixels()
    {
        GraphProto graph = ModelProto.Parser.ParseFrom(new PReLUNet().ToOnnx()).Graph;
        NodeProto node = Assert.Single(graph.Node);
        Assert.Equal("PRelu", node.OpType);
        TensorProto slopes = Assert.Single(graph.Initializer);
        Assert.Equal((slopes.Name, "PReLU1.weight"), (node.Input[1], slopes.Name));
        Assert.Equal([2L, 1, 1], slopes.Dims);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1, 1, 1)]
    [InlineData(1, 1, 1, 1)]
    public void A_single_slope_is_imported_for_every_channel(params int[] shape)
    {
        OnnxNetwork network = Import(graph => graph.Add("PRelu", "act", [2, 1, 3], [graph.Constant("s", shape, [0.75f])]));
        Assert.Contains("[Network(2, 1, 3)]\n[PReLU]\n", network.Declaration("N"), StringComparison.Ordinal);
        PReLUNet net = new();
        net.FromBytes(network.Weights());
        Assert.Equal([0.75f, 0.75f], Values(net.Parameters["PReLU1.weight"]));
    }

    [Fact]
    public void The_slopes_of_a_flattened_image_are_imported_if_a_channel_has_one()
    {
        Assert.Equal([0.5f, 2f], Slopes(0.5f, 0.5f, 0.5f, 2, 2, 2));
        OnnxImportException refusal = Assert.Throws<OnnxImportException>(() => Slopes(0.5f, 0.5f, 0.25f, 2, 2, 2));
        Assert.Contains("expected one slope for each of 2 channels, found slopes that differ between pixels", refusal.Message, StringComparison.Ordinal);

        static float[] Slopes(params float[] slopes)
        {
            PReLUNet net = new();
            net.FromBytes(Import(graph =>
            {
                graph.Flatten("act");
                graph.Add("PRelu", "act", [6], [graph.Constant("s", [6], slopes)]);
            }).Weights());
            return Values(net.Parameters["PReLU1.weight"]);
        }
    }

    [Fact]
    public void Slopes_of_columns_are_refused() =>
        Refused("expected [2, 1, 1]", graph => graph.Add("PRelu", "act", [2, 1, 3], [graph.Constant("s", [3], [1, 2, 3])]));

    [Fact]
    public void Factors_beside_slopes_become_layers()
    {
        string declaration = Import(graph =>
        {
            graph.Add("Mul", "scale", [2, 1, 3], [graph.Constant("k", [2, 1, 1], [2, 3])]);
            graph.Add("PRelu", "act", [2, 1, 3], [graph.Constant("s", [1], [0.5f])]);
            graph.Add("Mul", "after", [2, 1, 3], [graph.Constant("l", [], [0.5f])]);
        }).Declaration("N");
        Assert.Contains("[Scale(new double[] { 2, 3 })]\n[PReLU, Scale(0.5)]\n", declaration, StringComparison.Ordinal);
    }

    /// <summary>With slopes that differ, some of them negative.</summary>
    private static ITestNetwork CreateDrawn(NetworkSpec spec)
    {
        ReferenceNetwork reference = new(spec);
        DrawnCase.Draw(reference, samples: 1, seed: 3);
        return Batch.Value.Create(reference);
    }

    private static bool Near(float expected, float actual) => Math.Abs(expected - actual) <= 1e-6f * Math.Max(1, Math.Abs(expected));

    private static void Refused(string message, Action<GraphWriter> write) => Assert.Contains(
        message, Assert.Throws<OnnxImportException>(() => Import(write)).Message, StringComparison.Ordinal);

    private static OnnxNetwork Import(Action<GraphWriter> write)
    {
        GraphWriter graph = new("test", [2, 1, 3]);
        write(graph);
        return OnnxNetwork.Parse(new ModelProto { IrVersion = 9, Graph = graph.End() }.ToByteArray());
    }

    private static float[] Values(Parameter parameter)
    {
        float[] values = new float[parameter.Length];
        parameter.CopyTo(values);
        return values;
    }
}

/// <summary>A rectifier with learned slopes and nothing else.</summary>
[Network(2, 1, 3)]
[PReLU, MeanSquaredError]
public sealed partial class PReLUNet;
