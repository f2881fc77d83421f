using ConvGen;

namespace Chapter6.Rows;

/// <summary>The settings of the chapter's program network3.py. <see cref="CreateTrainer"/> adds the program's fixed behaviour.</summary>
internal sealed record BookRecipe
{
    /// <summary>Images per step, in every row of the chapter.</summary>
    public const int Batch = 10;

    /// <summary>The number of epochs.</summary>
    public int Epochs { get; init; } = 60;

    /// <summary>The book's eta.</summary>
    public required float LearningRate { get; init; }

    /// <summary>The book's lambda: the factor of the sum of squared weights in the regularised cost.</summary>
    public float Lambda { get; init; }

    /// <summary>Whether every training image is used five times: unchanged, and shifted by a pixel up, down, left and right.</summary>
    public bool Expanded { get; init; }

    /// <summary>Creates a trainer that works like the book's program: plain gradient descent; L2 regularisation of weights only, divided
    /// by the number of mini-batches (not of images, as in chapter 3); the same order of images in every epoch; and the weights of the
    /// epoch that is best on the validation images.</summary>
    public Trainer<TNetwork> CreateTrainer<TNetwork>(TNetwork network, int trainingImages, int seed)
        where TNetwork : class, INetwork<TNetwork>
    {
        int batches = trainingImages / Batch;
        var descent = new Sgd(LearningRate) { WeightDecay = Lambda / batches, DecaysBiases = false };
        return new Trainer<TNetwork>(
            network, descent, new TrainerOptions { BatchSize = Batch, Threads = 1, Seed = seed, Shuffle = false, KeepBest = true });
    }

    /// <inheritdoc/>
    public override string ToString() =>
        FormattableString.Invariant($"eta {LearningRate}, lambda {Lambda}, {Epochs} epochs")
        + (Expanded ? ", expanded data" : "");
}
