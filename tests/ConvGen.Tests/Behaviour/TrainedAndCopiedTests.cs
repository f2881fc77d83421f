using ConvGen.Tests.Runtime;

namespace ConvGen.Tests.Behaviour;

/// <summary>The state of a network is its parameters and nothing else: another network with the same parameters
/// computes the same gradients, bit for bit. Vectors of weights extend beyond receptive fields of 5 or 3 pixels; values
/// that training left in these lanes would change the gradients of neighbouring pixels.</summary>
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
    public void A_transposed_convolution() => HasNoOtherState<Transposed>();

    [Fact]
    public void A_gradient_that_is_dense() => HasNoOtherState<Unpooled>();

    [Fact]
    public void Rows_that_overflowed() => ForgetsOverflow<Narrow>();

    [Fact]
    public void Rows_with_gaps_that_overflowed() => ForgetsOverflow<Dilated>();

    [Fact]
    public void A_filter_for_each_channel_that_overflowed() => ForgetsOverflow<Depthwise>();

    [Fact]
    public void A_transposed_convolution_that_overflowed() => ForgetsOverflow<Transposed>();

    [Fact]
    public void Channels_that_overflowed() => ForgetsOverflow<Deep>();

    [Fact]
    public void Units_that_overflowed() => ForgetsOverflow<Flat>();

    /// <summary>A loss may be finite while gradients are not. Copying new parameters in overwrites all values,
    /// including the unused lanes of vectors.</summary>
    private static void ForgetsOverflow<TNetwork>()
        where TNetwork : class, INetwork<TNetwork>
    {
        TNetwork overflown = TNetwork.Create(seed: 1), fresh = TNetwork.Create(seed: 2);
        float[] images = TestData.Floats(Samples * Narrow.InputLength);
        int[] labels = TestData.Labels(Samples, Narrow.OutputLength);

        // Logits of 1/3, from inputs so small that even the largest weights do not make them larger.
        string last = overflown.Parameters[^1].Name.Split('.')[0];
        foreach (Parameter parameter in overflown.Parameters)
        {
            bool isLast = parameter.Name.StartsWith(last, StringComparison.Ordinal);
            int row = parameter.Length / Narrow.OutputLength;
            float[] values = new float[parameter.Length];
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = parameter.Shape.Count == 1 ? isLast ? 0 : 1e-42f
                    : !isLast ? 0
                    : i / row == labels[0] ? 3.3e38f : -3.3e38f;
            }

            parameter.CopyFrom(values);
        }

        using (var trainer = new Trainer<TNetwork>(overflown, new Sgd(0.05f)))
        {
            // A single sample, because the gradient is divided by the number of samples.
            Assert.True(float.IsFinite(trainer.Step(images.AsSpan(0, Narrow.InputLength), labels.AsSpan(0, 1))));
        }

        Assert.Contains(overflown.Parameters, parameter => !ValuesOf(parameter).All(float.IsFinite));
        foreach (Parameter parameter in fresh.Parameters)
        {
            overflown.Parameters[parameter.Name].CopyFrom(ValuesOf(parameter));
        }

        Assert.Equal(GradientsOf(fresh, images, labels), GradientsOf(overflown, images, labels));
    }

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
            copy.Parameters[parameter.Name].CopyFrom(ValuesOf(parameter));
        }

        float[] gradients = GradientsOf(trained, images, labels);
        Assert.NotEqual(untrained, gradients);
        Assert.Equal(GradientsOf(copy, images, labels), gradients);
    }

    private static float[] ValuesOf(Parameter parameter)
    {
        float[] values = new float[parameter.Length];
        parameter.CopyTo(values);
        return values;
    }

    /// <summary>The gradients of the parameters and of the images.</summary>
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
    [ConvTranspose(11, 3, Stride = 2), ReLU]
    [ConvTranspose(5, 2, Pad = 1), ReLU]
    [Dense(3), SoftmaxCrossEntropy]
    private sealed partial class Transposed;

    [Network(3, 13, 11)]
    [Conv(11, 5), Sigmoid]
    [Conv(6, 3), Sigmoid]
    [Dense(3), SoftmaxCrossEntropy]
    private sealed partial class Unpooled;

    [Network(3, 13, 11)]
    [Conv(11, 5), MaxPool(2), ReLU]
    [Conv(9, 2), ReLU]
    [Dense(3), SoftmaxCrossEntropy]
    private sealed partial class Deep;

    [Network(429)]
    [Dense(11), ReLU]
    [Dense(5), ReLU]
    [Dense(3), SoftmaxCrossEntropy]
    private sealed partial class Flat;
}
