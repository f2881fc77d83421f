using ConvGen.Tests.Compilation;
using static ConvGen.Tests.Reference.Layers;

namespace ConvGen.Tests.Matrix;

/// <summary>A NaN in the targets or the input of one sample reaches exactly those input gradients of this sample that
/// the definition requires, no other sample, and no later call.</summary>
[Trait("Category", "Slow"), Trait("Category", "Coverage")]
public sealed class NotANumberGradientTests
{
    private const int Samples = 3, Broken = 1;

    private static readonly IReadOnlyList<NetworkSpec> Networks =
    [
        NetworkSpec.OnVectors("Dense", 13, Loss.MeanSquaredError, Dense(11), ReLU, Dense(5)),
        NetworkSpec.OnImages("Planar", 1, 9, 10, Loss.MeanSquaredError, Conv(5, 3), MaxPool(2), ReLU, Dense(4)),
        NetworkSpec.OnImages("PlanarLast", 1, 7, 7, Loss.QuadraticCost, Conv(5, 3)),
        NetworkSpec.OnImages("Interleaved", 9, 7, 6, Loss.MeanSquaredError,
            Conv(11, 3) with { Pad = 1 }, ReLU, Conv(5, 2), Dense(4)),
        NetworkSpec.OnImages("Smooth", 6, 7, 7, Loss.QuadraticCost, Tanh, Conv(9, 3), Sigmoid, AveragePool(2)),
        NetworkSpec.OnImages("Grouped", 6, 6, 7, Loss.MeanSquaredError,
            Conv(9, 3) with { Groups = 3 }, MaxPool(2), ReLU, Dense(3)),
        NetworkSpec.OnImages("Depthwise", 11, 6, 7, Loss.MeanSquaredError, DepthwiseConv(3), ReLU, GlobalAveragePool, Dense(3)),
        NetworkSpec.OnImages("Transposed", 11, 4, 5, Loss.MeanSquaredError,
            new ConvTransposeSpec(9, 3) { Stride = 2, Pad = 1 }, ReLU, GlobalAveragePool, Dense(3)),
        NetworkSpec.OnImages("Pooled", 3, 8, 7, Loss.SoftmaxCrossEntropy,
            MaxPool(3) with { Stride = 2, Pad = 1 }, L2Pool(2), Dense(3)),
        NetworkSpec.OnImages("PooledTwice", 2, 11, 10, Loss.MeanSquaredError,
            Conv(9, 2), MaxPool(3, 1), ReLU, Conv(5, 2), MaxPool(1, 2), Tanh, MaxPool(2), Dense(3)),
        NetworkSpec.OnImages("PixelsInLanes", 1, 14, 14, Loss.MeanSquaredError,
            Conv(5, 5) with { Pad = 1 }, MaxPool(2), LeakyReLU(0.1), Dense(4)),
        NetworkSpec.OnImages("Transformed", 8, 6, 8, Loss.MeanSquaredError,
            Tanh, Conv(12, 3) with { Pad = 1 }, MaxPool(2), ReLU, Dense(4)),
        NetworkSpec.OnImages("Dilated", 2, 9, 10, Loss.MeanSquaredError, Conv(4, 3) with { Dilation = 2 }, MaxPool(2), ReLU),
    ];

    private static readonly Lazy<NetworkBatch> Batch = new(() => new("NotANumberGradients", Networks));

    public static TheoryData<string> Names => [.. Networks.Select(network => network.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_NaN_in_the_targets_affects_only_its_sample(string name) =>
        AssertStays(name, reference => reference.Output.Length, drawn => drawn.Targets);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_NaN_in_the_input_affects_only_its_sample(string name) =>
        AssertStays(name, reference => reference.Spec.Input.Length, drawn => drawn.Inputs);

    private static void AssertStays(string name, Func<ReferenceNetwork, int> length, Func<DrawnCase, double[]> spoilable)
    {
        ReferenceNetwork reference = new(Networks.Single(spec => spec.Name == name));
        var drawn = DrawnCase.Draw(reference, Samples, seed: 1);
        ITestNetwork network = Batch.Value.Create(reference);
        Gradients gradients = network.CreateGradients();
        float[] clean = InputGradient(network, drawn, gradients);
        double[] values = spoilable(drawn);
        int sample = reference.Spec.Input.Length;
        int reached = 0;
        for (int at = 0; at < length(reference); at++)
        {
            int place = Broken * length(reference) + at;
            double whole = values[place];
            values[place] = double.NaN;
            double[] expected = reference.Backpropagate(drawn.Inputs, drawn.Targets).InputGradient;
            float[] spoilt = InputGradient(network, drawn, gradients);
            values[place] = whole;

            reached += expected.Count(double.IsNaN);
            for (int value = 0; value < expected.Length; value++)
            {
                if (value / sample != Broken)
                {
                    Assert.Equal(clean[value], spoilt[value]);
                }
                else
                {
                    Assert.True(
                        double.IsNaN(expected[value]) == float.IsNaN(spoilt[value]),
                        $"{name}, NaN at {at}: the gradient of input {value - sample} is {spoilt[value]}, not {expected[value]}.");
                }
            }
        }

        Assert.True(reached > 0, $"{name}: no NaN came back.");
        Assert.Equal(clean, InputGradient(network, drawn, gradients));
    }

    private static float[] InputGradient(ITestNetwork network, DrawnCase drawn, Gradients gradients)
    {
        network.Backpropagate(Floats.From(drawn.Inputs), Floats.From(drawn.Targets), gradients);
        float[] values = new float[gradients.Input.Length];
        gradients.Input.CopyTo(values);
        return values;
    }
}
