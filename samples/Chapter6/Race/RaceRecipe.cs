using Chapter6.Networks;
using ConvGen;

namespace Chapter6.Race;

/// <summary>Settings that reach 99 % on MNIST in seconds: momentum, and a learning rate that is halved after every epoch.</summary>
/// <remarks>Its settings were chosen by training on the first 50,000 images and validating on the following 10,000:
/// 99.0 to 99.1 % of those with seeds 0, 1 and 2.</remarks>
internal static class RaceRecipe
{
    /// <summary>The largest number of epochs.</summary>
    public const int Epochs = 5;

    private const int Batch = 32;
    private const float LearningRate = 0.03f, LearningRateDecay = 0.5f, Momentum = 0.9f, WeightDecay = 0.0005f;

    /// <summary>Trains epoch by epoch.</summary>
    /// <returns>The same network after each epoch.</returns>
    public static IEnumerable<RaceNet> Train(LabeledImages images, int seed, int threads, CancellationToken cancellation)
    {
        var network = new RaceNet(seed);
        var descent = new Sgd(LearningRate) { Momentum = Momentum, WeightDecay = WeightDecay, DecaysBiases = false };
        using var trainer = new Trainer<RaceNet>(
            network, descent, new TrainerOptions { BatchSize = Batch, Threads = threads, Seed = seed });
        for (int epoch = 1; epoch <= Epochs; epoch++)
        {
            trainer.Fit(images, epochs: 1, cancellationToken: cancellation);
            yield return network;
            descent.LearningRate *= LearningRateDecay;
        }
    }
}
