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
    /// <summary>The learning rate. It is small enough to keep training stable for any duration.</summary>
    public const float LearningRate = 0.005f;

    public const float Momentum = 0.9f;

    /// <summary>The number of steps whose losses are compared: the first checks the forward pass, the second the gradients and the
    /// update, the third the momentum.</summary>
    public const int ComparedSteps = 3;

    /// <summary>The number of images for predictions. Systems can allocate their buffers for this number in advance. (Training uses all
    /// images, because the gradients of a network that has memorised its images are nearly zero.)</summary>
    public static int PredictedImages(int batch, int available) => Math.Min(available, Math.Max(1_280, batch));
}
