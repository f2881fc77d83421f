using System.Text.Json.Serialization;

namespace ConvGen.Benchmarks.Speed;

/// <summary>A job that is measured.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SpeedJob>))]
internal enum SpeedJob
{
    /// <summary>Images per second through <see cref="Trainer{TNetwork}.Step(ReadOnlySpan{float}, ReadOnlySpan{int})"/>, every step on the
    /// next batch.</summary>
    Train,

    /// <summary>Images per second through <c>Predict</c>, every batch cut into parts for the threads.</summary>
    Infer,

    /// <summary>Microseconds from one image to its outputs, one at a time, on one thread.</summary>
    Latency,
}

/// <summary>A cell of the table: what to measure.</summary>
/// <param name="Network">n1 to n6.</param>
/// <param name="Job">The job.</param>
/// <param name="Batch">Images per step or call.</param>
/// <param name="Threads">Threads that share the batch.</param>
internal sealed record SpeedTask(string Network, SpeedJob Job, int Batch, int Threads)
{
    /// <summary>The tasks of a network for these options: training and inference for every batch and number of threads, then the
    /// latency.</summary>
    public static IEnumerable<SpeedTask> Of(SpeedNetwork network, int[] threads, int[] batches)
    {
        SpeedJob[] jobs = network.Trains ? [SpeedJob.Train, SpeedJob.Infer] : [SpeedJob.Infer];
        return jobs
            .SelectMany(_ => LargeImages.LimitBatches(network.Summary, batches), (job, batch) => (job, batch))
            .SelectMany(_ => threads, (pair, count) => new SpeedTask(network.Name, pair.job, pair.batch, count))
            .Append(new SpeedTask(network.Name, SpeedJob.Latency, Batch: 1, Threads: 1));
    }
}
