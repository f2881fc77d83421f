namespace ConvGen.Benchmarks.Speed;

/// <summary>Rates of some work and of the core's peak, measured alternately.</summary>
/// <param name="Rate">The median of the work's rates.</param>
/// <param name="Share">The median of the rate over the peak that was measured just before it.</param>
/// <param name="Peak">The median of the peaks, in floating-point operations per second.</param>
internal readonly record struct Rates(double Rate, double Share, double Peak);

/// <summary>Alternates between the work and the peak: a core's clock frequency and the load of other programs change
/// from second to second, so two rates are comparable only if they are measured at nearly the same time.</summary>
internal static class Alternation
{
    private const int Rounds = 7;

    /// <summary>The peak takes a few milliseconds; the work takes the rest of the time.</summary>
    private const double PeakSeconds = 0.012;

    /// <summary>Measures for about <paramref name="seconds"/>.</summary>
    /// <param name="seconds">The time for work and peak together.</param>
    /// <param name="workFor">Works for about the given number of seconds and returns its rate per second.</param>
    public static Rates Measure(double seconds, Func<double, double> workFor)
    {
        double slice = Math.Max(seconds / Rounds - PeakSeconds, 0.002);
        workFor(slice);

        double[] rates = new double[Rounds];
        double[] peaks = new double[Rounds];
        double[] shares = new double[Rounds];
        for (int round = 0; round < Rounds; round++)
        {
            peaks[round] = FmaPeak.Measure(PeakSeconds);
            rates[round] = workFor(slice);
            shares[round] = rates[round] / peaks[round];
        }

        return new Rates(Quantile.Median(rates), Quantile.Median(shares), Quantile.Median(peaks));
    }
}
