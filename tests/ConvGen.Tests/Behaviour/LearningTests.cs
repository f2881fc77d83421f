namespace ConvGen.Tests.Behaviour;

/// <summary>Distinguishes horizontal from vertical bars.</summary>
[Network(1, 8, 8)]
[Conv(4, 3), MaxPool(2), ReLU]
[Dense(2), SoftmaxCrossEntropy]
public sealed partial class BarNet;

/// <summary>The exclusive or, which no single layer can learn.</summary>
[Network(2)]
[Dense(8), Tanh]
[Dense(1), SigmoidCrossEntropy]
public sealed partial class XorNet;

/// <summary>Tests the whole pipeline: a network learns the training set and generalises.</summary>
public sealed class LearningTests
{
    private const int Side = 8;

    [Fact]
    public void A_convolutional_network_distinguishes_horizontal_from_vertical_bars()
    {
        BarNet network = new(seed: 1);
        using Trainer<BarNet> trainer = new(
            network, new Sgd(0.1f) { Momentum = 0.9f }, new TrainerOptions { BatchSize = 16, Threads = 2, Seed = 1 });

        TrainingHistory history = trainer.Fit(DrawBars(count: 512, seed: 1), epochs: 10);

        Evaluation unseen = network.Evaluate(DrawBars(count: 256, seed: 2));
        Assert.True(history.Epochs[^1].Loss < 0.01, $"The loss is {history.Epochs[^1].Loss}.");
        Assert.Equal(1.0, unseen.Accuracy);
    }

    [Fact]
    public void A_hidden_layer_learns_the_exclusive_or()
    {
        float[] inputs = [0, 0, 0, 1, 1, 0, 1, 1];
        int[] labels = [0, 1, 1, 0];
        XorNet network = new(seed: 1);
        using Trainer<XorNet> trainer = new(network, new Sgd(0.5f) { Momentum = 0.9f }, new TrainerOptions { Threads = 1 });

        float loss = float.PositiveInfinity;
        for (int step = 0; step < 500; step++)
        {
            loss = trainer.Step(inputs, labels);
        }

        Assert.True(loss < 0.01f, $"The loss is {loss}.");
        Assert.Equal(labels, Enumerable.Range(0, 4).Select(sample => network.Classify(inputs.AsSpan(2 * sample, 2))));
    }

    /// <summary>Label 0: a bright row in noise; label 1: a bright column.</summary>
    private static LabeledImages DrawBars(int count, int seed)
    {
        Random random = new(seed);
        float[] pixels = Noise.Draw(count * Side * Side, seed);
        int[] labels = new int[count];
        for (int image = 0; image < count; image++)
        {
            labels[image] = random.Next(2);
            int line = random.Next(Side);
            for (int step = 0; step < Side; step++)
            {
                int pixel = labels[image] == 0 ? line * Side + step : step * Side + line;
                pixels[image * Side * Side + pixel] += 3;
            }
        }

        return new LabeledImages(1, Side, Side, pixels, labels);
    }
}
