namespace ConvGen;

/// <summary>The results of a call of <c>Fit</c>.</summary>
public sealed class TrainingHistory
{
    internal TrainingHistory(IReadOnlyList<EpochResult> epochs) => Epochs = epochs;

    /// <summary>The epochs in order.</summary>
    public IReadOnlyList<EpochResult> Epochs { get; }

    /// <summary>The epoch with the highest accuracy on the validation images (with the lowest loss for a network with
    /// <see cref="MeanSquaredErrorAttribute"/>), the latest one of equally good epochs; null without validation images.</summary>
    public EpochResult? Best => Epochs.Where(epoch => epoch.Validation is not null).Reverse().MaxBy(epoch => epoch.Validation!.Score);
}

/// <summary>The result of one epoch.</summary>
/// <param name="Epoch">The number of the epoch, counted from 1 over the trainer's lifetime.</param>
/// <param name="Loss">The mean loss over its images, each computed before the step that learned from it.</param>
/// <param name="Seconds">The duration in seconds, without the validation.</param>
/// <param name="ImagesPerSecond">The training images per second, without the validation.</param>
/// <param name="Validation">The result on the validation images; null without validation images.</param>
public sealed record EpochResult(int Epoch, double Loss, double Seconds, double ImagesPerSecond, Evaluation? Validation);
