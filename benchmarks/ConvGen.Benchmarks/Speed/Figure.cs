using ConvGen.Benchmarks.Speed.Work;

namespace ConvGen.Benchmarks.Speed;

/// <summary>One measured number, as <c>--json</c> writes it.</summary>
/// <param name="Network">n1 to n6.</param>
/// <param name="Job"><c>train</c>, <c>infer</c> or <c>latency</c>.</param>
/// <param name="Batch">Samples per step or call.</param>
/// <param name="Threads">Threads that share the batch.</param>
/// <param name="VectorBits">The width of the vectors that the network computes with: 256 or 512.</param>
/// <param name="Value">The median, in <paramref name="Unit"/>.</param>
/// <param name="Unit"><c>images/s</c>, or <c>us</c> for a latency.</param>
/// <param name="P99">The 99th percentile in microseconds; null unless single calls are timed.</param>
/// <param name="ShareOfPeak">Dense arithmetic per second over <paramref name="Threads"/> times one core's FMA peak with the widest vectors
/// that the machine has.</param>
internal sealed record Figure(
    string Network, string Job, int Batch, int Threads, int VectorBits, double Value, string Unit, double? P99, double ShareOfPeak);

/// <summary>A figure, and what the table shows with it.</summary>
/// <param name="Figure">The figure.</param>
/// <param name="Peak">The peak of one core, measured with it, in floating-point operations per second.</param>
/// <param name="RatioToNarrowest">The speed relative to that with the narrowest vectors in the same run.</param>
internal readonly record struct Measured(Figure Figure, double Peak, double RatioToNarrowest)
{
    /// <summary>Measures a task, with all widths by turns.</summary>
    /// <param name="task">The task.</param>
    /// <param name="bench">Prepares the task.</param>
    /// <param name="seconds">About the time for each width.</param>
    public static Measured[] Measure(SpeedTask task, ISpeedBench bench, double seconds)
    {
        IReadOnlyList<ISpeedWork> works = bench.Open(task);
        try
        {
            Rates[] rates = Alternation.Measure(seconds, works);
            return [.. works.Zip(rates, (work, own) => new Measured(FigureOf(task, work, own), own.Peak, own.RatioToFirst))];
        }
        finally
        {
            foreach (ISpeedWork work in works)
            {
                work.Dispose();
            }
        }
    }

    private static Figure FigureOf(SpeedTask task, ISpeedWork work, Rates rates)
    {
        double share = rates.Share * SpeedNetwork.Named(task.Network).OperationsOf(task.Job) / task.Threads;
        CallTimes? times = work.Times();
        string job = task.Job switch
        {
            SpeedJob.Train => "train",
            SpeedJob.Infer => "infer",
            SpeedJob.Latency => "latency",
            _ => throw new ArgumentOutOfRangeException(nameof(task), task, "There is no such job."),
        };
        return new Figure(
            task.Network, job, task.Batch, task.Threads, work.VectorBits,
            times?.Median ?? rates.Rate, times is null ? "images/s" : "us", times?.P99, share);
    }
}
