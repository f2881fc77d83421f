using System.Diagnostics;

namespace ConvGen.Benchmarks.Speed.Work;

/// <summary>A task in this process.</summary>
/// <param name="vectorBits">The width of the network's vectors, in bits.</param>
internal abstract class NetworkWork(int vectorBits) : ISpeedWork
{
    public int VectorBits => vectorBits;

    public Turn Run(double peakSeconds, double seconds)
    {
        double peak = FmaPeak.Measure(peakSeconds);
        return new Turn(ImagesPerSecond(seconds), peak);
    }

    public virtual CallTimes? Times() => null;

    public abstract void Dispose();

    /// <summary>Works for about the given number of seconds and returns images per second.</summary>
    protected abstract double ImagesPerSecond(double seconds);

    protected static double CallsPerSecond(double seconds, Action call)
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

/// <summary>Steps of a <see cref="Trainer{TNetwork}"/>.</summary>
internal sealed class TrainWork<TNetwork>(TNetwork network, SpeedData data, int batch, int threads) : NetworkWork(network.VectorBits)
    where TNetwork : class, INetwork<TNetwork>
{
    private const int Seed = 1;

    /// <summary>Small enough for a stable training of any duration.</summary>
    private const float LearningRate = 0.005f;

    private readonly Trainer<TNetwork> _trainer = new(
        network,
        new Sgd(LearningRate) { Momentum = 0.9f },
        new TrainerOptions { BatchSize = batch, Threads = threads, Seed = Seed });

    private BatchWalk _walk = new(data, TNetwork.InputLength, batch);

    public override void Dispose() => _trainer.Dispose();

    protected override double ImagesPerSecond(double seconds) => batch * CallsPerSecond(seconds, () =>
    {
        _trainer.Step(_walk.Images, _walk.Labels);
        _walk.MoveOn();
    });
}

/// <summary>Predictions of whole batches.</summary>
internal sealed class InferWork<TNetwork>(TNetwork network, SpeedData data, int batch, int threads) : NetworkWork(network.VectorBits)
    where TNetwork : class, INetwork<TNetwork>
{
    private readonly SplitPredictor<TNetwork> _predictor = new(network, data.Images, batch, threads);
    private BatchWalk _walk = new(data, TNetwork.InputLength, batch);

    public override void Dispose() => _predictor.Dispose();

    protected override double ImagesPerSecond(double seconds) => batch * CallsPerSecond(seconds, () =>
    {
        _predictor.Predict(_walk.FirstImage);
        _walk.MoveOn();
    });
}

/// <summary>Predictions of one image, each timed separately.</summary>
internal sealed class LatencyWork<TNetwork>(TNetwork network, SpeedData data) : NetworkWork(network.VectorBits)
    where TNetwork : class, INetwork<TNetwork>
{
    private readonly float[] _outputs = new float[TNetwork.OutputLength];
    private readonly List<double> _times = [];
    private BatchWalk _walk = new(data, TNetwork.InputLength, batch: 1);

    public override void Dispose()
    {
    }

    public override CallTimes Times()
    {
        double[] all = [.. _times];
        return new CallTimes(Quantile.Median(all), Quantile.Of(all, 0.99));
    }

    /// <summary>The rate of a turn is the inverse of its median, so that a single interruption does not count.</summary>
    protected override double ImagesPerSecond(double seconds)
    {
        int first = _times.Count;
        long end = Stopwatch.GetTimestamp() + (long)(seconds * Stopwatch.Frequency);
        long before, after;
        do
        {
            before = Stopwatch.GetTimestamp();
            network.Predict(_walk.Images, _outputs);
            after = Stopwatch.GetTimestamp();
            _times.Add((after - before) * 1e6 / Stopwatch.Frequency);
            _walk.MoveOn();
        }
        while (after < end);

        return 1e6 / Quantile.Median(_times.Skip(first).ToArray());
    }
}
