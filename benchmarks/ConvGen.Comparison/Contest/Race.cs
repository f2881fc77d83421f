using ConvGen.Benchmarks.Speed;
using ConvGen.Comparison.Systems;
using ConvGen.Comparison.Workers;

namespace ConvGen.Comparison.Contest;

/// <summary>
/// Times several systems at one job by turns, in slices so short that a core whose clock drifts, or a neighbour who comes and
/// goes, hits all of them alike; before every slice the peak of a core at that moment.
/// </summary>
/// <param name="runners">Systems whose job is prepared.</param>
internal sealed class Race(IReadOnlyList<(Contender Contender, WorkerProcess Worker)> runners)
{
    private const int Rounds = 7;
    private const double PeakSeconds = 0.012;

    /// <summary>Until caches, allocators, branch predictors and the JIT's tiers have settled.</summary>
    private const double LeastWarmUp = 0.1;

    /// <summary>Runs all rounds.</summary>
    /// <param name="seconds">The time of each system, without the first turn, which is not counted.</param>
    /// <param name="batch">Images per call.</param>
    public IReadOnlyList<RaceResult> Run(double seconds, int batch)
    {
        foreach ((_, WorkerProcess worker) in runners)
        {
            worker.Run(Math.Max(seconds / 3, LeastWarmUp));
        }

        RaceResult[] results = [.. runners.Select(runner => new RaceResult(runner.Contender.Name, Rounds))];
        for (int round = 0; round < Rounds; round++)
        {
            for (int turn = 0; turn < runners.Count; turn++)
            {
                // Another one begins each round, so that nobody always follows the same neighbour's heat.
                int runner = (round + turn) % runners.Count;
                double peak = FmaPeak.Measure(PeakSeconds);
                results[runner].Add(round, runners[runner].Worker.Run(seconds / Rounds), batch, peak);
            }
        }

        return results;
    }
}

/// <summary>What a system did in each round.</summary>
internal sealed class RaceResult(string system, int rounds)
{
    private readonly double[] rates = new double[rounds];
    private readonly double[] ratesOverPeak = new double[rounds];
    private readonly List<double> times = [];

    public string System => system;

    /// <summary>Images per second: the median of the rounds.</summary>
    public double Rate => Quantile.Median([.. rates]);

    /// <summary>Half the distance between the quartiles of the rounds, over their median.</summary>
    public double Spread => (Quantile.Of([.. rates], 0.75) - Quantile.Of([.. rates], 0.25)) / 2 / Rate;

    /// <summary>Images per floating-point operation of one core at its peak.</summary>
    public double RateOverPeak => Quantile.Median([.. ratesOverPeak]);

    /// <summary>Microseconds that a share of all single calls stay below.</summary>
    public double Time(double share) => Quantile.Of([.. times], share);

    /// <summary>How many times faster this system was, round by round, so that what hit both does not count.</summary>
    public double RatioTo(RaceResult other) =>
        Quantile.Median([.. rates.Zip(other.rates, (own, theirs) => own / theirs)]);

    /// <summary>Takes a slice. Where calls are timed one by one the rate is that of the median call, so that a single
    /// interruption does not count.</summary>
    public void Add(int round, Reply slice, int batch, double peak)
    {
        double secondsPerCall = slice.Seconds!.Value / slice.Calls!.Value;
        if (slice.Times is { } calls)
        {
            times.AddRange(calls);
            secondsPerCall = Quantile.Median(calls) / 1e6;
        }

        rates[round] = batch / secondsPerCall;
        ratesOverPeak[round] = rates[round] / peak;
    }
}
