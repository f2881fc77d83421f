using ConvGen.Generators.Planning.Schedules;

namespace ConvGen.Tests.Candidates;

/// <summary>One candidate for a pass of a shape, ready to be timed.</summary>
internal abstract class CandidateKernel(CandidateSchedule schedule)
{
    public string Name => schedule.Describe();

    /// <summary>The least time of the kernel alone so far, in seconds.</summary>
    public abstract double Seconds { get; }

    /// <summary>The time as the choice weighs it: a candidate that pays with accuracy must be so much quicker.</summary>
    public double Weighed => Seconds / schedule.WorthwhileShare;

    /// <summary>
    /// What the pass computes, from the same weights and inputs for every candidate of a shape, and so the same values but for
    /// rounding.
    /// </summary>
    public abstract IReadOnlyList<float[]> Compute();

    /// <summary>Gets all code compiled, and finds out how often the kernel fits a slice.</summary>
    public abstract void Prepare();

    /// <summary>Times a slice with the kernel, and one without, which has all but the kernel's time.</summary>
    public abstract void TimeSlice();

    public override string ToString() => $"{Name}: {1e6 * Seconds:F2} us, estimated {schedule.Cycles:N0} cycles";
}
