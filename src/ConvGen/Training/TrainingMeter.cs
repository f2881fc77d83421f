using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace ConvGen.Training;

/// <summary>Publishes metrics and activities for monitoring tools such as OpenTelemetry, through the meter and the activity
/// source <see cref="Name"/>. Costs nothing without a listener.</summary>
internal static class TrainingMeter
{
    /// <summary>The name of the meter and of the activity source.</summary>
    public const string Name = "ConvGen";

    private static readonly Meter Meter = new(Name);
    private static readonly Counter<long> Images = Meter.CreateCounter<long>(
        "convgen.training.images", "{image}", "Images that training steps have learned from.");

    private static readonly Histogram<double> StepTime = Meter.CreateHistogram<double>(
        "convgen.training.step.duration", "s", "Time of a training step.");

    private static readonly Gauge<double> Loss = Meter.CreateGauge<double>(
        "convgen.training.loss", "1", "Mean loss over the batch of the last training step, before its update.");

    private static readonly ActivitySource Activities = new(Name);

    /// <summary>Returns the timestamp of the start of a step; 0 without a listener.</summary>
    public static long Start() => StepTime.Enabled ? Stopwatch.GetTimestamp() : 0;

    /// <summary>Records a completed step. Without a listener, the JIT does not compile what records it.</summary>
    public static void Count(int images, float loss, long start)
    {
        if (Images.Enabled)
        {
            Images.Add(images);
        }

        if (Loss.Enabled)
        {
            Loss.Record(loss);
        }

        if (start != 0)
        {
            StepTime.Record(Stopwatch.GetElapsedTime(start).TotalSeconds);
        }
    }

    /// <summary>Starts an activity for a call of <c>Fit</c>; returns null without a listener.</summary>
    public static Activity? Fit(string network, int epochs, int batchSize) => Activities.StartActivity("ConvGen.Fit")?
        .SetTag("convgen.network", network).SetTag("convgen.epochs", epochs).SetTag("convgen.batch_size", batchSize);

    /// <summary>Starts an activity for an epoch.</summary>
    public static Activity? Epoch(int number) =>
        Activities.StartActivity("ConvGen.Epoch")?.SetTag("convgen.epoch", number);
}
