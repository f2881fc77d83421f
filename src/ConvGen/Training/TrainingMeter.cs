using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace ConvGen.Training;

/// <summary>What tools that watch a process, such as OpenTelemetry, see of trainings: the meter and the activity source
/// <see cref="Name"/>. Costs nothing as long as nobody listens.</summary>
internal static class TrainingMeter
{
    /// <summary>Of the meter and of the activity source.</summary>
    public const string Name = "ConvGen";

    private static readonly Meter Meter = new(Name);
    private static readonly Counter<long> Images = Meter.CreateCounter<long>(
        "convgen.training.images", "{image}", "Images that training steps have learned from.");

    private static readonly Histogram<double> StepTime = Meter.CreateHistogram<double>(
        "convgen.training.step.duration", "s", "Time of a training step.");

    private static readonly Gauge<double> Loss = Meter.CreateGauge<double>(
        "convgen.training.loss", "1", "Mean loss over the batch of the last training step, before its update.");

    private static readonly ActivitySource Activities = new(Name);

    /// <summary>When a step begins; 0 when nobody wants to know.</summary>
    public static long Start() => StepTime.Enabled ? Stopwatch.GetTimestamp() : 0;

    /// <summary>Counts a step that has ended.</summary>
    public static void Count(int images, float loss, long start)
    {
        Images.Add(images);
        Loss.Record(loss);
        if (start != 0)
        {
            StepTime.Record(Stopwatch.GetElapsedTime(start).TotalSeconds);
        }
    }

    /// <summary>A call of <c>Fit</c>; null when nobody wants to know.</summary>
    public static Activity? Fit(string network, int epochs, int batchSize) => Activities.StartActivity("ConvGen.Fit")?
        .SetTag("convgen.network", network).SetTag("convgen.epochs", epochs).SetTag("convgen.batch_size", batchSize);

    /// <summary>An epoch of it.</summary>
    public static Activity? Epoch(int number) =>
        Activities.StartActivity("ConvGen.Epoch")?.SetTag("convgen.epoch", number);
}
