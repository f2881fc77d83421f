namespace ConvGen;

/// <summary>Where a call of <c>Fit</c> is when a <see cref="Schedule"/> is asked.</summary>
public readonly struct SchedulePoint
{
    /// <summary>A point, for instance to draw a schedule.</summary>
    /// <param name="step">Steps of the call that have been done, not negative.</param>
    /// <param name="stepsPerEpoch">Steps of an epoch, at least 1.</param>
    /// <param name="epochs">Epochs of the call, at least 1.</param>
    /// <param name="history">The epochs that have ended; null for none, where the schedule does not ask for them.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is not in its range.</exception>
    public SchedulePoint(long step, int stepsPerEpoch, int epochs, IReadOnlyList<EpochResult>? history = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        ArgumentOutOfRangeException.ThrowIfLessThan(stepsPerEpoch, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(epochs, 1);
        (Step, StepsPerEpoch, Epochs, History) = (step, stepsPerEpoch, epochs, history ?? []);
    }

    /// <summary>Steps of the call that have been done: 0 before the first one.</summary>
    public long Step { get; }

    /// <summary>Steps of an epoch.</summary>
    public int StepsPerEpoch { get; }

    /// <summary>Epochs of the call.</summary>
    public int Epochs { get; }

    /// <summary>Epochs of the call that have ended: 0 during the first one.</summary>
    public int Epoch => (int)(Step / StepsPerEpoch);

    /// <summary>Steps of the call.</summary>
    public long Steps => (long)StepsPerEpoch * Epochs;

    /// <summary>What the epochs that have ended have come to.</summary>
    public IReadOnlyList<EpochResult> History { get; }
}
