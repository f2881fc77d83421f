using ConvGen.Benchmarks.Speed;
using ConvGen.Comparison.Systems;
using ConvGen.Comparison.Workers;

namespace ConvGen.Comparison.Contest;

/// <summary>Times several systems on one job in short alternating turns, so that frequency changes and other load affect all equally.
/// Measures the peak FLOP rate of one core before each turn.</summary>
/// <param name="runners">The systems to time, with the job already loaded.</param>
internal sealed class Race(IReadOnlyList<(Contender Contender, WorkerProcess Worker)> runners)
{
    private const int Rounds = 7;
    private const double PeakSeconds = 0.012;

    /// <summary>The minimum warm-up in seconds, for caches, allocators, branch predictors and tiered compilation.</summary>
    private const double MinWarmUpSeconds = 0.1;

    /// <summary>Runs all rounds.</summary>
    /// <param name="seconds">The time for each system, excluding the warm-up.</param>
    /// <param name="batch">Images per call.</param>
    public IReadOnlyList<RaceResult> Run(double seconds, int batch)
    {
        foreach ((_, WorkerProcess worker) in runners)
        {
            worker.Run(Math.Max(seconds / 3, MinWarmUpSeconds));
        }

        RaceResult[] results = [.. runners.Select(runner => new RaceResult(runner.Contender.Name, Rounds))];
        for (int round = 0; round < Rounds; round++)
        {
            for (int turn = 0; turn < runners.Count; turn++)
            {
                // Each round starts with another system, so that none always runs after the same one, on a core heated
                // by it.
                int runner = (round + turn) % runners.Count;
                double peak = FmaPeak.Measure(PeakSeconds);
                results[runner].Add(round, runners[runner].Worker.Run(seconds / Rounds), batch, peak);
            }
        }

        return results;
    }
}

/// <summary>The results of a system in each round.</summary>
internal sealed class RaceResult(string system, int rounds)
{
    private readonly double[] rates = new double[rounds];
    private readonly double[] ratesOverPeak = new double[rounds];
    private readonly List<double> times = [];

    public string System => system;

    /// <summary>Images per second: the median of the rounds.</summary>
    public double Rate => Quantile.Median([.. rates]);

    /// <summary>Half the interquartile range of the rounds, divided by their median.</summary>
    public double Spread => (Quantile.Of([.. rates], 0.75) - Quantile.Of([.. rates], 0.25)) / 2 / Rate;

    /// <summary>Images per floating-point operation of one core at its peak.</summary>
    public double RateOverPeak => Quantile.Median([.. ratesOverPeak]);

    /// <summary>A quantile of the times of single calls in microseconds.</summary>
    public double Time(double share) => Quantile.Of([.. times], share);

    /// <summary>The relative speed of this system, computed round by round, so that disturbances of both cancel
    /// out.</summary>
    public double RatioTo(RaceResult other) =>
        Quantile.Median([.. rates.Zip(other.rates, (own, theirs) => own / theirs)]);

    /// <summary>Records the result of one turn. If calls are timed one by one, the rate is that of the median call, so that a single
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
