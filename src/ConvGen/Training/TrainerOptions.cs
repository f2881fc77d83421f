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

    /// <summary>Decides the order of the images in each epoch of <c>Fit</c>, what becomes of them by <see cref="Distortion"/>, and
    /// what dropout drops in each step. Default: 0.</summary>
    public int Seed { get; init; }

    /// <summary>Whether <c>Fit</c> takes the images in a new random order in every epoch, or always in the order of the data set.
    /// Default: true.</summary>
    public bool Shuffle { get; init; } = true;

    /// <summary>Whether <c>Fit</c> ends with the parameters of the epoch that was best on the validation images, which it then
    /// demands, instead of those of the last epoch. Of equally good epochs the latest counts. Default: false.</summary>
    public bool KeepBest { get; init; }

    /// <summary>How <c>Fit</c> changes every image anew in every epoch; null, the default, leaves them as they are. The threads
    /// do that for the next step's images while they work on a step.</summary>
    public Distortion? Distortion { get; init; }
}
