using ConvGen.Onnx;
using ConvGen.Onnx.Export;
using ConvGen.Onnx.Format;
using ConvGen.Tests.Behaviour;
using ConvGen.Tests.Compilation;
using ConvGen.Tests.Matrix;
using ConvGen.Tests.Onnx;
using Google.Protobuf;
using static ConvGen.Onnx.Export.GraphWriter;
using static ConvGen.Tests.Reference.Layers;
using static ConvGen.Tests.Reference.Loss;
using static ConvGen.Tests.Reference.NetworkSpec;

namespace ConvGen.Tests.Runtime;

/// <summary>Transposed convolutions: their gradients, their relation to convolutions, and their way to ONNX and back.</summary>
public sealed class ConvTransposeTests : IMatrixNetworks
{
    private static IReadOnlyList<MatrixCase> Cases { get; } =
    [
        new(2, OnImages("TransposedOnTheInput", 3, 4, 5, MeanSquaredError, new ConvTransposeSpec(4, 3), ReLU, Dense(3))),
        new(7, OnImages("TransposedDoubling", 5, 6, 9, SoftmaxCrossEntropy,
            new ConvTransposeSpec(11, 4) { Stride = 2, Pad = 1 }, ReLU, Conv(4, 3), Dense(3))),
        new(2, OnImages("TransposedFromOnePixel", 13, 1, 1, MeanSquaredError,
            new ConvTransposeSpec(9, 4), Tanh, new ConvTransposeSpec(6, 4) { Stride = 2, Pad = 1 }, ReLU, Dense(3))),
        new(2, OnImages("TransposedStridesOfTheirOwn", 4, 5, 7, MeanSquaredError,
            Conv(9, 2), Tanh, new ConvTransposeSpec(7, 3, 5) { Stride = new(2, 3), Pad = new(1, 2, 0, 3), More = (1, 2) }, Sigmoid, Dense(3))),
        new(2, OnImages("TransposedStrideBeyondTheKernel", 3, 4, 5, MeanSquaredError,
            new ConvTransposeSpec(5, 2, 1) { Stride = new(3, 2), More = (2, 1) }, ELU, Dense(3))),
        new(2, OnImages("TransposedManyFilters", 26, 5, 6, MeanSquaredError,
            Conv(17, 2), ReLU, new ConvTransposeSpec(42, 2) { Stride = 2, Bias = false }, ReLU, Dense(3))),
        new(2, OnImages("TransposedPaddedBeyondTheKernel", 8, 7, 8, MeanSquaredError,
            new ConvTransposeSpec(11, 3) { Pad = new(3, 4, 3, 2) }, Clip(-0.5, 0.75), Dense(3))),
        new(2, OnImages("TransposedBeforeABorder", 3, 4, 4, MeanSquaredError,
            new ConvTransposeSpec(24, 3) { Stride = 2, Pad = 1, More = (1, 1) }, LeakyReLU(0.25), Conv(5, 3) with { Same = true }, Tanh, Dense(3))),
        new(2, OnImages("TransposedAfterAPool", 2, 12, 15, SoftmaxCrossEntropy,
            Conv(10, 3) with { Same = true }, ReLU, MaxPool(3), new ConvTransposeSpec(6, 3) { Stride = 3 }, MaxPool(2), Dense(3))),
        new(2, OnImages("TransposedWithNorm", 6, 4, 5, MeanSquaredError,
            new ConvTransposeSpec(10, 4) { Stride = 2, Pad = 1, Bias = false }, new BatchNormSpec(), ReLU, Conv(3, 1), Dense(3))),
        new(2, OnImages("TransposedOfOneRow", 4, 1, 13, MeanSquaredError,
            new ConvTransposeSpec(8, 1, 4) { Stride = new(1, 2) }, SiLU, Dense(3))),
        new(2, OnImages("TransposedAtTheEnd", 4, 3, 4, None, Conv(5, 1), new ConvTransposeSpec(3, 5) { Stride = 4 }, Sigmoid)),
        new(2, OnImages("TransposedWithSoftplus", 4, 3, 4, MeanSquaredError, new ConvTransposeSpec(3, 2) { Stride = 2 }, Softplus, Dense(2))),
    ];

    private static readonly Lazy<NetworkBatch> Batch = new(() => new("ConvTransposeNetworks", Cases.Select(@case => @case.Network)));

    static IReadOnlyList<MatrixCase> IMatrixNetworks.Networks => Cases;

    public static TheoryData<string> TrainedNames =>
        [.. Cases.Select(@case => @case.Network).Where(network => network.Loss != None).Select(network => network.Name)];

    [Fact]
    public void The_gradients_of_the_reference_are_the_slopes_of_the_loss()
    {
        FiniteDifferenceTests.AssertGradientsAreSlopes(OnImages("Strides", 2, 3, 4, SoftmaxCrossEntropy,
            new ConvTransposeSpec(3, 3, 2) { Stride = new(2, 1), Pad = new(1, 0, 0, 1), More = (1, 0) }, Tanh, Dense(3)));
        FiniteDifferenceTests.AssertGradientsAreSlopes(OnImages("Plain", 2, 2, 3, MeanSquaredError, new ConvTransposeSpec(2, 3) { Bias = false }));
    }

    /// <summary>What makes it the transpose: the gradient of a convolution's input is the transposed convolution of the gradient of its
    /// output, with the same weights.</summary>
    [Fact]
    public void It_computes_the_input_gradient_of_a_convolution()
    {
        ForwardConvNet conv = new(seed: 3);
        TransposedConvNet transposed = new();
        float[] weights = new float[conv.Parameters[0].Length];
        conv.Parameters[0].CopyTo(weights);
        transposed.Parameters[0].CopyFrom(weights);

        float[] inputs = Noise.Draw(ForwardConvNet.InputLength, seed: 1), targets = Noise.Draw(ForwardConvNet.OutputLength, seed: 2);
        float[] outputs = new float[targets.Length], expected = new float[inputs.Length], answers = new float[inputs.Length];
        conv.Predict(inputs, outputs);
        Gradients gradients = conv.CreateGradients();
        conv.Backpropagate(inputs, targets, gradients);
        gradients.Input.CopyTo(expected);

        // d loss / d outputs of the mean squared error.
        float[] slopes = [.. outputs.Zip(targets, (y, t) => 2 * (y - t) / targets.Length)];
        transposed.Predict(slopes, answers);
        Assert.Equal(expected.Length, answers.Length);
        Assert.All(expected.Zip(answers), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
    }

    [Fact]
    public void Weights_are_read_and_set_by_channel_and_filter()
    {
        TransposedConvNet net = new();
        Assert.Equal([6, 5, 3, 3], net.Parameters["ConvTranspose1.weight"].Shape);
        net.ConvTranspose1.Weights[4, 3, 2, 1] = 7f;
        Assert.Equal(7f, net.Parameters["ConvTranspose1.weight"][((4 * 5 + 3) * 3 + 2) * 3 + 1]);
        Assert.Equal(7f, net.ConvTranspose1.Weights[4, 3, 2, 1]);
        Assert.Equal(
            (6, 5, 3, 3), (net.ConvTranspose1.Weights.Channels, net.ConvTranspose1.Weights.Filters, net.ConvTranspose1.Weights.Height, net.ConvTranspose1.Weights.Width));
        Assert.Throws<ArgumentOutOfRangeException>(() => net.ConvTranspose1.Weights[6, 0, 0, 0]);
        Assert.Throws<InvalidOperationException>(() => net.ConvTranspose1.Bias);
        Assert.Equal("ConvTranspose1", net.ConvTranspose1.Name);
    }

    /// <summary>By the number of products that an output sums: 64 channels x 16 taps / 4.</summary>
    [Fact]
    public void Initial_weights_have_the_variance_of_the_fan_in()
    {
        Parameter weights = new WideTransposedNet(seed: 5).Parameters["ConvTranspose1.weight"];
        float[] values = new float[weights.Length];
        weights.CopyTo(values);
        double variance = values.Average(value => (double)value * value);
        Assert.Equal(2.0 / (64 * 16 / 4), variance, 0.0002);
    }

    [Theory]
    [MemberData(nameof(TrainedNames))]
    public void Weights_are_the_same_bit_for_bit_for_every_number_of_threads(string name)
    {
        float[] expected = Train(1);
        Assert.All(Enumerable.Range(2, 7), threads => Assert.Equal(expected, Train(threads)));

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
        Assert.All(["TransposedOnTheInput", "TransposedDoubling", "TransposedAtTheEnd", "TransposedPaddedBeyondTheKernel"], name =>
        {
            NetworkSpec spec = Cases.Single(@case => @case.Network.Name == name).Network;
            SpecialValues.AssertInInputs(spec, Batch.Value, special);
            SpecialValues.AssertInParameters(spec, Batch.Value, special);
        });
    }

    [Fact]
    public void Networks_come_back_from_ONNX() => OnnxRoundTripTests.ComeBack(
    [
        .. Cases.Select((@case, seed) => (@case.Network.Name, Batch.Value.Create(@case.Network, seed))),
    ]);

    [Fact]
    public void Strides_padding_and_output_padding_are_exported_and_imported()
    {
        byte[] model = new OddTransposedNet().ToOnnx();
        NodeProto node = Assert.Single(ModelProto.Parser.ParseFrom(model).Graph.Node);
        Assert.Equal("ConvTranspose", node.OpType);
        Assert.Equal([2L, 3], Integers(node, "strides"));
        Assert.Equal([1L, 0, 2, 0], Integers(node, "pads"));
        Assert.Equal([1L, 2], Integers(node, "output_padding"));
        Assert.Contains(
            "[ConvTranspose(2, 3, StrideY = 2, StrideX = 3, PadTop = 1, PadBottom = 2, OutputPaddingY = 1, OutputPaddingX = 2)]",
            OnnxNetwork.Parse(model).Declaration("N"), StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_that_ConvGen_does_not_have_are_refused()
    {
        Refused("expected a transposed convolution of one group, found 2", Attribute("group", 2));
        Refused("expected a transposed convolution without dilation, found (2, 2)", Attribute("dilations", 2, 2));
        Refused("expected pads and output_padding, found output_shape", Attribute("output_shape", 9, 9));
        Refused("expected an output_padding below the strides, found (1, 1)", Attribute("output_padding", 1, 1));
        Refused("expected an output of 1 to 65535 rows and columns, found 0x0", Attribute("pads", 3, 3, 3, 3));
        Refused("expected weights for 2 channels and a kernel of 2x2, found the shape [2, 3, 3, 3]", Attribute("kernel_shape", 2, 2));

        static void Refused(string message, AttributeProto attribute)
        {
            GraphWriter graph = new("test", [2, 4, 4]);
            graph.Add("ConvTranspose", "up", [3, 6, 6], [graph.Constant("w", [2, 3, 3, 3], new float[54])], attribute);
            byte[] model = new ModelProto { IrVersion = 9, Graph = graph.End() }.ToByteArray();
            Assert.Contains(message, Assert.Throws<OnnxImportException>(() => OnnxNetwork.Parse(model)).Message, StringComparison.Ordinal);
        }
    }

    private static long[] Integers(NodeProto node, string name) => [.. node.Attribute.Single(attribute => attribute.Name == name).Ints];

    private static float[] Values(Parameter parameter)
    {
        float[] values = new float[parameter.Length];
        parameter.CopyTo(values);
        return values;
    }
}

/// <summary>A convolution.</summary>
[Network(5, 8, 9)]
[Conv(6, 3, Stride = 2, Pad = 1, Bias = false), MeanSquaredError]
public sealed partial class ForwardConvNet;

/// <summary>The transpose of the convolution.</summary>
[Network(6, 4, 5)]
[ConvTranspose(5, 3, Stride = 2, Pad = 1, OutputPaddingY = 1, Bias = false)]
public sealed partial class TransposedConvNet;

/// <summary>A transposed convolution with enough weights to measure their variance.</summary>
[Network(64, 2, 2, Init = Init.He)]
[ConvTranspose(64, 4, Stride = 2)]
public sealed partial class WideTransposedNet;

/// <summary>Options that differ between rows and columns.</summary>
[Network(3, 4, 5)]
[ConvTranspose(2, 3, StrideY = 2, StrideX = 3, PadTop = 1, PadBottom = 2, OutputPaddingY = 1, OutputPaddingX = 2)]
public sealed partial class OddTransposedNet;
