namespace ConvGen.Comparison.Contest;

/// <summary>A job that is timed.</summary>
internal enum Job
{
    /// <summary>Forward, backward and an update by SGD with momentum, every step on the next batch.</summary>
    Train,

    /// <summary>Probabilities of a batch.</summary>
    Infer,

    /// <summary>Probabilities of one image, with each call timed separately.</summary>
    Latency,
}

/// <summary>Settings that are the same for every system.</summary>
internal static class JobSettings
{
    /// <summary>Small enough for a stable training of any duration.</summary>
    public const float LearningRate = 0.005f;

    public const float Momentum = 0.9f;

    /// <summary>The number of steps whose losses are compared: the first checks the forward pass, the second the gradients and the
    /// update, the third the momentum.</summary>
    public const int ComparedSteps = 3;

    /// <summary>The number of images for predictions. Systems that bind buffers in advance can bind this number. (Training uses all
    /// images, because a network that has memorised them has no gradients left.)</summary>
    public static int PredictedImages(int batch, int available) => Math.Min(available, Math.Max(1_280, batch));
}
