namespace ConvGen.Tests.Runtime;

public sealed class FitTests
{
    [Fact]
    public void Fit_learns_separable_classes()
    {
        var net = new LinearNet(seed: 1);
        using var trainer = new Trainer<LinearNet>(
            net, new Sgd(0.3f) { Momentum = 0.9f }, new TrainerOptions { BatchSize = 20, Threads = 2 });
        LabeledImages train = TestData.Images(1000), test = TestData.Images(300, seed: 2);
        double before = net.Evaluate(test).Accuracy;
        TrainingHistory history = trainer.Fit(train, epochs: 4, validation: test);
        double after = net.Evaluate(test).Accuracy;
        Assert.True(after > 0.85 && after > before, $"{before} -> {after}");
        Assert.Equal([1, 2, 3, 4], history.Epochs.Select(epoch => epoch.Epoch));
        Assert.True(history.Epochs[3].Loss < history.Epochs[0].Loss);
        Assert.Equal(after, history.Epochs[3].Validation!.Accuracy);
        Assert.All(history.Epochs, epoch => Assert.True(epoch.Seconds > 0 && epoch.ImagesPerSecond > 0));
    }

    [Fact]
    public void Every_epoch_uses_each_image_once_including_the_last_smaller_batch()
    {
        var net = new LinearNet(seed: 1);
        using var trainer = new Trainer<LinearNet>(net, new Sgd(0.1f), new TrainerOptions { BatchSize = 8 });
        var progress = new Recorder();
        trainer.Fit(TestData.Images(21), epochs: 2, progress: progress);
        Assert.Equal(6, trainer.Steps);
        TrainingProgress[] ends = [.. progress.Reports.Where(report => report.ImagesSeen == report.ImagesTotal)];
        Assert.Equal([1, 2], ends.Select(report => report.Epoch));
        Assert.All(ends, report => Assert.Equal((2, 21), (report.Epochs, report.ImagesTotal)));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    public void The_weights_are_the_same_bits_for_every_number_of_threads(int threads) =>
        Assert.Equal(Train(threads: 1, seed: 3, epochs: [2]), Train(threads, seed: 3, epochs: [2]));

    [Fact]
    public void Two_epochs_equal_one_epoch_twice() =>
        Assert.Equal(Train(threads: 1, seed: 3, epochs: [2]), Train(threads: 1, seed: 3, epochs: [1, 1]));

    [Fact]
    public void The_order_depends_on_the_seed() =>
        Assert.NotEqual(Train(threads: 1, seed: 3, epochs: [1]), Train(threads: 1, seed: 4, epochs: [1]));

    [Fact]
    public void Validation_runs_at_the_end_of_an_epoch()
    {
        var net = new LinearNet(seed: 1);
        using var trainer = new Trainer<LinearNet>(net, new Sgd(0.1f), new TrainerOptions { BatchSize = 8, Threads = 2 });
        var progress = new Recorder();
        LabeledImages validation = TestData.Images(30, seed: 9);
        TrainingHistory history = trainer.Fit(TestData.Images(40), 1, validation, progress);
        TrainingProgress end = progress.Reports[^1];
        Assert.Same(history.Epochs[0].Validation, end.Validation);
        Assert.Equal(30, end.Validation!.Count);
        Assert.Equal(history.Epochs[0].Loss, end.Loss);
        Assert.Equal(net.Evaluate(validation).Loss, end.Validation.Loss);
    }

    [Fact]
    public void Cancellation_takes_effect_between_two_steps()
    {
        var net = new LinearNet(seed: 1);
        using var trainer = new Trainer<LinearNet>(net, new Sgd(0.1f), new TrainerOptions { BatchSize = 1 });
        using var source = new CancellationTokenSource();
        var cancelAfterOneEpoch = new Recorder(_ => source.Cancel());
        Assert.Throws<OperationCanceledException>(
            () => trainer.Fit(TestData.Images(50), 10, progress: cancelAfterOneEpoch, cancellationToken: source.Token));
        Assert.Equal(50, trainer.Steps);
        Assert.Single(trainer.Fit(TestData.Images(5), 1).Epochs);
    }

    [Fact]
    public void Without_shuffling_every_epoch_uses_the_original_order()
    {
        LinearNet net = new(seed: 1), stepped = new(seed: 1);
        LabeledImages images = TestData.Images(20);
        using var trainer = new Trainer<LinearNet>(net, new Sgd(0.1f), new TrainerOptions { BatchSize = 8, Shuffle = false });
        trainer.Fit(images, epochs: 2);

        using var steps = new Trainer<LinearNet>(stepped, new Sgd(0.1f));
        foreach ((int start, int count) in new[] { (0, 8), (8, 8), (16, 4), (0, 8), (8, 8), (16, 4) })
        {
            LabeledImages batch = images.Slice(start, count);
            steps.Step(batch.Pixels, batch.Labels);
        }

        Assert.Equal(stepped.Snapshot(), net.Snapshot());
    }

    [Fact]
    public void KeepBest_restores_the_parameters_of_the_best_epoch()
    {
        // With this learning rate the accuracy fluctuates: the last epoch is not the best one.
        LabeledImages train = TestData.Images(203), validation = TestData.Images(100, seed: 9);
        var net = new LinearNet(seed: 1);
        List<float[]> weights = [];
        var recorder = new Recorder(report =>
        {
            if (report.Validation is not null)
            {
                weights.Add(net.Snapshot());
            }
        });
        using var trainer = new Trainer<LinearNet>(net, new Sgd(3f), new TrainerOptions { BatchSize = 10, KeepBest = true });
        TrainingHistory history = trainer.Fit(train, epochs: 6, validation, recorder);

        double best = history.Epochs.Max(epoch => epoch.Validation!.Accuracy);
        Assert.True(history.Epochs[^1].Validation!.Accuracy < best, "The last epoch is as good as any.");
        Assert.Equal(history.Epochs.Last(epoch => epoch.Validation!.Accuracy == best), history.Best);
        Assert.Equal(weights[history.Best!.Epoch - 1], net.Snapshot());
        Assert.Equal(best, net.Evaluate(validation).Accuracy);
    }

    [Fact]
    public void The_best_epoch_of_a_regression_has_the_lowest_loss()
    {
        LabeledImages train = TestData.Images(203), validation = TestData.Images(100, seed: 9);
        var net = new LinearNet(LinearNet.Squares, seed: 1);
        List<float[]> weights = [];
        var recorder = new Recorder(report =>
        {
            if (report.Validation is not null)
            {
                weights.Add(net.Snapshot());
            }
        });

        // The gradient of a mean over three outputs is small; momentum makes the loss fluctuate.
        TrainerOptions options = new() { BatchSize = 10, KeepBest = true, EarlyStoppingPatience = 3 };
        using var trainer = new Trainer<LinearNet>(net, new Sgd(0.3f) { Momentum = 0.9f }, options);
        TrainingHistory history = trainer.Fit(train, epochs: 30, validation, recorder);

        double[] losses = [.. history.Epochs.Select(epoch => epoch.Validation!.Loss)];
        int best = Array.IndexOf(losses, losses.Min());
        Assert.InRange(best, 1, losses.Length - 2);
        Assert.Equal(losses.Length - 1 - 3, best);
        Assert.Equal(history.Epochs[best], history.Best);
        Assert.Equal(weights[best], net.Snapshot());
    }

    [Fact]
    public void KeepBest_requires_validation_images()
    {
        var net = new LinearNet(seed: 1);
        using var trainer = new Trainer<LinearNet>(net, new Sgd(0.1f), new TrainerOptions { KeepBest = true });
        float[] before = net.Snapshot();
        ArgumentNullException exception = Assert.Throws<ArgumentNullException>(() => trainer.Fit(TestData.Images(20), epochs: 1));
        Assert.Equal("validation", exception.ParamName);
        Assert.Contains("TrainerOptions.KeepBest is set", exception.Message, StringComparison.Ordinal);
        Assert.Contains("pass images that are not in the training set", exception.Message, StringComparison.Ordinal);
        Assert.Equal(before, net.Snapshot());
    }

    private static float[] Train(int threads, int seed, int[] epochs)
    {
        var net = new LinearNet(seed: 1);
        using var trainer = new Trainer<LinearNet>(
            net, new Sgd(0.1f) { Momentum = 0.9f }, new TrainerOptions { BatchSize = 10, Threads = threads, Seed = seed });
        foreach (int count in epochs)
        {
            trainer.Fit(TestData.Images(203), count);
        }

        return net.Snapshot();
    }

    private sealed class Recorder(Action<TrainingProgress>? then = null) : IProgress<TrainingProgress>
    {
        public List<TrainingProgress> Reports { get; } = [];

        public void Report(TrainingProgress value)
        {
            Reports.Add(value);
            then?.Invoke(value);
        }
    }
}
