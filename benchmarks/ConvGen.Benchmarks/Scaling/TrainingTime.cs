using System.Diagnostics;
using ConvGen.Benchmarks.Speed;

namespace ConvGen.Benchmarks.Scaling;

/// <summary>Times training steps of a network whose class is known only at run time.</summary>
internal abstract class TrainingTime
{
    /// <summary>The table of layers.</summary>
    public abstract NetworkSummary Summary { get; }

    /// <summary>Measures the seconds of training per image, and the peak FLOP rate of one core, measured between the steps.</summary>
    public abstract (double PerImage, double Peak) Measure(SpeedData data, int batch, int threads, double seconds);

    /// <summary>Creates the measurement for a generated class.</summary>
    public static TrainingTime Of(Type network) =>
        (TrainingTime)Activator.CreateInstance(typeof(TrainingTime<>).MakeGenericType(network))!;
}

/// <inheritdoc/>
internal sealed class TrainingTime<TNetwork> : TrainingTime
    where TNetwork : class, INetwork<TNetwork>
{
    private const int Seed = 1;
    private const float LearningRate = 0.005f;

    /// <summary>The minimum number of steps, even if they take longer than requested.</summary>
    private const int MinSteps = 12;

    /// <summary>The seconds of one peak measurement, and of the training steps after it.</summary>
    private const double PeakSeconds = 0.003, TurnSeconds = 0.03;

    /// <summary>The quantile of the step times that is reported; a low one excludes interference by other programs.</summary>
    private const double ReportedQuantile = 0.1;

    public override NetworkSummary Summary => TNetwork.Summary;

    public override (double PerImage, double Peak) Measure(SpeedData data, int batch, int threads, double seconds)
    {
        using var trainer = new Trainer<TNetwork>(
            TNetwork.Create(Seed),
            new Sgd(LearningRate) { Momentum = 0.9f },
            new TrainerOptions { BatchSize = batch, Threads = threads, Seed = Seed });
        var walk = new BatchWalk(data, TNetwork.InputLength, batch);
        var steps = new List<double>();
        var peaks = new List<double>();
        TimeStep();
        steps.Clear();
        long start = Stopwatch.GetTimestamp();
        while (steps.Count < MinSteps || Stopwatch.GetElapsedTime(start).TotalSeconds < seconds)
        {
            peaks.Add(FmaPeak.Measure(PeakSeconds));
            long turn = Stopwatch.GetTimestamp();
            do
            {
                TimeStep();
            }
            while (Stopwatch.GetElapsedTime(turn).TotalSeconds < TurnSeconds);
        }

        return (Quantile.Of([.. steps], ReportedQuantile) / batch, Quantile.Median([.. peaks]));

        void TimeStep()
        {
            long before = Stopwatch.GetTimestamp();
            trainer.Step(walk.Images, walk.Labels);
            steps.Add(Stopwatch.GetElapsedTime(before).TotalSeconds);
            walk.MoveOn();
        }
    }
}
