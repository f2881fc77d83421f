using System.Diagnostics;

namespace ConvGen.Training;

/// <summary>What the calling thread does during a step.</summary>
internal enum StepPart
{
    /// <summary>Checks, handing the step over and getting it back.</summary>
    HandOver,

    /// <summary>Setting gradients to zero, and targets.</summary>
    Clearing,

    /// <summary>The forward and backward pass.</summary>
    Kernels,

    /// <summary>Waiting for slices of other threads.</summary>
    Waiting,

    /// <summary>Adding up the slices' gradients and updating.</summary>
    Update,

    /// <summary>Packing what was updated.</summary>
    Packing,
}

/// <summary>A stopwatch with a total for every part of a step. Benchmarks hang it into a trainer; where there is none, a step
/// pays for looking.</summary>
internal sealed class StepLaps
{
    /// <summary>The number of parts.</summary>
    public const int Parts = (int)StepPart.Packing + 1;

    private readonly long[] ticks = new long[Parts];
    private long last;

    /// <summary>The time that a part has taken since the start, in ticks of the <see cref="Stopwatch"/>.</summary>
    public long this[StepPart part] => ticks[(int)part];

    /// <summary>Begins to count, from zero.</summary>
    public void Start()
    {
        Array.Clear(ticks);
        last = Stopwatch.GetTimestamp();
    }

    /// <summary>Counts the time since the last lap to a part.</summary>
    public void Lap(StepPart part)
    {
        long now = Stopwatch.GetTimestamp();
        ticks[(int)part] += now - last;
        last = now;
    }
}
