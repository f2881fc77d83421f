namespace ConvGen;

/// <summary>The progress of a call of <c>Fit</c>, the argument of a <see cref="Schedule"/>.</summary>
public readonly struct SchedulePoint
{
    /// <summary>Creates a point, for example to plot a schedule.</summary>
    /// <param name="step">The number of completed steps of the call, not negative.</param>
    /// <param name="stepsPerEpoch">The number of steps per epoch, at least 1.</param>
    /// <param name="epochs">The number of epochs of the call, at least 1.</param>
    /// <param name="history">The completed epochs; may be null if the schedule does not use them.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public SchedulePoint(long step, int stepsPerEpoch, int epochs, IReadOnlyList<EpochResult>? history = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        ArgumentOutOfRangeException.ThrowIfLessThan(stepsPerEpoch, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(epochs, 1);
        (Step, StepsPerEpoch, Epochs, History) = (step, stepsPerEpoch, epochs, history ?? []);
    }

    /// <summary>The number of completed steps of the call: 0 before the first one.</summary>
    public long Step { get; }

    /// <summary>The number of steps per epoch.</summary>
    public int StepsPerEpoch { get; }

    /// <summary>The number of epochs of the call.</summary>
    public int Epochs { get; }

    /// <summary>The number of completed epochs of the call: 0 during the first one.</summary>
    public int Epoch => (int)(Step / StepsPerEpoch);

    /// <summary>The number of steps of the call.</summary>
    public long Steps => (long)StepsPerEpoch * Epochs;

    /// <summary>The results of the completed epochs.</summary>
    public IReadOnlyList<EpochResult> History { get; }
}
