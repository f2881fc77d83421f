namespace ConvGen;

/// <summary>What a call of <c>Fit</c> has done.</summary>
public sealed class TrainingHistory
{
    internal TrainingHistory(IReadOnlyList<EpochResult> epochs) => Epochs = epochs;

    /// <summary>The epochs in order.</summary>
    public IReadOnlyList<EpochResult> Epochs { get; }

    /// <summary>The epoch with the highest accuracy on the validation images (with the lowest loss for a network with
    /// <see cref="MeanSquaredErrorAttribute"/>), of equally good ones the latest; null without such images.</summary>
    public EpochResult? Best => Epochs.Where(epoch => epoch.Validation is not null).Reverse().MaxBy(epoch => epoch.Validation!.Score);
}

/// <summary>One epoch of a training run.</summary>
/// <param name="Epoch">Its number, counted from 1 over the trainer's life.</param>
/// <param name="Loss">The mean loss over its images, each taken before the step that learned from it.</param>
/// <param name="Seconds">How long it took, without the validation.</param>
/// <param name="ImagesPerSecond">Its images by its seconds.</param>
/// <param name="Validation">The result on the validation images; null without such images.</param>
public sealed record EpochResult(int Epoch, double Loss, double Seconds, double ImagesPerSecond, Evaluation? Validation);
