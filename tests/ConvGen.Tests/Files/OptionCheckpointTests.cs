using System.Text;
using ConvGen.Tests.Behaviour;

namespace ConvGen.Tests.Files;

/// <summary>Checkpoints of trainings that freeze, average and accumulate, alone and together.</summary>
public sealed class OptionCheckpointTests : IDisposable
{
    private const int Epochs = 2, BatchesPerEpoch = 4;

    private static readonly Dictionary<string, (Func<Optimizer> Optimizer, Func<int, TrainerOptions> Options)> All = new()
    {
        ["averaged"] = (
            () => new Sgd(0.1f) { Momentum = 0.9f },
            threads => new() { BatchSize = 7, Threads = threads, WeightAverage = new(0.9f) { WarmUp = true } }),
        ["frozen"] = (
            () => new AdamW(0.05f),
            threads => new() { BatchSize = 7, Threads = threads, Frozen = ["Conv1", "Dense1.bias"], MaxGradientNorm = 0.1f }),
        ["accumulated"] = (
            () => new Sgd(0.5f) { Momentum = 0.9f },
            threads => new() { BatchSize = 7, Threads = threads, BatchesPerUpdate = 3 }),
        ["everything"] = (
            () => new AdamW(0.05f),
            threads => new()
            {
                BatchSize = 7,
                Threads = threads,
                BatchesPerUpdate = 3,
                Frozen = ["Conv1.weight"],
                WeightAverage = new(0.5f),
                MaxGradientNorm = 0.1f,
                KeepBest = true,
                Schedule = Schedule.OneCycle(),
                ClassWeights = [0.5f, 1f, 2f],
                Augmentation = new Distortion() { Shift = 1f },
            }),
    };

    private readonly string _folder = Directory.CreateTempSubdirectory("convgen-options-").FullName;

    public static TheoryData<string> Settings => [.. All.Keys];

    private string Saved => Path.Combine(_folder, "run.checkpoint");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Settings))]
    public void A_run_that_is_resumed_after_any_mini_batch_ends_with_the_same_bits(string name)
    {
        using Trainer<SavedNet> straight = Start(name, networkSeed: 1, threads: 1);
        straight.Fit(CheckpointRun.Train, Epochs, CheckpointRun.Validation);
        for (int stop = 1; stop < Epochs * BatchesPerEpoch; stop++)
        {
            using (Trainer<SavedNet> first = Start(name, networkSeed: 1, threads: 2))
            {
                using var source = new CancellationTokenSource();
                var counter = new Counter(stop, source);
                Assert.Throws<OperationCanceledException>(
                    () => first.Fit(CheckpointRun.Train, Epochs, CheckpointRun.Validation, counter, source.Token));
                first.SaveCheckpoint(Saved);
                Assert.Equal(name is "accumulated" or "everything" && stop % 4 is 1 or 2, first.PendingBatches > 0);
            }

            using Trainer<SavedNet> next = Start(name, networkSeed: 5, threads: 1 + stop % 3);
            next.LoadCheckpoint(Saved);
            next.Resume(CheckpointRun.Train, CheckpointRun.Validation);
            AssertSame(straight, next, isAveraged: name is "averaged" or "everything");
        }
    }

    [Fact]
    public void Single_steps_continue_in_the_middle_of_an_update()
    {
        using Trainer<SavedNet> straight = Start("everything", networkSeed: 1, threads: 1),
            first = Start("everything", networkSeed: 1, threads: 2), next = Start("everything", networkSeed: 2, threads: 3);
        for (int step = 0; step < 5; step++)
        {
            Step(straight, step);
            Step(first, step);
        }

        first.SaveCheckpoint(Saved);
        next.LoadCheckpoint(Saved);
        Assert.Equal((1, 2), (next.Steps, next.PendingBatches));
        for (int step = 5; step < 9; step++)
        {
            Step(straight, step);
            Step(next, step);
        }

        Assert.Equal(3, next.Steps);
        AssertSame(straight, next, isAveraged: true);
    }

    [Fact]
    public void A_checkpoint_between_two_updates_discards_pending_mini_batches()
    {
        using Trainer<SavedNet> straight = Start("accumulated", networkSeed: 1, threads: 1),
            trainer = Start("accumulated", networkSeed: 1, threads: 1);
        trainer.SaveCheckpoint(Saved);
        Step(trainer, 7);
        trainer.LoadCheckpoint(Saved);
        Assert.Equal(0, trainer.PendingBatches);
        for (int step = 0; step < 3; step++)
        {
            Step(straight, step);
            Step(trainer, step);
        }

        AssertSame(straight, trainer, isAveraged: false);
    }

    [Fact]
    public void Other_options_are_reported()
    {
        using Trainer<SavedNet> trainer = Start("accumulated", networkSeed: 1, threads: 1);
        trainer.SaveCheckpoint(Saved);
        AssertReported(new() { BatchSize = 7, BatchesPerUpdate = 2 }, "expected \"batches per update 2\", found \"batches per update 3\"");
        AssertReported(new() { BatchSize = 7 }, "expected nothing, found \"batches per update 3\"");
        AssertReported(
            new() { BatchSize = 7, BatchesPerUpdate = 3, WeightAverage = new(0.5f) },
            "expected \"weight average with decay 0.5, warm-up: False\", found nothing");

        void AssertReported(TrainerOptions options, string problem)
        {
            using Trainer<SavedNet> other = new(new SavedNet(), All["accumulated"].Optimizer(), options);
            NetworkFileException exception = Assert.Throws<NetworkFileException>(() => other.LoadCheckpoint(Saved));
            Assert.Contains(problem, exception.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("accumulated.batches", "2", "3", "a whole number from 0 to 2")]
    [InlineData("accumulated.batches", "2", "0", "at least one mini-batch")]
    [InlineData("accumulated.samples", "14", "1", "at least one mini-batch")]
    [InlineData("accumulated.lossTerms", "14", "3", "at least one mini-batch")]
    [InlineData("accumulated.firstLossTerms", "7", "NaN", "a finite number above 0")]
    public void Impossible_counts_are_rejected_and_change_nothing(string key, string from, string to, string problem)
    {
        using Trainer<SavedNet> trainer = Start("accumulated", networkSeed: 1, threads: 1);
        Step(trainer, 0);
        Step(trainer, 1);
        trainer.SaveCheckpoint(Saved);
        var file = PlainFile.Read(File.ReadAllBytes(Saved));
        string header = file.Header.Replace($"\"convgen.{key}\":\"{from}\"", $"\"convgen.{key}\":\"{to}\"", StringComparison.Ordinal);
        Assert.NotEqual(file.Header, header);
        byte[] bytes = PlainFile.Join(Encoding.UTF8.GetBytes(PlainFile.RightChecksum(header, file.Data)), file.Data);
        File.WriteAllBytes(Saved, bytes);
        int[] before = SaveTests.Bits(trainer.Network);
        NetworkFileException exception = Assert.Throws<NetworkFileException>(() => trainer.LoadCheckpoint(Saved));
        Assert.Contains(problem, exception.Message, StringComparison.Ordinal);
        Assert.Equal(before, SaveTests.Bits(trainer.Network));
        Assert.Equal(2, trainer.PendingBatches);
    }

    private static Trainer<SavedNet> Start(string name, int networkSeed, int threads)
    {
        (Func<Optimizer> optimizer, Func<int, TrainerOptions> options) = All[name];
        return new(new SavedNet(networkSeed), optimizer(), options(threads)) { ReportInterval = TimeSpan.Zero };
    }

    private static void Step(Trainer<SavedNet> trainer, int step)
    {
        float[] images = Noise.Draw(7 * SavedNet.InputLength, seed: step);
        trainer.Step(images, [0, 1, 2, 2, 1, step % 3, 0]);
    }

    private static void AssertSame(Trainer<SavedNet> expected, Trainer<SavedNet> found, bool isAveraged)
    {
        Assert.Equal(SaveTests.Bits(expected.Network), SaveTests.Bits(found.Network));
        Assert.Equal((expected.Steps, expected.PendingBatches), (found.Steps, found.PendingBatches));
        if (isAveraged)
        {
            Assert.Equal(SaveTests.Bits(expected.AverageNetwork()), SaveTests.Bits(found.AverageNetwork()));
        }
    }

    /// <summary>Cancels after a number of mini-batches.</summary>
    private sealed class Counter(int stop, CancellationTokenSource source) : IProgress<TrainingProgress>
    {
        private int _reports;

        public void Report(TrainingProgress value)
        {
            if (++_reports == stop)
            {
                source.Cancel();
            }
        }
    }
}
