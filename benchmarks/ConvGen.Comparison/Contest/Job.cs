namespace ConvGen.Comparison.Contest;

/// <summary>What is timed.</summary>
internal enum Job
{
    /// <summary>Forward, backward and an update by SGD with momentum, every step on the next batch.</summary>
    Train,

    /// <summary>Probabilities of a batch.</summary>
    Infer,

    /// <summary>Probabilities of one image, each call timed on its own.</summary>
    Latency,
}

/// <summary>What every system is told alike.</summary>
internal static class JobSettings
{
    /// <summary>Small enough to train quietly for as long as anybody measures.</summary>
    public const float LearningRate = 0.005f;

    public const float Momentum = 0.9f;

    /// <summary>Steps whose losses are compared: the first holds the forward pass, the second the gradients and the update, the
    /// third the momentum.</summary>
    public const int ComparedSteps = 3;

    /// <summary>Training walks over all images, for a network that knows them by heart has no gradients left. Predictions
    /// walk over these only, so that systems whose buffers are bound in advance can bind them all.</summary>
    public static int PredictedImages(int batch, int available) => Math.Min(available, Math.Max(1_280, batch));
}
