namespace ConvGen;

/// <summary>How far <c>Fit</c> is. Reported a few times per second and at the end of every epoch.</summary>
public sealed class TrainingProgress
{
    /// <summary>The epoch that is running, or has just ended: 1 to <see cref="Epochs"/>.</summary>
    public required int Epoch { get; init; }

    /// <summary>How many epochs this call of <c>Fit</c> runs.</summary>
    public required int Epochs { get; init; }

    /// <summary>Images of this epoch that have been trained on; equal to <see cref="ImagesTotal"/> in the report at its end,
    /// and only there.</summary>
    public required int ImagesSeen { get; init; }

    /// <summary>Images of an epoch.</summary>
    public required int ImagesTotal { get; init; }

    /// <summary>The mean loss over this epoch's images so far, each taken before the step that learned from it.</summary>
    public required double Loss { get; init; }

    /// <summary>Images per second of this epoch so far, without the validation.</summary>
    public required double ImagesPerSecond { get; init; }

    /// <summary>The learning rate of the last step: the optimizer's times the schedule's factor.</summary>
    public double LearningRate { get; init; }

    /// <summary>The result on the validation images at the end of an epoch; null before it, or without such images.</summary>
    public Evaluation? Validation { get; init; }
}
