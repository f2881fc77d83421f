using static ConvGen.Tests.Reference.Layers;
using static ConvGen.Tests.Reference.Loss;

namespace ConvGen.Tests.Reference;

/// <summary>
/// Compares the reference's gradients with central differences of its own loss; all other tests rely on the reference.
/// </summary>
public sealed class FiniteDifferenceTests
{
    private const double Step = 1e-5;

    private const double LargestRelativeError = 1e-8;

    private static readonly IReadOnlyList<NetworkSpec> Networks =
    [
        NetworkSpec.OnVectors("Dense", 5, MeanSquaredError, Dense(4)),
        NetworkSpec.OnVectors("DenseWithoutBias", 6, SoftmaxCrossEntropy, Dense(3) with { Bias = false }),
        NetworkSpec.OnVectors("SigmoidBetweenDense", 6, SigmoidCrossEntropy, Dense(5), Sigmoid, Dense(3)),
        NetworkSpec.OnVectors("TanhAtTheEnd", 4, MeanSquaredError, Dense(3), Tanh),
        NetworkSpec.OnImages("Conv", 2, 5, 4, MeanSquaredError, Conv(3, 3, 2)),
        NetworkSpec.OnImages("ConvWithStridesAndUnevenPadding", 2, 7, 6, SigmoidCrossEntropy,
            Conv(2, 3) with { Stride = new(2, 3), Pad = new(2, 1, 0, 2), Bias = false }),
        NetworkSpec.OnImages("SameConvTwice", 1, 6, 5, SoftmaxCrossEntropy,
            Conv(3, 3) with { Same = true }, Tanh, Conv(2, 4) with { Same = true, Stride = 2 }, Dense(4)),
        NetworkSpec.OnImages("DilatedConv", 2, 8, 9, SigmoidCrossEntropy,
            Conv(2, 3, 2) with { Stride = new(2, 1), Dilation = new(2, 3), Pad = new(1, 2, 0, 3) }),
        NetworkSpec.OnImages("GroupedConv", 4, 5, 6, MeanSquaredError,
            Conv(6, 3, 2) with { Groups = 2, Stride = new(1, 2), Pad = 1 }),
        NetworkSpec.OnImages("PaddedCeilingPool", 2, 7, 6, MeanSquaredError,
            Conv(2, 2), MaxPool(3) with { Stride = 2, Pad = 1, CeilMode = true }, Sigmoid, Dense(3)),
        NetworkSpec.OnImages("OverlappingPoolOnTheInput", 2, 6, 6, MeanSquaredError,
            MaxPool(3, 2) with { Stride = 1 }, Dense(2)),
        NetworkSpec.OnImages("DepthwiseConv", 3, 7, 6, MeanSquaredError,
            DepthwiseConv(3, 2) with { Stride = new(2, 1), Dilation = new(1, 2), Pad = new(2, 0, 1, 1) }, Tanh, Dense(3)),
        NetworkSpec.OnImages("DilatedPool", 2, 7, 6, MeanSquaredError,
            Conv(2, 2), MaxPool(2) with { Stride = 1, Dilation = 2, Pad = 1 }, Sigmoid, Dense(3)),
        NetworkSpec.OnImages("PaddedCeilingAverage", 2, 7, 6, MeanSquaredError,
            Conv(2, 2), AveragePool(3) with { Stride = 2, Pad = 1, CeilMode = true }, Sigmoid, Dense(3)),
        NetworkSpec.OnImages("AverageWithoutPadding", 2, 6, 5, MeanSquaredError,
            AveragePool(3, 2) with { Stride = 2, Pad = new(1, 0, 0, 1), CountPadding = false }, Dense(3)),
        NetworkSpec.OnImages("PaddedL2Pool", 2, 6, 5, MeanSquaredError,
            Conv(2, 2), L2Pool(2, 3) with { Stride = 2, Pad = 1 }, Tanh, Dense(3)),
        NetworkSpec.OnImages("GlobalPools", 2, 6, 5, SoftmaxCrossEntropy, Conv(3, 2), GlobalAveragePool, Tanh, Dense(3)),
        NetworkSpec.OnImages("GlobalMaximum", 2, 6, 5, SoftmaxCrossEntropy, Conv(3, 2), GlobalMaxPool, Dense(3)),
        NetworkSpec.OnImages("BookOrder", 1, 8, 8, SoftmaxCrossEntropy,
            Conv(3, 3), MaxPool(2), ReLU, Dense(5), ReLU, Dense(4)),
        NetworkSpec.OnImages("EveryActivation", 2, 6, 5, SoftmaxCrossEntropy,
            Conv(3, 3), LeakyReLU(0.25), Dense(6), ELU, Dense(5), SiLU, Dense(6), GELU, Dense(4), Softplus),
        NetworkSpec.OnImages("EveryHardActivation", 2, 6, 5, SoftmaxCrossEntropy,
            Conv(3, 3), Clip(-0.25, 1), Dense(6), HardSwish, Dense(5), Mish, Dense(6), ReLU6, Dense(4), HardSigmoid),
        NetworkSpec.OnImages("DropoutBothWays", 2, 6, 5, SoftmaxCrossEntropy,
            Dropout(0.3), Conv(3, 3), Tanh, Dropout(0.5) with { Inverted = false }, Dense(4)),
    ];

    public static TheoryData<string> Names => [.. Networks.Select(network => network.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Gradients_are_the_slopes_of_the_loss(string name) =>
        AssertGradientsAreSlopes(Networks.Single(spec => spec.Name == name));

    /// <summary>Compares the gradients of parameters and inputs, for a kind of layer that has tests of its own too.</summary>
    internal static void AssertGradientsAreSlopes(NetworkSpec spec)
    {
        ReferenceNetwork network = new(spec);
        var drawn = DrawnCase.Draw(network, samples: 3, seed: 1, smallestMargin: 1e-3);
        network.Dropout = network.HasDropout ? DrawnCase.Masks : null;

        double[] inputGradient = network.Backpropagate(drawn.Inputs, drawn.Targets).InputGradient;

        AssertSlopes(network, drawn, drawn.Inputs, inputGradient);
        foreach (ReferenceParameter parameter in network.Parameters)
        {
            AssertSlopes(network, drawn, parameter.Values, parameter.Gradient);
        }
    }

    private static void AssertSlopes(ReferenceNetwork network, DrawnCase drawn, double[] variables, double[] gradient)
    {
        double largest = gradient.Max(Math.Abs);
        Assert.True(largest > 1e-6, "A gradient that is zero everywhere proves nothing.");
        for (int index = 0; index < variables.Length; index++)
        {
            double value = variables[index];
            variables[index] = value + Step;
            double above = network.LossOf(drawn.Inputs, drawn.Targets);
            variables[index] = value - Step;
            double below = network.LossOf(drawn.Inputs, drawn.Targets);
            variables[index] = value;

            double slope = (above - below) / (2 * Step);
            Assert.True(
                Math.Abs(slope - gradient[index]) <= LargestRelativeError * largest,
                $"[{index}]: gradient {gradient[index]}, slope {slope}.");
        }
    }
}
