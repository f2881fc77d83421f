using ConvGen;

namespace Chapter6.Beyond;

/// <summary>Goes beyond the chapter with newer methods: momentum, a cosine schedule of the learning rate, inverted
/// dropout, and images that are distorted anew in every epoch; then two epochs of the original images.</summary>
/// <remarks>
/// <para>A network trained on distorted images handles unusual digits well, but has never seen an undistorted one. Two
/// epochs at a low rate correct that: after 15 epochs of distorted images ten networks, with four distortions and four
/// declarations, went from 46 to 70 mistakes among 10,000 validation images to 37 to 60, each to fewer.</para>
/// <para>The settings were chosen by training on the first 50,000 images and validating on the following 10,000. The tested network is
/// trained on all 60,000.</para></remarks>
internal static class BeyondRecipe
{
    /// <summary>The number of epochs of distorted images, which take less than ten minutes on two cores.</summary>
    public const int Epochs = 100;

    private const int Batch = 64;
    private const float LearningRate = 0.06f, Momentum = 0.9f, WeightDecay = 0.0002f;

    // The original images.
    private const int LastEpochs = 2;
    private const float LastLearningRate = 0.005f;

    private static readonly Distortion Distortion = new()
    {
        RotationDegrees = 12,
        Scale = 0.15f,
        ShearDegrees = 10,
        Shift = 2,
        ElasticAlpha = 20,
        ElasticSigma = 4,
    };

    /// <summary>Trains one network: <paramref name="epochs"/> of distorted images, and the last two.</summary>
    /// <typeparam name="TNetwork">Its class.</typeparam>
    /// <returns>The network, and the seconds that its training took.</returns>
    public static (TNetwork Network, double Seconds) Train<TNetwork>(
        LabeledImages images, int epochs, int seed, int threads, IProgress<TrainingProgress> progress, CancellationToken cancellation)
        where TNetwork : class, INetwork<TNetwork>
    {
        TNetwork network = TNetwork.Create(seed);
        double seconds = Train(LearningRate, Distortion, epochs) + Train(LastLearningRate, null, LastEpochs);
        return (network, seconds);

        double Train(float learningRate, Distortion? distortion, int epochs)
        {
            var descent = new Sgd(learningRate) { Momentum = Momentum, WeightDecay = WeightDecay, DecaysBiases = false };
            var options = new TrainerOptions
            {
                BatchSize = Batch,
                Threads = threads,
                Seed = seed,
                Augmentation = distortion,
                Schedule = Schedule.Cosine(last: 0.01),
            };
            using var trainer = new Trainer<TNetwork>(network, descent, options);
            TrainingHistory history = trainer.Fit(images, epochs, progress: progress, cancellationToken: cancellation);
            return history.Epochs.Sum(epoch => epoch.Seconds);
        }
    }
}
