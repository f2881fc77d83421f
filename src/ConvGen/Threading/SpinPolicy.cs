using System.Diagnostics;

namespace ConvGen.Threading;

/// <summary>How the threads of a team wait for each other: they spin for a moment before anything that costs more.</summary>
/// <param name="workers">How many threads may be waiting or working.</param>
internal readonly struct SpinPolicy(int workers)
{
    private const int Iterations = 10; // about a third of a microsecond

    /// <summary>5 milliseconds. With 50 microseconds the gain of two threads on small networks was 1.4 to 1.9 times, from run to
    /// run; with this mostly 1.9. What a woken thread loses is the likely reason, and not proven.</summary>
    private static readonly long Patience = Stopwatch.Frequency / 200;

    // With a core for everybody, a yield would only give this one away for milliseconds; without, somebody waits for it.
    private readonly bool mustYield = workers > Environment.ProcessorCount;

    /// <summary>The moment from which on spinning is a waste.</summary>
    public static long Until() => Stopwatch.GetTimestamp() + Patience;

    /// <summary>Whether that moment has come.</summary>
    public static bool IsOver(long until) => Stopwatch.GetTimestamp() >= until;

    /// <summary>Lets a little time pass.</summary>
    public void Spin()
    {
        if (mustYield)
        {
            Thread.Yield();
        }
        else
        {
            Thread.SpinWait(Iterations);
        }
    }
}
