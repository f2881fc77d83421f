using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using ConvGen.Tests.Candidates;

namespace ConvGen.Tests.Runtime;

/// <summary>The metrics and activities of trainings. Listening to them makes every training in the process allocate
/// memory, so these tests do not run in parallel with allocation tests.</summary>
[Collection(nameof(AloneOnTheMachine))]
public sealed class TrainingMeterTests
{
    private const int BatchSize = 997;

    [Fact]
    public void Steps_are_measured_and_calls_are_activities()
    {
        ConcurrentBag<(string Instrument, double Value)> measured = [];
        using MeterListener listener = new()
        {
            InstrumentPublished = (instrument, owner) =>
            {
                if (instrument.Meter.Name == "ConvGen")
                {
                    owner.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => measured.Add((instrument.Name, value)));
        listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => measured.Add((instrument.Name, value)));
        listener.Start();

        ConcurrentBag<Activity> activities = [];
        using ActivityListener watcher = new()
        {
            ShouldListenTo = source => source.Name == "ConvGen",
            Sample = (ref _) => ActivitySamplingResult.AllData,
            ActivityStopped = activities.Add,
        };
        ActivitySource.AddActivityListener(watcher);

        using Trainer<LinearNet> trainer = new(new LinearNet(seed: 1), new Sgd(0.1f), new() { BatchSize = BatchSize });
        TrainingHistory history = trainer.Fit(TestData.Images(BatchSize), epochs: 2);

        Assert.Equal(2, measured.Count(measurement => measurement == ("convgen.training.images", BatchSize)));
        Assert.All(history.Epochs, epoch => Assert.Contains(("convgen.training.loss", (double)(float)epoch.Loss), measured));
        Assert.Contains(measured, measurement => measurement.Instrument == "convgen.training.step.duration" && measurement.Value > 0);
        Activity fit = Assert.Single(activities, activity =>
            activity.OperationName == "ConvGen.Fit" && Equals(activity.GetTagItem("convgen.batch_size"), BatchSize));
        Assert.Equal("Linear5To3", fit.GetTagItem("convgen.network"));
        Assert.Equal(
            [1, 2],
            activities.Where(activity => activity.ParentSpanId == fit.SpanId && activity.OperationName == "ConvGen.Epoch")
                .Select(activity => (int)activity.GetTagItem("convgen.epoch")!).Order());
    }
}
