namespace ConvGen;

/// <summary>The progress of <c>Fit</c>, reported a few times per second and at the end of every epoch.</summary>
public sealed class TrainingProgress
{
    /// <summary>The current epoch, or the one that has just ended: 1 to <see cref="Epochs"/>.</summary>
    public required int Epoch { get; init; }

    /// <summary>The number of epochs of this call of <c>Fit</c>.</summary>
    public required int Epochs { get; init; }

    /// <summary>The number of images of this epoch that have been trained on; equal to <see cref="ImagesTotal"/> only in the
    /// report at the end of the epoch.</summary>
    public required int ImagesSeen { get; init; }

    /// <summary>The number of images per epoch.</summary>
    public required int ImagesTotal { get; init; }

    /// <summary>The mean loss over this epoch's images so far, each computed before the step that learned from it.</summary>
    public required double Loss { get; init; }

    /// <summary>Images per second of this epoch so far, without the validation.</summary>
    public required double ImagesPerSecond { get; init; }

    /// <summary>The learning rate of the last step: the optimizer's times the schedule's factor.</summary>
    public double LearningRate { get; init; }

    /// <summary>The result on the validation images at the end of an epoch; otherwise null.</summary>
    public Evaluation? Validation { get; init; }
}
