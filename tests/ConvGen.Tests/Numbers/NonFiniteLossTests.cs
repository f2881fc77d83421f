using ConvGen.Tests.Behaviour;

namespace ConvGen.Tests.Numbers;

/// <summary>Two convolutions and two dense layers, in one of which numbers overflow.</summary>
[Network(2, 8, 7)]
[Conv(9, 3), ReLU]
[Conv(5, 3), MaxPool(2)]
[Dense(6), Tanh]
[Dense(3), SoftmaxCrossEntropy]
public sealed partial class OverflowNet;

/// <summary>A dense layer whose squared error grows without bound.</summary>
[Network(5)]
[Dense(4)]
[Dense(3), MeanSquaredError]
public sealed partial class OverflowErrorNet;

/// <summary>A non-finite loss stops the training, reports the step and the layer, and restores the weights and the
/// optimizer to their state before that step.</summary>
public sealed class NonFiniteLossTests
{
    private const int Samples = 19;

    public static TheoryData<int> Threads => [1, 2, 3, 8];

    public static TheoryData<string, string> Sources => new()
    {
        { "Conv1.weight", "Conv1" },
        { "Conv1.bias", "Conv1" },
        { "Conv2.weight", "Conv2" },
        { "Dense1.weight", "Dense1" },
        { "Dense1.bias", "Dense1" },
        { "Dense2.weight", "Dense2" },
        { "Dense2.bias", "Dense2" },
    };

    [Theory]
    [MemberData(nameof(Sources))]
    public void The_layer_with_the_first_such_value_is_reported(string parameter, string layer)
    {
        var network = new OverflowNet(seed: 1);
        using var trainer = new Trainer<OverflowNet>(network, new Sgd(0.01f), new TrainerOptions { Threads = 2 });
        float[] images = Noise.Draw(Samples * OverflowNet.InputLength, seed: 1);
        int[] labels = new int[Samples];
        trainer.Step(images, labels);
        float[] weights = Values(network.Parameters[parameter]);
        weights[^1] = float.NaN;
        network.Parameters[parameter].CopyFrom(weights);

        NonFiniteLossException exception = Assert.Throws<NonFiniteLossException>(() => trainer.Step(images, labels));

        Assert.Equal(layer, exception.Layer);
        Assert.Equal(2, exception.Step);
        Assert.Contains("step 2 is NaN", exception.Message, StringComparison.Ordinal);
        Assert.Contains($"those of {layer}.", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Data_that_are_not_finite_are_reported()
    {
        var network = new OverflowErrorNet(seed: 1);
        using var trainer = new Trainer<OverflowErrorNet>(network, new Sgd(0.01f), new TrainerOptions { Threads = 1 });
        float[] inputs = Noise.Draw(10, seed: 1), targets = Noise.Draw(6, seed: 2);

        Assert.Equal("Input", Layer([.. inputs[..9], float.PositiveInfinity], targets));
        Assert.Equal("Targets", Layer(inputs, [.. targets[..5], float.NaN]));
        Assert.Equal("MeanSquaredError", Layer(inputs, [.. targets[..5], 3e38f]));

        string Layer(float[] inputs, float[] targets) =>
            Assert.Throws<NonFiniteLossException>(() => trainer.Step(inputs, targets)).Layer;
    }

    /// <summary>The first steps have finite losses and increase the weights each time.</summary>
    [Theory]
    [MemberData(nameof(Threads))]
    public void Training_with_a_too_large_learning_rate_keeps_the_last_finite_weights(int threads)
    {
        (NonFiniteLossException exception, List<float[]> weights, OverflowErrorNet network) = TrainTooFast(threads);

        Assert.True(weights.Count > 1, "The first step was to be a good one.");
        Assert.Equal(weights.Count, exception.Step);
        Assert.Equal(weights[^1], Everything(network));
        Assert.Contains(exception.Layer, (string[])["Dense1", "Dense2", "MeanSquaredError"]);

        // The result has the same bits for every number of threads.
        Assert.Equal(TrainTooFast(threads: 1).Weights, weights);
    }

    /// <summary>Trains until the exception, and returns it with the weights before each step.</summary>
    private static (NonFiniteLossException Exception, List<float[]> Weights, OverflowErrorNet Network) TrainTooFast(int threads)
    {
        var network = new OverflowErrorNet(seed: 1);
        Sgd optimizer = new(1e12f) { Momentum = 0.9f };
        using var trainer = new Trainer<OverflowErrorNet>(network, optimizer, new TrainerOptions { Threads = threads });
        float[] inputs = Noise.Draw(Samples * OverflowErrorNet.InputLength, seed: 1);
        float[] targets = Noise.Draw(Samples * OverflowErrorNet.OutputLength, seed: 2);
        List<float[]> weights = [Everything(network)];
        NonFiniteLossException exception = Assert.Throws<NonFiniteLossException>(() =>
        {
            while (weights.Count < 20)
            {
                trainer.Step(inputs, targets);
                weights.Add(Everything(network));
            }
        });
        Assert.Equal(exception.Step - 1, trainer.Steps);
        return (exception, weights, network);
    }

    private static float[] Everything(OverflowErrorNet network) => [.. network.Parameters.SelectMany(Values)];

    private static float[] Values(Parameter parameter)
    {
        float[] values = new float[parameter.Length];
        parameter.CopyTo(values);
        return values;
    }
}
