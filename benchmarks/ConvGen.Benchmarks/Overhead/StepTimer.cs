using System.Diagnostics;
using ConvGen.Benchmarks.Speed;
using ConvGen.Training;

namespace ConvGen.Benchmarks.Overhead;

/// <summary>Times the parts of one network's training steps.</summary>
internal abstract class StepTimer(string name)
{
    /// <summary>n1 to n4.</summary>
    public string Name => name;

    /// <summary>The table of layers.</summary>
    public abstract NetworkSummary Summary { get; }

    /// <summary>Trains for about this many seconds.</summary>
    public abstract StepTimes Measure(SpeedData data, int batch, int threads, double seconds);
}

/// <inheritdoc/>
internal sealed class StepTimer<TNetwork>(string name) : StepTimer(name)
    where TNetwork : class, INetwork<TNetwork>
{
    private const int LeastSteps = 8;

    public override NetworkSummary Summary => TNetwork.Summary;

    public override StepTimes Measure(SpeedData data, int batch, int threads, double seconds)
    {
        using var trainer = new Trainer<TNetwork>(
            TNetwork.Create(seed: 1), new Sgd(0.005f) { Momentum = 0.9f }, new TrainerOptions { Threads = threads });
        var walk = new BatchWalk(data, TNetwork.InputLength, batch);
        var laps = new StepLaps();
        trainer.Laps = laps;

        List<double[]> steps = [];
        long start = Stopwatch.GetTimestamp();
        while (steps.Count < LeastSteps || Stopwatch.GetElapsedTime(start).TotalSeconds < seconds)
        {
            laps.Start();
            trainer.Step(walk.Images, walk.Labels);
            laps.Lap(StepPart.HandOver);
            steps.Add([.. Enumerable.Range(0, StepLaps.Parts).Select(part => Microseconds(laps[(StepPart)part]))]);
            walk.MoveOn();
        }

        return new StepTimes(Name, batch, threads, MeanOfMiddleHalf(steps), Copying(data, batch));
    }

    /// <summary>A mean that leaves out interruptions and the first steps; unlike medians, the means of the parts add up
    /// to the step.</summary>
    private static double[] MeanOfMiddleHalf(List<double[]> steps)
    {
        double[][] middle = [.. steps.OrderBy(step => step.Sum()).Skip(steps.Count / 4).Take(steps.Count / 2)];
        return [.. Enumerable.Range(0, StepLaps.Parts).Select(part => middle.Average(step => step[part]))];
    }

    private static double Copying(SpeedData data, int batch)
    {
        var images = new LabeledImages(1, 1, TNetwork.InputLength, data.Images, data.Labels);
        var batches = new PlainBatches(images, new TrainerOptions { BatchSize = batch });
        batches.Begin(epoch: 0, done: 0);
        List<double> times = [];
        long before = Stopwatch.GetTimestamp();
        while (batches.Next())
        {
            long after = Stopwatch.GetTimestamp();
            times.Add(Microseconds(after - before));
            before = after;
        }

        return Quantile.Median([.. times]);
    }

    private static double Microseconds(long ticks) => ticks * 1e6 / Stopwatch.Frequency;
}
