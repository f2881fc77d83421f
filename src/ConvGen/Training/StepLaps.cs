using System.Diagnostics;

namespace ConvGen.Training;

/// <summary>The parts of a step, as seen by the calling thread.</summary>
internal enum StepPart
{
    /// <summary>Checking arguments, starting the team and collecting its result.</summary>
    HandOver,

    /// <summary>Clearing gradients and writing targets.</summary>
    Clearing,

    /// <summary>The forward and backward pass.</summary>
    Kernels,

    /// <summary>Waiting for slices of other threads.</summary>
    Waiting,

    /// <summary>Summing the slices' gradients and updating the parameters.</summary>
    Update,

    /// <summary>Packing the updated parameters.</summary>
    Packing,
}

/// <summary>A stopwatch with a total for every part of a step. Benchmarks attach it to a trainer; without one, a step only pays
/// for the null check.</summary>
internal sealed class StepLaps
{
    /// <summary>The number of parts.</summary>
    public const int Parts = (int)StepPart.Packing + 1;

    private readonly long[] _ticks = new long[Parts];
    private long _last;

    /// <summary>The time that a part has taken since the start, in ticks of the <see cref="Stopwatch"/>.</summary>
    public long this[StepPart part] => _ticks[(int)part];

    /// <summary>Resets the totals and starts.</summary>
    public void Start()
    {
        Array.Clear(_ticks);
        _last = Stopwatch.GetTimestamp();
    }

    /// <summary>Adds the time since the last lap to a part.</summary>
    public void Lap(StepPart part)
    {
        long now = Stopwatch.GetTimestamp();
        _ticks[(int)part] += now - _last;
        _last = now;
    }
}
