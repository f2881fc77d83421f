using ConvGen.Tests.Runtime;

namespace ConvGen.Tests.Behaviour;

/// <summary>
/// A trained network is its parameters and nothing else: another one with the same parameters computes the same gradients, to the
/// last bit. Vectors of weights reach beyond receptive fields of 5 or 3 pixels; what training left there would find its way into the
/// gradients of the neighbouring pixels.
/// </summary>
public sealed partial class TrainedAndCopiedTests
{
    private const int Samples = 10, Steps = 3;

    [Fact]
    public void Rows_that_fill_no_vector() => HasNoOtherState<Narrow>();

    [Fact]
    public void Rows_with_gaps() => HasNoOtherState<Dilated>();

    [Fact]
    public void A_filter_for_each_channel() => HasNoOtherState<Depthwise>();

    [Fact]
    public void A_gradient_that_is_dense() => HasNoOtherState<Unpooled>();

    private static void HasNoOtherState<TNetwork>()
        where TNetwork : class, INetwork<TNetwork>
    {
        TNetwork trained = TNetwork.Create(seed: 1), copy = TNetwork.Create(seed: 2);
        float[] images = TestData.Floats(Samples * Narrow.InputLength);
        int[] labels = TestData.Labels(Samples, Narrow.OutputLength);
        float[] untrained = GradientsOf(trained, images, labels);
        using (var trainer = new Trainer<TNetwork>(trained, new Sgd(0.05f) { Momentum = 0.9f }))
        {
            for (int step = 0; step < Steps; step++)
            {
                trainer.Step(images, labels);
            }
        }

        foreach (Parameter parameter in trained.Parameters)
        {
            float[] values = new float[parameter.Length];
            parameter.CopyTo(values);
            copy.Parameters[parameter.Name].CopyFrom(values);
        }

        float[] gradients = GradientsOf(trained, images, labels);
        Assert.NotEqual(untrained, gradients);
        Assert.Equal(GradientsOf(copy, images, labels), gradients);
    }

    /// <summary>Those of the parameters, and that of the images.</summary>
    private static float[] GradientsOf<TNetwork>(TNetwork network, float[] images, int[] labels)
        where TNetwork : class, INetwork<TNetwork>
    {
        Gradients gradients = network.CreateGradients();
        network.Backpropagate(images, labels, gradients);
        float[] input = new float[gradients.Input.Length];
        gradients.Input.CopyTo(input);
        return [.. BackpropagateTests.Values(gradients), .. input];
    }

    [Network(3, 13, 11)]
    [Conv(11, 5), MaxPool(2), ReLU]
    [Dense(3), SoftmaxCrossEntropy]
    private sealed partial class Narrow;

    [Network(3, 13, 11)]
    [Conv(11, 3, Dilation = 2), MaxPool(2), ReLU]
    [Dense(3), SoftmaxCrossEntropy]
    private sealed partial class Dilated;

    [Network(3, 13, 11)]
    [DepthwiseConv(3), ReLU]
    [Conv(9, 3, Groups = 3), MaxPool(2), ReLU]
    [Dense(3), SoftmaxCrossEntropy]
    private sealed partial class Depthwise;

    [Network(3, 13, 11)]
    [Conv(11, 5), Sigmoid]
    [Conv(6, 3), Sigmoid]
    [Dense(3), SoftmaxCrossEntropy]
    private sealed partial class Unpooled;
}
