using System.Globalization;

namespace ConvGen.Tests.Runtime;

/// <summary>Tests the receivers of progress reports of <c>Fit</c>.</summary>
public sealed class ReportsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("convgen-reports-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_log_has_a_line_for_every_epoch_in_every_culture()
    {
        string path = Path.Combine(_folder, "log.csv");
        CultureInfo before = CultureInfo.CurrentCulture;
        TrainingHistory history;
        try
        {
            var comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            comma.NumberFormat.NumberDecimalSeparator = ",";
            CultureInfo.CurrentCulture = comma;
            using CsvLog log = new(path);
            using Trainer<LinearNet> trainer = Start(new() { BatchSize = 10, Schedule = Schedule.Exponential(0.5) });
            history = trainer.Fit(TestData.Images(30), epochs: 2, TestData.Images(20, seed: 2), log);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }

        string[] lines = File.ReadAllLines(path);
        Assert.Equal("epoch,loss,learning_rate,images_per_second,validation_loss,validation_accuracy", lines[0]);
        Assert.Equal(3, lines.Length);
        for (int epoch = 1; epoch <= 2; epoch++)
        {
            double[] values = [.. lines[epoch].Split(',').Select(text => double.Parse(text, CultureInfo.InvariantCulture))];
            EpochResult result = history.Epochs[epoch - 1];
            Assert.Equal(
                [
                    epoch, result.Loss, epoch == 1 ? 0.1f : 0.05f, Math.Round(result.ImagesPerSecond), result.Validation!.Loss,
                    result.Validation.Accuracy,
                ],
                values);
        }
    }

    [Fact]
    public void A_log_is_continued_and_unknown_values_are_empty()
    {
        string path = Path.Combine(_folder, "log.csv");
        for (int run = 0; run < 2; run++)
        {
            using CsvLog log = new(path);
            using Trainer<LinearNet> trainer = Start(new() { BatchSize = 10 });
            trainer.Fit(TestData.Images(30), epochs: 1, progress: log);
        }

        string[] lines = File.ReadAllLines(path);
        Assert.Equal(3, lines.Length);
        Assert.StartsWith("epoch,", lines[0], StringComparison.Ordinal);
        Assert.All(lines[1..], line => Assert.EndsWith(",,", line, StringComparison.Ordinal));
    }

    [Fact]
    public void A_log_omits_the_accuracy_of_a_regression()
    {
        string path = Path.Combine(_folder, "log.csv");
        using (CsvLog log = new(path))
        {
            using Trainer<LinearNet> trainer = new(new LinearNet(LinearNet.Squares, seed: 1), new Sgd(0.1f), new());
            trainer.Fit(TestData.Images(30), epochs: 1, TestData.Images(20, seed: 2), log);
        }

        string[] fields = File.ReadAllLines(path)[1].Split(',');
        Assert.Equal(6, fields.Length);
        Assert.InRange(double.Parse(fields[4], CultureInfo.InvariantCulture), 1e-3, 100);
        Assert.Equal("", fields[5]);
    }

    [Fact]
    public void Reports_reach_every_receiver_in_order()
    {
        List<string> calls = [];
        using Trainer<LinearNet> trainer = Start(new() { BatchSize = 10 });
        trainer.Fit(TestData.Images(10), epochs: 2, progress: new ProgressReports(
            new Receiver(report => calls.Add($"first {report.Epoch}")), new Receiver(report => calls.Add($"second {report.Epoch}"))));
        Assert.Equal(["first 1", "second 1", "first 2", "second 2"], calls);
    }

    [Fact]
    public void A_checkpoint_is_saved_every_few_epochs()
    {
        string path = Path.Combine(_folder, "checkpoint");
        List<(int Epoch, bool Exists)> seen = [];
        using Trainer<LinearNet> trainer = Start(new() { BatchSize = 10 });
        trainer.Fit(TestData.Images(30), epochs: 5, progress: new ProgressReports(
            trainer.SaveEvery(2, path),
            new Receiver(report =>
            {
                bool epochHasEnded = report.ImagesSeen == report.ImagesTotal;
                if (epochHasEnded)
                {
                    seen.Add((report.Epoch, File.Exists(path)));
                    File.Delete(path);
                }
            })));
        Assert.Equal([(1, false), (2, true), (3, false), (4, true), (5, false)], seen);
    }

    [Fact]
    public void Fit_stops_early_without_a_better_accuracy()
    {
        LabeledImages train = TestData.Images(40), validation = TestData.Images(60, seed: 2);

        // With a learning rate of zero, no epoch is better than the first.
        using Trainer<LinearNet> idle = new(new LinearNet(seed: 1), new Sgd(0f), new() { EarlyStoppingPatience = 3 });
        Assert.Equal(4, idle.Fit(train, epochs: 20, validation).Epochs.Count);
        Assert.Null(idle.Unfinished);

        using Trainer<LinearNet> learning = Start(new() { BatchSize = 10, EarlyStoppingPatience = 2 });
        double[] accuracies = [.. learning.Fit(train, epochs: 50, validation).Epochs.Select(epoch => epoch.Validation!.Accuracy)];
        Assert.InRange(accuracies.Length, 4, 49);
        Assert.Equal(accuracies.Length - 3, Array.IndexOf(accuracies, accuracies.Max()));
    }

    private static Trainer<LinearNet> Start(TrainerOptions options) => new(new LinearNet(seed: 1), new Sgd(0.1f), options);

    private sealed class Receiver(Action<TrainingProgress> receive) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => receive(value);
    }
}
