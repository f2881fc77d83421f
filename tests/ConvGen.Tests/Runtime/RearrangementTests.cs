using ConvGen.Onnx.Format;
using ConvGen.Tests.Behaviour;
using ConvGen.Tests.Compilation;
using ConvGen.Tests.Matrix;
using ConvGen.Tests.Onnx;
using static ConvGen.Tests.Reference.Layers;
using static ConvGen.Tests.Reference.Loss;
using static ConvGen.Tests.Reference.NetworkSpec;

namespace ConvGen.Tests.Runtime;

/// <summary>Slices, shuffles, paddings and upsampling: their meaning, their gradients, and their way to ONNX and back.</summary>
public sealed class RearrangementTests : IMatrixNetworks
{
    private static IReadOnlyList<MatrixCase> Cases { get; } =
    [
        new(7, OnVectors("SliceOfAVector", 19, SoftmaxCrossEntropy, Dense(23), new SliceSpec(3, 13), Tanh, Dense(4))),
        new(2, OnVectors("SliceOfTheInputVector", 40, MeanSquaredError, new SliceSpec(7, 32), Dense(3))),
        new(2, OnVectors("SliceOfOneValue", 11, MeanSquaredError, new SliceSpec(10, 1), Dense(3))),
        new(7, OnImages("SliceOfChannels", 3, 7, 6, MeanSquaredError, Conv(21, 3), new SliceSpec(5, 11), Conv(4, 2), Dense(3))),
        new(2, OnImages("SliceOfTheInputImage", 9, 5, 4, MeanSquaredError, new SliceSpec(1, 8), Conv(4, 2), Dense(3))),
        new(2, OnImages("SliceBeforeABorder", 3, 5, 7, MeanSquaredError,
            Conv(24, 2), new SliceSpec(0, 17), Conv(3, 3) with { Pad = new(1, 0, 2, 1) }, Dense(3))),
        new(2, OnImages("SliceAtTheEnd", 2, 4, 5, MeanSquaredError, Conv(9, 2), new SliceSpec(2, 5))),
        new(7, OnImages("ChannelShuffleOfThreeGroups", 2, 6, 5, SoftmaxCrossEntropy,
            Conv(12, 2), ReLU, new ChannelShuffleSpec(3), Conv(6, 2) with { Groups = 3 }, Dense(3))),
        new(2, OnImages("ChannelShuffleOfManyChannels", 2, 4, 4, MeanSquaredError,
            Conv(32, 2), new ChannelShuffleSpec(2), Conv(3, 3) with { Pad = 1 }, Dense(3))),
        new(2, OnImages("ChannelShuffleOfTheInput", 6, 3, 5, MeanSquaredError, new ChannelShuffleSpec(2), Conv(5, 2), Dense(2))),
        new(7, OnImages("PixelShuffleByTwo", 2, 5, 4, MeanSquaredError, Conv(36, 2), new PixelShuffleSpec(2), Tanh, Conv(3, 3), Dense(3))),
        new(2, OnImages("PixelShuffleByThree", 2, 4, 3, MeanSquaredError,
            Conv(9, 2), new PixelShuffleSpec(3), Conv(2, 3) with { Pad = 1 }, Dense(3))),
        new(2, OnImages("PixelShuffleAtTheEnd", 3, 3, 3, MeanSquaredError, Conv(12, 2), new PixelShuffleSpec(2))),
        new(2, OnImages("PixelShuffleOfOnePixel", 8, 1, 1, MeanSquaredError, new PixelShuffleSpec(2), Dense(3))),
        new(7, OnImages("PadWithZeros", 2, 5, 6, MeanSquaredError,
            Conv(11, 2), new PadSpec(new(1, 2, 0, 3), PadMode.Zeros), Tanh, Conv(4, 3), Dense(3))),
        new(2, OnImages("PadWithZerosBeforeABorder", 2, 4, 4, MeanSquaredError,
            Conv(16, 2), new PadSpec(1, PadMode.Zeros), Conv(4, 3) with { Pad = new(1, 0, 2, 1) }, Dense(3))),
        new(7, OnImages("PadByReflection", 2, 5, 6, MeanSquaredError,
            Conv(11, 2), new PadSpec(new(3, 2, 1, 4), PadMode.Reflection), Conv(4, 3), Dense(3))),
        new(2, OnImages("PadByReflectionOfTheInput", 3, 4, 5, MeanSquaredError, new PadSpec(2, PadMode.Reflection), Conv(4, 3), Dense(3))),
        new(7, OnImages("PadByEdge", 2, 4, 4, MeanSquaredError,
            Conv(20, 2), new PadSpec(new(0, 5, 2, 1), PadMode.Edge), Conv(4, 3) with { Pad = 1 }, Dense(3))),
        new(2, OnImages("PadByEdgeOfOnePixel", 9, 1, 1, MeanSquaredError, new PadSpec(new(1, 0, 2, 0), PadMode.Edge), Dense(3))),
        new(7, OnImages("UpsampleNearest", 2, 4, 5, MeanSquaredError,
            Conv(11, 2), new UpsampleSpec(2, 2, UpsampleMode.Nearest), Conv(4, 3), Dense(3))),
        new(2, OnImages("UpsampleNearestByRowsAndColumns", 2, 4, 3, MeanSquaredError,
            Conv(18, 2), new UpsampleSpec(3, 1, UpsampleMode.Nearest), Conv(4, 3) with { Pad = 1 }, Dense(3))),
        new(2, OnImages("UpsampleNearestOfTheInput", 3, 3, 4, MeanSquaredError, new UpsampleSpec(1, 2, UpsampleMode.Nearest), Conv(4, 2), Dense(3))),
        new(7, OnImages("UpsampleBilinear", 2, 4, 5, MeanSquaredError,
            Conv(11, 2), new UpsampleSpec(2, 2, UpsampleMode.Bilinear), Tanh, Conv(4, 3), Dense(3))),
        new(2, OnImages("UpsampleBilinearByThreeAndFour", 2, 4, 3, MeanSquaredError,
            Conv(18, 2), new UpsampleSpec(3, 4, UpsampleMode.Bilinear), Conv(4, 3) with { Pad = 1 }, Dense(3))),
        new(2, OnImages("UpsampleBilinearOfTheInput", 3, 3, 4, MeanSquaredError,
            new UpsampleSpec(2, 2, UpsampleMode.Bilinear), Conv(4, 2), Dense(3))),
        new(2, OnImages("UpsampleBilinearOfOneRow", 3, 1, 4, MeanSquaredError, new UpsampleSpec(2, 3, UpsampleMode.Bilinear), Dense(3))),
        new(2, OnImages("UpsampleBilinearAlignCorners", 2, 4, 5, MeanSquaredError,
            Conv(9, 2), new UpsampleSpec(2, 3, UpsampleMode.BilinearAlignCorners), Dense(3))),
        new(2, OnImages("UpsampleBilinearAlignCornersOfOneColumn", 9, 3, 1, MeanSquaredError,
            new UpsampleSpec(2, 1, UpsampleMode.BilinearAlignCorners), Dense(3))),
        new(2, OnImages("UpsampleBilinearAsymmetric", 2, 4, 5, MeanSquaredError,
            Conv(9, 2), new UpsampleSpec(3, 2, UpsampleMode.BilinearAsymmetric), Dense(3))),
    ];

    private static readonly Lazy<NetworkBatch> Batch = new(() => new("RearrangedNetworks", Cases.Select(@case => @case.Network)));

    private static readonly Lazy<CompiledProject> Alone = new(() => new UserProject
    {
        Name = "Rearrangements",
        Sources =
        [
            "using ConvGen; [Network(1, 2, 2)] [Upsample(2)] public sealed partial class Nearest;",
            "using ConvGen; [Network(1, 2, 2)] [Upsample(2, Mode = UpsampleMode.Bilinear)] public sealed partial class Bilinear;",
            "using ConvGen; [Network(1, 2, 2)] [Upsample(2, Mode = UpsampleMode.BilinearAlignCorners)] public sealed partial class Corners;",
            "using ConvGen; [Network(1, 3, 3)] [Pad(2, Mode = PadMode.Reflection)] public sealed partial class Reflection;",
            "using ConvGen; [Network(1, 3, 3)] [Pad(1, Top = 2, Bottom = 0, Mode = PadMode.Reflection)] public sealed partial class Sides;",
            "using ConvGen; [Network(1, 3, 3)] [Pad(2, Mode = PadMode.Edge)] public sealed partial class Edge;",
            "using ConvGen; [Network(1, 3, 3)] [Pad(1, Left = 0)] public sealed partial class Zeros;",
            "using ConvGen; [Network(4, 1, 2)] [ChannelShuffle(2)] public sealed partial class Shuffle;",
            "using ConvGen; [Network(4, 1, 2)] [PixelShuffle(2)] public sealed partial class Pixels;",
            "using ConvGen; [Network(6)] [Slice(2, 3)] public sealed partial class Part;",
            "using ConvGen; [Network(4, 2, 2)] [Conv(8, 1, Name = \"Both\"), Slice(0, 4), Sigmoid(Name = \"Gate\")] "
                + "[From(\"Both\"), Slice(4, 4), Multiply(\"Gate\"), Dense(2), MeanSquaredError] public sealed partial class Split;",
        ],
    }.Compile());

    static IReadOnlyList<MatrixCase> IMatrixNetworks.Networks => Cases;

    public static TheoryData<string> Names => [.. Cases.Select(@case => @case.Network.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_gradients_of_the_reference_are_the_slopes_of_the_loss(string name) =>
        FiniteDifferenceTests.AssertGradientsAreSlopes(SpecOf(name));

    /// <summary>The examples of PyTorch's pages of Upsample, ReflectionPad2d, ReplicationPad2d and ChannelShuffle.</summary>
    [Fact]
    public void Outputs_are_those_of_the_examples_of_PyTorch()
    {
        Expect("Nearest", [1, 2, 3, 4], [1, 1, 2, 2, 1, 1, 2, 2, 3, 3, 4, 4, 3, 3, 4, 4]);
        Expect("Bilinear", [1, 2, 3, 4], [1, 1.25f, 1.75f, 2, 1.5f, 1.75f, 2.25f, 2.5f, 2.5f, 2.75f, 3.25f, 3.5f, 3, 3.25f, 3.75f, 4]);
        const float Third = 1f / 3f;
        Expect(
            "Corners", [1, 2, 3, 4],
            [
                1, 1 + Third, 2 - Third, 2, 2 - Third, 2, 2 + Third, 3 - Third, 2 + Third, 3 - Third, 3, 3 + Third,
                3, 3 + Third, 4 - Third, 4,
            ]);
        float[] image = [0, 1, 2, 3, 4, 5, 6, 7, 8];
        Expect(
            "Reflection", image,
            [
                8, 7, 6, 7, 8, 7, 6, 5, 4, 3, 4, 5, 4, 3, 2, 1, 0, 1, 2, 1, 0, 5, 4, 3, 4, 5, 4, 3, 8, 7, 6, 7, 8, 7, 6,
                5, 4, 3, 4, 5, 4, 3, 2, 1, 0, 1, 2, 1, 0,
            ]);
        Expect("Sides", image, [7, 6, 7, 8, 7, 4, 3, 4, 5, 4, 1, 0, 1, 2, 1, 4, 3, 4, 5, 4, 7, 6, 7, 8, 7]);
        Expect(
            "Edge", image,
            [
                0, 0, 0, 1, 2, 2, 2, 0, 0, 0, 1, 2, 2, 2, 0, 0, 0, 1, 2, 2, 2, 3, 3, 3, 4, 5, 5, 5, 6, 6, 6, 7, 8, 8, 8,
                6, 6, 6, 7, 8, 8, 8, 6, 6, 6, 7, 8, 8, 8,
            ]);
        Expect("Zeros", image, [0, 0, 0, 0, 0, 1, 2, 0, 3, 4, 5, 0, 6, 7, 8, 0, 0, 0, 0, 0]);
        Expect("Shuffle", [1, 2, 3, 4, 5, 6, 7, 8], [1, 2, 5, 6, 3, 4, 7, 8]);
        Expect("Pixels", [1, 2, 3, 4, 5, 6, 7, 8], [1, 3, 2, 4, 5, 7, 6, 8]);
        Expect("Part", [1, 2, 3, 4, 5, 6], [3, 4, 5]);

        static void Expect(string name, float[] input, float[] expected)
        {
            float[] outputs = new float[expected.Length];
            Alone.Value.Create(name).Predict(input, outputs);
            Assert.Equal(expected, outputs, (a, b) => Math.Abs(a - b) <= 1e-6f);
        }
    }

    [Fact]
    public void A_split_takes_each_part_of_a_value_and_gives_it_the_gradients_of_both()
    {
        ITestNetwork network = Alone.Value.Create("Split");
        float[] inputs = Noise.Draw(16, seed: 3), targets = [1, -1];
        Gradients gradients = network.CreateGradients();
        network.Backpropagate(inputs, targets, gradients);
        float[] slopes = new float[8];
        gradients["Both.bias"].CopyTo(slopes);
        Assert.All(slopes, slope => Assert.NotEqual(0, slope));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Weights_are_the_same_bit_for_bit_for_every_number_of_threads(string name)
    {
        Assert.Equal(Train(1), Train(3));
        Assert.Equal(Train(1), Train(8));

        float[] Train(int threads)
        {
            ITestNetwork network = Batch.Value.Create(SpecOf(name), seed: 2);
            int[] labels = [.. Enumerable.Range(0, 19).Select(i => i % 2)];
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
        string[] names =
        [
            "SliceOfChannels", "ChannelShuffleOfThreeGroups", "PixelShuffleByTwo", "PadWithZeros", "PadByReflection", "PadByEdge",
            "UpsampleNearest", "UpsampleBilinear", "UpsampleBilinearAlignCorners",
        ];
        Assert.All(names, name => SpecialValues.AssertInInputs(SpecOf(name), Batch.Value, special));
    }

    [Fact]
    public void Networks_come_back_from_ONNX() => OnnxRoundTripTests.ComeBack(
    [
        .. Cases.Select(@case => (@case.Network.Name, Batch.Value.Create(@case.Network, seed: 4))),
    ]);

    [Theory]
    [InlineData("Nearest", "Resize")]
    [InlineData("Corners", "Resize")]
    [InlineData("Reflection", "Pad")]
    [InlineData("Shuffle", "Reshape", "Transpose", "Reshape")]
    [InlineData("Pixels", "DepthToSpace")]
    [InlineData("Part", "Slice")]
    public void Layers_are_exported_as_the_operators_of_ONNX(string name, params string[] operators) => Assert.Equal(
        operators,
        ModelProto.Parser.ParseFrom(Alone.Value.Create(name).ToOnnx()).Graph.Node.Select(node => node.OpType));

    private static NetworkSpec SpecOf(string name) => Cases.Single(@case => @case.Network.Name == name).Network;

    private static float[] Values(Parameter parameter)
    {
        float[] values = new float[parameter.Length];
        parameter.CopyTo(values);
        return values;
    }
}
