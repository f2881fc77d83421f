using ConvGen.Tests.Runtime;

namespace ConvGen.Tests.Files;

public sealed class CheckpointTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("convgen-checkpoint-").FullName;

    public static TheoryData<string> Runs => [.. CheckpointRun.All.Keys];

    private string Saved => Path.Combine(_folder, "run.checkpoint");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Runs))]
    public void A_run_that_is_resumed_after_any_of_its_steps_ends_with_the_same_bits(string name)
    {
        CheckpointRun run = CheckpointRun.All[name];
        Ending straight = RunStraight(run);
        for (int stop = 1; stop <= CheckpointRun.Steps; stop++)
        {
            using (Trainer<SavedNet> first = run.Start())
            {
                RunUpTo(first, stop, report => CheckpointRun.Fit(first, report.Handle, report.Cancellation));
                first.SaveCheckpoint(Saved);
            }

            AssertEndsAs(straight, run, stop);
        }
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public void A_run_that_is_stopped_after_each_of_its_steps_ends_with_the_same_bits(string name)
    {
        CheckpointRun run = CheckpointRun.All[name];
        Ending straight = RunStraight(run);
        using (Trainer<SavedNet> first = run.Start())
        {
            RunUpTo(first, 1, report => CheckpointRun.Fit(first, report.Handle, report.Cancellation));
            first.SaveCheckpoint(Saved);
        }

        for (int stop = 2; stop < CheckpointRun.Steps; stop++)
        {
            using Trainer<SavedNet> next = run.Start(networkSeed: stop, threads: 1 + stop % 3);
            next.LoadCheckpoint(Saved);
            RunUpTo(next, stop, report => CheckpointRun.Resume(next, report.Handle, report.Cancellation));
            next.SaveCheckpoint(Saved);
        }

        AssertEndsAs(straight, run, CheckpointRun.Steps - 1);
    }

    [Fact]
    public void A_progress_report_may_save_a_checkpoint()
    {
        CheckpointRun run = CheckpointRun.All["momentum"];
        Ending straight = RunStraight(run);
        using Trainer<SavedNet> trainer = run.Start();
        int reports = 0;
        TrainingHistory history = CheckpointRun.Fit(trainer, _ => trainer.SaveCheckpoint($"{Saved}{++reports}"));
        AssertSame(straight, trainer, history);
        Assert.Equal(CheckpointRun.Steps, reports);
        for (int i = 1; i <= reports; i++)
        {
            File.Move($"{Saved}{i}", Saved, overwrite: true);
            AssertEndsAs(straight, run, i);
        }
    }

    [Fact]
    public void Another_thread_may_save_during_the_run()
    {
        CheckpointRun run = CheckpointRun.All["best"];
        Ending straight = RunStraight(run);
        using Trainer<SavedNet> trainer = run.Start();
        using var ended = new ManualResetEventSlim();
        using var begun = new ManualResetEventSlim();
        int saved = 0;
        Thread saver = new(() =>
        {
            begun.Wait();
            for (; !ended.IsSet && saved < 20; saved++)
            {
                trainer.SaveCheckpoint($"{Saved}{saved}");
            }
        });
        saver.Start();
        CheckpointRun.Fit(trainer, _ => begun.Set());
        ended.Set();
        saver.Join();
        for (int i = 0; i < saved; i++)
        {
            using Trainer<SavedNet> next = run.Start();
            next.LoadCheckpoint($"{Saved}{i}");
            if (next.Unfinished is null)
            {
                Assert.Equal(straight.Weights, SaveTests.Bits(next.Network));
            }
            else
            {
                AssertSame(straight, next, CheckpointRun.Resume(next));
            }
        }
    }

    /// <summary>The best epoch is the one with the lowest loss, and the checkpoint contains it.</summary>
    [Fact]
    public void A_regression_is_resumed_with_its_best_epoch()
    {
        LabeledImages train = TestData.Images(203), validation = TestData.Images(100, seed: 9);
        TrainerOptions options = new() { BatchSize = 10, KeepBest = true, EarlyStoppingPatience = 3 };
        Trainer<LinearNet> Start() => new(new LinearNet(LinearNet.Squares, seed: 1), new Sgd(0.3f) { Momentum = 0.9f }, options);
        using Trainer<LinearNet> straight = Start(), next = Start();
        TrainingHistory history = straight.Fit(
            train, epochs: 30, validation, new EpochEnds(epoch => straight.SaveCheckpoint($"{Saved}{epoch}")));
        Assert.Equal(history.Best!.Epoch + 3, history.Epochs.Count);

        next.LoadCheckpoint($"{Saved}{history.Best.Epoch + 1}");
        TrainingHistory resumed = next.Resume(train, validation);
        Assert.Equal(straight.Network.Snapshot(), next.Network.Snapshot());
        Assert.Equal(history.Best.Epoch, resumed.Best!.Epoch);
        Assert.All(resumed.Epochs, epoch => Assert.Equal(double.NaN, epoch.Validation!.Accuracy));
    }

    [Fact]
    public void A_checkpoint_between_steps_continues_with_the_next_step()
    {
        Sgd Optimizer() => new(0.1f) { Momentum = 0.9f };
        using Trainer<SavedNet> straight = new(new SavedNet(1), Optimizer()), first = new(new SavedNet(1), Optimizer());
        Step(straight);
        Step(first);
        first.SaveCheckpoint(Saved);
        using Trainer<SavedNet> second = new(new SavedNet(2), Optimizer());
        second.LoadCheckpoint(Saved);
        Assert.Null(second.Unfinished);
        Assert.Equal((1, 0.05f), (second.Steps, second.Optimizer.LearningRate));
        Step(straight);
        Step(second);
        Assert.Equal(SaveTests.Bits(straight.Network), SaveTests.Bits(second.Network));

        static void Step(Trainer<SavedNet> trainer)
        {
            trainer.Step(CheckpointRun.Train.Pixels, CheckpointRun.Train.Labels);
            trainer.Optimizer.LearningRate = 0.05f;
        }
    }

    [Fact]
    public void A_checkpoint_between_two_calls_of_Fit_continues_with_the_next_epoch()
    {
        CheckpointRun run = CheckpointRun.All["momentum"];
        using Trainer<SavedNet> straight = run.Start(), first = run.Start();
        CheckpointRun.Fit(straight);
        CheckpointRun.Fit(straight);
        CheckpointRun.Fit(first);
        first.SaveCheckpoint(Saved);
        using Trainer<SavedNet> second = run.Start();
        second.LoadCheckpoint(Saved);
        Assert.Null(second.Unfinished);
        Assert.Equal([4, 5, 6], CheckpointRun.Fit(second).Epochs.Select(epoch => epoch.Epoch));
        Assert.Equal(SaveTests.Bits(straight.Network), SaveTests.Bits(second.Network));
    }

    [Fact]
    public void An_unfinished_run_can_be_inspected_and_resumed_without_a_file()
    {
        CheckpointRun run = CheckpointRun.All["best"];
        Ending straight = RunStraight(run);
        using Trainer<SavedNet> trainer = run.Start();
        Assert.Null(trainer.Unfinished);
        RunUpTo(trainer, 6, report => CheckpointRun.Fit(trainer, report.Handle, report.Cancellation));
        TrainingProgress unfinished = trainer.Unfinished!;
        Assert.Equal((2, 3, 14, 25), (unfinished.Epoch, unfinished.Epochs, unfinished.ImagesSeen, unfinished.ImagesTotal));
        AssertSame(straight, trainer, CheckpointRun.Resume(trainer));
        Assert.Null(trainer.Unfinished);
    }

    [Fact]
    public void A_new_call_of_Fit_abandons_the_unfinished_run()
    {
        CheckpointRun run = CheckpointRun.All["plain"];
        using Trainer<SavedNet> trainer = run.Start();
        RunUpTo(trainer, 6, report => CheckpointRun.Fit(trainer, report.Handle, report.Cancellation));
        Assert.Single(trainer.Fit(CheckpointRun.Train, epochs: 1).Epochs);
        Assert.Null(trainer.Unfinished);
        Assert.Throws<InvalidOperationException>(() => CheckpointRun.Resume(trainer));
    }

    [Fact]
    public void Other_images_are_reported_before_anything_changes()
    {
        using Trainer<SavedNet> trainer = CheckpointRun.All["plain"].Start();
        RunUpTo(trainer, 6, report => CheckpointRun.Fit(trainer, report.Handle, report.Cancellation));
        int[] before = SaveTests.Bits(trainer.Network);
        LabeledImages train = CheckpointRun.Train, validation = CheckpointRun.Validation;
        var relabelled = new LabeledImages(1, 6, 6, train.Pixels.ToArray(), [.. train.Labels.ToArray().Reverse()]);
        AssertNames("train", "24 images", "began with 25", () => trainer.Resume(train.Slice(0, 24), validation));
        AssertNames("train", "different labels", "", () => trainer.Resume(relabelled, validation));
        AssertNames("validation", "0 images", "began with 10", () => trainer.Resume(train));
        AssertNames("validation", "9 images", "began with 10", () => trainer.Resume(train, validation.Slice(0, 9)));
        Assert.Equal(before, SaveTests.Bits(trainer.Network));
        Assert.NotNull(trainer.Unfinished);

        static void AssertNames(string argument, string found, string expected, Action call)
        {
            ArgumentException exception = Assert.Throws<ArgumentException>(call);
            Assert.Equal(argument, exception.ParamName);
            Assert.Contains(found, exception.Message, StringComparison.Ordinal);
            Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Fit_Resume_and_LoadCheckpoint_during_Fit_are_rejected()
    {
        using Trainer<SavedNet> trainer = CheckpointRun.All["plain"].Start();
        trainer.SaveCheckpoint(Saved);
        int reports = 0;
        CheckpointRun.Fit(trainer, _ =>
        {
            reports++;
            Assert.Throws<InvalidOperationException>(() => CheckpointRun.Fit(trainer));
            Assert.Throws<InvalidOperationException>(() => CheckpointRun.Resume(trainer));
            Assert.Throws<InvalidOperationException>(() => trainer.LoadCheckpoint(Saved));
        });
        Assert.Equal(CheckpointRun.Steps, reports);
        trainer.LoadCheckpoint(Saved);
        Assert.Equal(0, trainer.Steps);
    }

    private static Ending RunStraight(CheckpointRun run)
    {
        using Trainer<SavedNet> trainer = run.Start();
        TrainingHistory history = CheckpointRun.Fit(trainer);
        return new Ending(SaveTests.Bits(trainer.Network), trainer.Steps, history);
    }

    /// <summary>Runs the given number of steps and cancels.</summary>
    private static void RunUpTo(Trainer<SavedNet> trainer, long steps, Action<Stop> train)
    {
        using var source = new CancellationTokenSource();
        bool isTheLastStep = steps == CheckpointRun.Steps;
        var stop = new Stop(trainer, steps, source, Breaks: isTheLastStep);
        if (isTheLastStep)
        {
            // After the last step nothing can be cancelled, so the progress report throws, like a program that crashes
            // in it.
            Assert.Throws<TimeoutException>(() => train(stop));
        }
        else
        {
            Assert.Throws<OperationCanceledException>(() => train(stop));
        }

        Assert.Equal(steps, trainer.Steps);
    }

    private void AssertEndsAs(Ending straight, CheckpointRun run, int stop)
    {
        using Trainer<SavedNet> trainer = run.Start(networkSeed: 7, threads: 1 + stop % 4);
        trainer.LoadCheckpoint(Saved);
        Assert.Equal(stop, trainer.Steps);
        AssertSame(straight, trainer, CheckpointRun.Resume(trainer));
    }

    private static void AssertSame(Ending straight, Trainer<SavedNet> trainer, TrainingHistory history)
    {
        Assert.Equal(straight.Weights, SaveTests.Bits(trainer.Network));
        Assert.Equal(straight.Steps, trainer.Steps);
        Assert.Equal(straight.History.Epochs.Select(Figures), history.Epochs.Select(Figures));
        Assert.Equal(straight.History.Best!.Epoch, history.Best!.Epoch);
        Assert.All(history.Epochs, epoch => Assert.True(epoch.Seconds > 0 && epoch.ImagesPerSecond > 0));
    }

    private static string Figures(EpochResult epoch)
    {
        Evaluation validation = epoch.Validation!;
        int[] confusion = [.. Enumerable.Range(0, 9).Select(i => validation.Confusion[i / 3, i % 3])];
        return $"{epoch.Epoch} {epoch.Loss:R} {validation.Count} {validation.Loss:R} {string.Join(' ', confusion)} "
            + string.Join(' ', validation.Mistakes);
    }

    private sealed record Ending(int[] Weights, long Steps, TrainingHistory History);

    private sealed record Stop(Trainer<SavedNet> Trainer, long Steps, CancellationTokenSource Source, bool Breaks)
    {
        public CancellationToken Cancellation => Source.Token;

        public void Handle(TrainingProgress report)
        {
            if (Trainer.Steps == Steps)
            {
                Source.Cancel();
                if (Breaks)
                {
                    throw new TimeoutException();
                }
            }
        }
    }

    private sealed class EpochEnds(Action<int> act) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            if (value.ImagesSeen == value.ImagesTotal)
            {
                act(value.Epoch);
            }
        }
    }
}
