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

/// <summary>The softmax as a layer: its meaning, its gradients, and its way to ONNX and back.</summary>
public sealed class SoftmaxTests : IMatrixNetworks
{
    private static readonly SoftmaxSpec Softmax = new();

    private static IReadOnlyList<MatrixCase> Cases { get; } =
    [
        new(7, OnVectors("SoftmaxOnVectors", 19, MeanSquaredError, Dense(13), Softmax, Dense(4))),
        new(2, OnVectors("SoftmaxOfTheInputVector", 5, MeanSquaredError, Softmax, Dense(3))),
        new(2, OnVectors("SoftmaxOfAWholeVector", 16, MeanSquaredError, Softmax, Dense(3))),
        new(7, OnVectors("SoftmaxOfManyUnits", 5, MeanSquaredError, Dense(69), Softmax, Dense(3))),
        new(7, OnImages("SoftmaxBetweenConvAndPool", 1, 9, 9, SoftmaxCrossEntropy,
            Conv(11, 3), Softmax, MaxPool(2), Conv(8, 2), Softmax, Conv(3, 2), Dense(3))),
        new(2, OnImages("SoftmaxBeforeABorder", 3, 7, 6, MeanSquaredError,
            Conv(20, 3), Softmax, Conv(4, 3) with { Pad = new(1, 0, 2, 1) }, Tanh, Dense(3))),
        new(2, OnImages("SoftmaxOfManyChannels", 2, 4, 5, MeanSquaredError, Conv(40, 2), Softmax, Conv(3, 2), Dense(3))),
        new(2, OnImages("SoftmaxAtTheEnd", 2, 5, 4, MeanSquaredError, Conv(3, 2), Softmax)),
        new(2, OnVectors("SoftmaxWithoutLoss", 11, None, Dense(9), Softmax, Tanh)),
    ];

    private static readonly Lazy<NetworkBatch> Batch = new(() => new("SoftmaxNetworks", Cases.Select(@case => @case.Network)));

    static IReadOnlyList<MatrixCase> IMatrixNetworks.Networks => Cases;

    [Fact]
    public void The_gradients_of_the_reference_are_the_slopes_of_the_loss()
    {
        FiniteDifferenceTests.AssertGradientsAreSlopes(OnVectors("Vectors", 6, MeanSquaredError, Dense(5), Softmax, Dense(3)));
        FiniteDifferenceTests.AssertGradientsAreSlopes(OnImages("Images", 2, 6, 5, MeanSquaredError, Conv(3, 3), Softmax, Dense(3)));
    }

    /// <summary>The values that PyTorch's documentation defines: 0, ln 2 and ln 5 have the shares 1/8, 2/8 and 5/8, also with a number added
    /// to them that alone would overflow.</summary>
    [Theory]
    [InlineData(0f)]
    [InlineData(1000f)]
    [InlineData(-1000f)]
    public void Shares_are_those_of_the_exponentials(float added)
    {
        SoftmaxNet net = new();
        float[] x = [added, added + MathF.Log(2), added + MathF.Log(5)], y = new float[3];
        net.Predict(x, y);
        float tolerance = added == 0 ? 1e-6f : 2e-4f;
        Assert.Equal([0.125f, 0.25f, 0.625f], y, (expected, actual) => Math.Abs(expected - actual) <= tolerance);
        Assert.Equal(1f, y.Sum(), 1e-6f);
    }

    /// <summary>The loss is the mean of (y - t)^2, so that a gradient of y is g = 2 (y - t) / 3; with g = (8, 0, 0) the gradient of x is
    /// y * (g - y[0] * 8).</summary>
    [Fact]
    public void Gradients_are_those_of_the_formula()
    {
        SoftmaxNet net = new();
        Gradients gradients = net.CreateGradients();
        float[] x = [0, MathF.Log(2), MathF.Log(5)], targets = [0.125f - 12, 0.25f, 0.625f], below = new float[3];
        net.Backpropagate(x, targets, gradients);
        gradients.Input.CopyTo(below);
        Assert.Equal([0.875f, -0.25f, -0.625f], below, (expected, actual) => Math.Abs(expected - actual) <= 2e-6f);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void NaN_and_infinity_reach_what_they_should(double special) =>
        Assert.All(["SoftmaxOnVectors", "SoftmaxWithoutLoss", "SoftmaxAtTheEnd"], name =>
            SpecialValues.AssertInInputs(Cases.Single(@case => @case.Network.Name == name).Network, Batch.Value, special));

    [Fact]
    public void Networks_come_back_from_ONNX() => OnnxRoundTripTests.ComeBack(
    [
        .. Cases.Select(@case => (@case.Network.Name, CreateDrawn(@case.Network))),
    ]);

    [Fact]
    public void A_softmax_over_the_axes_from_the_first_on_is_refused()
    {
        Assert.Contains("[Softmax]", Import(13).Declaration("N"), StringComparison.Ordinal);
        Assert.Contains(
            "expected a softmax over the channels of images", Assert.Throws<OnnxImportException>(() => Import(12)).Message, StringComparison.Ordinal);

        static OnnxNetwork Import(long version)
        {
            GraphWriter graph = new("test", [2, 3, 3]);
            graph.Add("Softmax", "soft", [2, 3, 3], null, GraphWriter.Attribute("axis", 1));
            ModelProto model = new() { IrVersion = 9, Graph = graph.End() };
            model.OpsetImport.Add(new OperatorSetIdProto { Version = version });
            return OnnxNetwork.Parse(model.ToByteArray());
        }
    }

    private static ITestNetwork CreateDrawn(NetworkSpec spec)
    {
        ReferenceNetwork reference = new(spec);
        DrawnCase.Draw(reference, samples: 1, seed: 3);
        return Batch.Value.Create(reference);
    }
}

/// <summary>A softmax and nothing else.</summary>
[Network(3)]
[Softmax, MeanSquaredError]
public sealed partial class SoftmaxNet;
