using ConvGen.Benchmarks.Speed.Work;

namespace ConvGen.Benchmarks.Speed;

/// <summary>Rates of some work and of the core's peak, measured alternately.</summary>
/// <param name="Rate">The median of the work's rates.</param>
/// <param name="Share">The median of the rate over the peak that was measured just before it.</param>
/// <param name="Peak">The median of the peaks, in floating-point operations per second.</param>
/// <param name="RatioToFirst">The median of the rate over that of the first work in the same round; 1 for the first.</param>
internal readonly record struct Rates(double Rate, double Share, double Peak, double RatioToFirst);

/// <summary>Alternates between the works, and between work and peak: a core's clock frequency and the load of other programs change
/// from second to second, so two rates are comparable only if they are measured at nearly the same time.</summary>
internal static class Alternation
{
    private const int Rounds = 7;

    /// <summary>The peak takes a few milliseconds; the work takes the rest of the time.</summary>
    private const double PeakSeconds = 0.012;

    /// <summary>Measures all works by turns.</summary>
    /// <param name="seconds">About the time for each work and its peaks together.</param>
    /// <param name="works">The same task with different widths.</param>
    public static Rates[] Measure(double seconds, IReadOnlyList<ISpeedWork> works)
    {
        double slice = Math.Max(seconds / Rounds - PeakSeconds, 0.002);
        foreach (ISpeedWork work in works)
        {
            work.Run(PeakSeconds, slice);
        }

        Turn[][] turns = [.. works.Select(_ => new Turn[Rounds])];
        for (int round = 0; round < Rounds; round++)
        {
            for (int turn = 0; turn < works.Count; turn++)
            {
                // Each round starts with another work, so that none always runs on a core that the same other one has heated.
                int work = (round + turn) % works.Count;
                turns[work][round] = works[work].Run(PeakSeconds, slice);
            }
        }

        return [.. turns.Select(own => Summarize(own, turns[0]))];
    }

    private static Rates Summarize(Turn[] turns, Turn[] first) => new(
        Quantile.Median([.. turns.Select(turn => turn.Rate)]),
        Quantile.Median([.. turns.Select(turn => turn.Rate / turn.Peak)]),
        Quantile.Median([.. turns.Select(turn => turn.Peak)]),
        Quantile.Median([.. turns.Zip(first, (own, other) => own.Rate / other.Rate)]));
}
