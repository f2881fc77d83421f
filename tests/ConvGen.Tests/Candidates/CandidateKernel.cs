using ConvGen.Generators.Planning.Schedules;

namespace ConvGen.Tests.Candidates;

/// <summary>One candidate for a pass of a shape, ready to be timed.</summary>
internal abstract class CandidateKernel(CandidateSchedule schedule)
{
    public string Name => schedule.Describe();

    /// <summary>The least time of the kernel alone so far, in seconds.</summary>
    public abstract double Seconds { get; }

    /// <summary>The weighted time: a less accurate candidate must be faster by a certain factor.</summary>
    public double Weighed => Seconds / schedule.WorthwhileShare;

    /// <summary>The results of the pass. All candidates of a shape use the same weights and inputs, so their results
    /// differ only by rounding.</summary>
    public abstract IReadOnlyList<float[]> Compute();

    /// <summary>Warms up the code and determines the number of calls per turn.</summary>
    public abstract void Prepare();

    /// <summary>Times a turn with the kernel and one without it; the difference is the kernel's time.</summary>
    public abstract void TimeSlice();

    public override string ToString() => $"{Name}: {1e6 * Seconds:F2} us, estimated {schedule.Cycles:N0} cycles";
}
