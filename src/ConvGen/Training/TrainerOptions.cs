using ConvGen.Internal;
using ConvGen.Threading;

namespace ConvGen;

/// <summary>How a <see cref="Trainer{TNetwork}"/> works. None but <see cref="Threads"/> may be changed without changing the
/// weights that come out.</summary>
public sealed class TrainerOptions
{
    /// <summary>Images per step of <c>Fit</c>; the last step of an epoch takes what is left. Default: 64.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int BatchSize
    {
        get;
        init => field = value >= 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(BatchSize), value, "BatchSize must be at least 1.");
    } = 64;

    /// <summary>Threads that work on a step, the calling one included: 1 to 64. The weights are the same, bit for bit, for every
    /// number. Default: one per processor, at most 8.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1 or above 64.</exception>
    public int Threads
    {
        get;
        init => field = WorkerTeam.CheckSize(value, nameof(Threads));
    } = Math.Min(Environment.ProcessorCount, 8);

    /// <summary>Decides the order of the images in each epoch of <c>Fit</c>, what becomes of them by <see cref="Distortion"/>,
    /// and what dropout drops in each step. Default: 0.</summary>
    public int Seed { get; init; }

    /// <summary>Whether <c>Fit</c> takes the images in a new random order in every epoch, or always in the order of the data set.
    /// Default: true.</summary>
    public bool Shuffle { get; init; } = true;

    /// <summary>Whether <c>Fit</c> ends with the parameters of the epoch that was best on the validation images, which it then
    /// demands, instead of those of the last epoch: the epoch with the highest accuracy, or for a network with
    /// <see cref="MeanSquaredErrorAttribute"/> with the lowest loss. Of equally good epochs the latest counts. Default:
    /// false.</summary>
    public bool KeepBest { get; init; }

    /// <summary>The most that the gradient of a step may measure, as the root of the sum of its squares over all parameters: a
    /// longer one is shortened to that, as by PyTorch's
    /// <see href="https://pytorch.org/docs/stable/generated/torch.nn.utils.clip_grad_norm_.html">clip_grad_norm_</see>. Weight
    /// decay is not a part of it. Null, the default, sets no bound.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive or not finite.</exception>
    public float? MaxGradientNorm
    {
        get;
        init => field = value is { } norm ? Check.FiniteAndPositive(norm, nameof(MaxGradientNorm)) : null;
    }

    /// <summary>How the learning rate changes during a call of <c>Fit</c>: the factor of <see cref="Optimizer.LearningRate"/> for
    /// each step, and the momentum where the schedule has one. Null, the default, leaves them as they are.</summary>
    public Schedule? Schedule { get; init; }

    /// <summary>The share of a label's target that is given to all classes evenly, so that the network does not strive for
    /// certainty: as <c>label_smoothing</c> of PyTorch's
    /// <see href="https://pytorch.org/docs/stable/generated/torch.nn.CrossEntropyLoss.html">CrossEntropyLoss</see> (Szegedy and
    /// others, 2016). For networks with <c>SoftmaxCrossEntropy</c>, when they learn from labels; an <see cref="Evaluation"/> has
    /// the loss without it. Default: 0, none.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not at least 0 and below 1.</exception>
    public float LabelSmoothing
    {
        get;
        init => field = Check.Share(value, nameof(LabelSmoothing));
    }

    /// <summary>How much the loss of an image counts, by its label: as <c>weight</c> of PyTorch's
    /// <see href="https://pytorch.org/docs/stable/generated/torch.nn.CrossEntropyLoss.html">CrossEntropyLoss</see>. The mean over
    /// a batch divides by the sum of its images' weights. For networks with <c>SoftmaxCrossEntropy</c>, when they learn from
    /// labels; an
    /// <see cref="Evaluation"/> has the loss without it. Null, the default, lets all count alike.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A weight is not positive or not finite.</exception>
    public IReadOnlyList<float>? ClassWeights
    {
        get;
        init => field = value is null ? null : [.. value.Select(weight => Check.FiniteAndPositive(weight, nameof(ClassWeights)))];
    }

    /// <summary>After how many epochs in a row without a higher accuracy on the validation images, which it then demands (a lower
    /// loss for a network with <see cref="MeanSquaredErrorAttribute"/>), <c>Fit</c> ends before its time. Null, the default, never. With <see cref="KeepBest"/> the parameters are those of the
    /// best epoch.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int? EarlyStoppingPatience
    {
        get;
        init => field = value is null or >= 1
            ? value
            : throw new ArgumentOutOfRangeException(
                nameof(EarlyStoppingPatience), value, "EarlyStoppingPatience must be at least 1.");
    }

    /// <summary>How <c>Fit</c> changes every image anew in every epoch; null, the default, leaves them as they are. The threads
    /// do that for the next step's images while they work on a step.</summary>
    public Distortion? Distortion { get; init; }
}
