using ConvGen.Tests.Compilation;
using static ConvGen.Tests.Reference.Layers;

namespace ConvGen.Tests.Matrix;

/// <summary>
/// A NaN that comes with the targets or the input of one sample goes back to the input of this sample wherever the definition
/// takes it, and never to another sample or into a later call.
/// </summary>
/// <remarks>Within its own sample it may go further: over a planar input whole vectors of a row are added to, foreign pixels with
/// weights of zero among them. And a max pooling may send the gradient of a window that holds a NaN to another of its
/// pixels.</remarks>
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
        NetworkSpec.OnImages("Pooled", 3, 8, 7, Loss.SoftmaxCrossEntropy,
            MaxPool(3) with { Stride = 2, Pad = 1 }, L2Pool(2), Dense(3)),
    ];

    private static readonly Lazy<NetworkBatch> Batch = new(() => new("NotANumberGradients", Networks));

    public static TheoryData<string> Names => [.. Networks.Select(network => network.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_NaN_among_the_targets_stays_with_its_sample(string name) =>
        AssertStays(name, (drawn, length) => drawn.Targets[Broken * length] = double.NaN, reference => reference.Output.Length);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_NaN_in_the_input_stays_with_its_sample(string name) =>
        AssertStays(name, (drawn, length) => drawn.Inputs[Broken * length + length / 2] = double.NaN,
            reference => reference.Spec.Input.Length);

    private static void AssertStays(string name, Action<DrawnCase, int> spoil, Func<ReferenceNetwork, int> length)
    {
        ReferenceNetwork reference = new(Networks.Single(spec => spec.Name == name));
        DrawnCase drawn = DrawnCase.Draw(reference, Samples, seed: 1);
        ITestNetwork network = Batch.Value.Create(reference);
        Gradients gradients = network.CreateGradients();
        float[] clean = InputGradient(network, drawn, gradients);
        float[] inputs = Floats.From(drawn.Inputs), targets = Floats.From(drawn.Targets);
        spoil(drawn, length(reference));

        float[] spoilt = InputGradient(network, drawn, gradients);

        double[] expected = reference.Backpropagate(drawn.Inputs, drawn.Targets).InputGradient;
        Assert.Contains(expected, double.IsNaN);
        Assert.Contains(spoilt, float.IsNaN);
        bool keepsPlaces = !reference.Spec.Layers.Any(layer => layer is MaxPoolSpec);
        int sample = reference.Spec.Input.Length;
        for (int value = 0; value < expected.Length; value++)
        {
            if (value / sample != Broken)
            {
                Assert.Equal(clean[value], spoilt[value]);
            }
            else if (keepsPlaces && double.IsNaN(expected[value]))
            {
                Assert.True(float.IsNaN(spoilt[value]), $"{name}: the gradient of input {value} has lost its NaN.");
            }
        }

        network.Backpropagate(inputs, targets, gradients);
        float[] later = new float[clean.Length];
        gradients.Input.CopyTo(later);
        Assert.Equal(clean, later);
    }

    private static float[] InputGradient(ITestNetwork network, DrawnCase drawn, Gradients gradients)
    {
        network.Backpropagate(Floats.From(drawn.Inputs), Floats.From(drawn.Targets), gradients);
        float[] values = new float[gradients.Input.Length];
        gradients.Input.CopyTo(values);
        return values;
    }
}
