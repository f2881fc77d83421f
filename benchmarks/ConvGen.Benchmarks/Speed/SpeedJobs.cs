using System.Diagnostics;

namespace ConvGen.Benchmarks.Speed;

/// <summary>The measurements of one network.</summary>
internal abstract class SpeedJobs(string name)
{
    /// <summary>n1 to n4.</summary>
    public string Name => name;

    /// <summary>The table of layers.</summary>
    public abstract NetworkSummary Summary { get; }

    /// <summary>Images per second through <see cref="Trainer{TNetwork}.Step(ReadOnlySpan{float}, ReadOnlySpan{int})"/>,
    /// every step on the next batch.</summary>
    public abstract Measured Train(SpeedData data, int batch, int threads, double seconds);

    /// <summary>Images per second through <c>Predict</c>, every batch cut into one part per thread.</summary>
    public abstract Measured Infer(SpeedData data, int batch, int threads, double seconds);

    /// <summary>Microseconds from one image to its probabilities, one at a time, on one thread.</summary>
    public abstract Measured Latency(SpeedData data, double seconds);

    public override string ToString() => Name;
}

/// <inheritdoc/>
internal sealed class SpeedJobs<TNetwork>(string name) : SpeedJobs(name)
    where TNetwork : class, INetwork<TNetwork>
{
    private const int Seed = 1;

    /// <summary>Small enough for a stable training of any duration.</summary>
    private const float LearningRate = 0.005f;

    public override NetworkSummary Summary => TNetwork.Summary;

    public override Measured Train(SpeedData data, int batch, int threads, double seconds)
    {
        using var trainer = new Trainer<TNetwork>(
            TNetwork.Create(Seed),
            new Sgd(LearningRate) { Momentum = 0.9f },
            new TrainerOptions { BatchSize = batch, Threads = threads, Seed = Seed });
        var walk = new BatchWalk(data, TNetwork.InputLength, batch);
        Rates rates = Alternation.Measure(seconds, slice => batch * CallsPerSecond(slice, () =>
        {
            trainer.Step(walk.Images, walk.Labels);
            walk.MoveOn();
        }));
        return Throughput("train", batch, threads, rates, Arithmetic.OfTraining(Summary));
    }

    public override Measured Infer(SpeedData data, int batch, int threads, double seconds)
    {
        TNetwork network = TNetwork.Create(Seed);
        using var predictor = new SplitPredictor<TNetwork>(network, data.Images, batch, threads);
        var walk = new BatchWalk(data, TNetwork.InputLength, batch);
        Rates rates = Alternation.Measure(seconds, slice => batch * CallsPerSecond(slice, () =>
        {
            predictor.Predict(walk.FirstImage);
            walk.MoveOn();
        }));
        return Throughput("infer", batch, threads, rates, Arithmetic.OfForward(Summary));
    }

    public override Measured Latency(SpeedData data, double seconds)
    {
        TNetwork network = TNetwork.Create(Seed);
        float[] outputs = new float[TNetwork.OutputLength];
        var walk = new BatchWalk(data, TNetwork.InputLength, batch: 1);
        var times = new List<double>();

        // The rate of a turn is the inverse of its median, so that a single interruption does not count.
        Rates rates = Alternation.Measure(seconds, slice =>
        {
            int first = times.Count;
            long end = Stopwatch.GetTimestamp() + (long)(slice * Stopwatch.Frequency);
            long before, after;
            do
            {
                before = Stopwatch.GetTimestamp();
                network.Predict(walk.Images, outputs);
                after = Stopwatch.GetTimestamp();
                times.Add((after - before) * 1e6 / Stopwatch.Frequency);
                walk.MoveOn();
            }
            while (after < end);

            return 1e6 / Quantile.Median(times.Skip(first).ToArray());
        });

        double[] all = [.. times];
        double share = rates.Share * Arithmetic.OfForward(Summary);
        var figure = new Figure(Name, "latency", 1, 1, Quantile.Median(all), "us", Quantile.Of(all, 0.99), share);
        return new Measured(figure, rates.Peak);
    }

    private Measured Throughput(string job, int batch, int threads, Rates rates, double operations)
    {
        double share = rates.Share * operations / threads;
        return new Measured(new Figure(Name, job, batch, threads, rates.Rate, "images/s", P99: null, share), rates.Peak);
    }

    private static double CallsPerSecond(double seconds, Action call)
    {
        long start = Stopwatch.GetTimestamp();
        long end = start + (long)(seconds * Stopwatch.Frequency);
        long calls = 0;
        long now;
        do
        {
            call();
            calls++;
            now = Stopwatch.GetTimestamp();
        }
        while (now < end);

        return calls * (double)Stopwatch.Frequency / (now - start);
    }
}
