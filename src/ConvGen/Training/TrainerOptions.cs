using ConvGen.Internal;
using ConvGen.Threading;

namespace ConvGen;

/// <summary>Options of a <see cref="Trainer{TNetwork}"/>. All options except <see cref="Threads"/> affect the resulting weights.</summary>
public sealed class TrainerOptions
{
    /// <summary>The number of images per step of <c>Fit</c>; the last step of an epoch may have fewer. Default: 64.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int BatchSize
    {
        get;
        init => field = value >= 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(BatchSize), value, "BatchSize must be at least 1.");
    } = 64;

    /// <summary>The number of mini-batches whose gradients make one update: gradient accumulation, for mini-batches that would not fit
    /// into memory at once. The parameters change by the mean gradient over all samples of these mini-batches, so that the update equals
    /// that of one mini-batch with all of them, up to rounding, and including the masks of dropout; layers that compute statistics of a
    /// mini-batch still see each one by itself. <see cref="Trainer{TNetwork}.Steps"/>, <see cref="Schedule"/> and
    /// <see cref="WeightAverage"/> count updates. In <c>Fit</c>, an epoch ends with an update even if fewer mini-batches are left; their
    /// mean gradient then has full weight. Default: 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int BatchesPerUpdate
    {
        get;
        init => field = value >= 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(BatchesPerUpdate), value, "BatchesPerUpdate must be at least 1.");
    } = 1;

    /// <summary>The number of threads that work on a step, including the calling one: 1 to 64. It does not change the weights
    /// by one bit. Default: one per processor, at most 8.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1 or above 64.</exception>
    public int Threads
    {
        get;
        init => field = WorkerTeam.CheckSize(value, nameof(Threads));
    } = Math.Min(Environment.ProcessorCount, 8);

    /// <summary>The seed for the order of the images in each epoch of <c>Fit</c>, for <see cref="Augmentation"/>, and for
    /// dropout. Default: 0.</summary>
    public int Seed { get; init; }

    /// <summary>Whether <c>Fit</c> uses a new random order of the images in every epoch, or always the order of the data set.
    /// Default: true.</summary>
    public bool Shuffle { get; init; } = true;

    /// <summary>Whether <c>Fit</c> ends with the parameters of the best epoch instead of the last one: the epoch with the
    /// highest accuracy on the validation images, or with the lowest loss for a network with
    /// <see cref="MeanSquaredErrorAttribute"/>; the latest one of equally good epochs. Requires validation images. Default:
    /// false.</summary>
    public bool KeepBest { get; init; }

    /// <summary>The parameters that stay as they are, bit for bit: names of layers, such as <c>Conv1</c>, and of single parameters, such
    /// as <c>Conv1.bias</c>. Weight decay and momentum do not change them either, and <see cref="MaxGradientNorm"/> does not count their
    /// gradient, as with PyTorch's
    /// <see href="https://pytorch.org/docs/stable/notes/autograd.html#setting-requires-grad">requires_grad = False</see>. The trainer
    /// throws an <see cref="ArgumentException"/> for a name that is neither. Default: empty.</summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public IReadOnlyList<string> Frozen
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value, nameof(Frozen));
            field = [.. value];
        }
    } = [];

    /// <summary>The largest L2 norm of a step's gradient over all trained parameters. A larger gradient is scaled down to this norm, as
    /// by PyTorch's
    /// <see href="https://pytorch.org/docs/stable/generated/torch.nn.utils.clip_grad_norm_.html">clip_grad_norm_</see>. Weight
    /// decay is not included in the norm. Null, the default, disables clipping.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive or not finite.</exception>
    public float? MaxGradientNorm
    {
        get;
        init => field = value is { } norm ? Check.FiniteAndPositive(norm, nameof(MaxGradientNorm)) : null;
    }

    /// <summary>The average of the parameters that the trainer keeps in addition to them; null, the default, for none. See
    /// <see cref="Trainer{TNetwork}.AverageNetwork"/>.</summary>
    public WeightAverage? WeightAverage { get; init; }

    /// <summary>The schedule of <c>Fit</c>: the factor of <see cref="Optimizer.LearningRate"/> for each step, and optionally
    /// the momentum. Null, the default, keeps both constant.</summary>
    public Schedule? Schedule { get; init; }

    /// <summary>The share of a label's target that is distributed evenly over all classes, against overconfidence: PyTorch's
    /// <c>label_smoothing</c> in
    /// <see href="https://pytorch.org/docs/stable/generated/torch.nn.CrossEntropyLoss.html">CrossEntropyLoss</see> (Szegedy et
    /// al., 2016). Requires <c>SoftmaxCrossEntropy</c> and applies only to labels; the loss of an <see cref="Evaluation"/> does
    /// not include it. Default: 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not at least 0 and below 1.</exception>
    public float LabelSmoothing
    {
        get;
        init => field = Check.Share(value, nameof(LabelSmoothing));
    }

    /// <summary>The weight of an image's loss, by its label: PyTorch's <c>weight</c> in
    /// <see href="https://pytorch.org/docs/stable/generated/torch.nn.CrossEntropyLoss.html">CrossEntropyLoss</see>. The mean
    /// over a mini-batch divides by the sum of its images' weights. Requires <c>SoftmaxCrossEntropy</c> and applies only to
    /// labels; the loss of an <see cref="Evaluation"/> does not include the weights. Null, the default, weighs all classes
    /// equally.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A weight is not positive or not finite.</exception>
    public IReadOnlyList<float>? ClassWeights
    {
        get;
        init => field = value is null ? null : [.. value.Select(weight => Check.FiniteAndPositive(weight, nameof(ClassWeights)))];
    }

    /// <summary>The number of consecutive epochs without a higher accuracy on the validation images (a lower loss for a network
    /// with <see cref="MeanSquaredErrorAttribute"/>) after which <c>Fit</c> stops early. Requires validation images. Null, the
    /// default, never stops early. With <see cref="KeepBest"/> the parameters are those of the best epoch.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int? EarlyStoppingPatience
    {
        get;
        init => field = value is null or >= 1
            ? value
            : throw new ArgumentOutOfRangeException(
                nameof(EarlyStoppingPatience), value, "EarlyStoppingPatience must be at least 1.");
    }

    /// <summary>The random changes that <c>Fit</c> makes to every image in every epoch: a <see cref="Distortion"/>, a
    /// <see cref="RandomCrop"/>, several in an <see cref="ConvGen.Augmentation.Sequence"/>; null, the default, for none. During a
    /// step, its threads also change the images of the next step. Validation images are not changed.</summary>
    public Augmentation? Augmentation { get; init; }
}
