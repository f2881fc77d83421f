using ConvGen.Tests.Files;
using ConvGen.Tests.Runtime;

namespace ConvGen.Tests.Optimizers;

/// <summary>Several mini-batches make one update, equal to that of one mini-batch with all their samples. The network has a dropout, whose
/// masks must be the same too.</summary>
public sealed class AccumulationTests
{
    private static readonly LabeledImages Images = Draw(48);

    public static TheoryData<string> Settings => [.. All.Keys];

    private static Dictionary<string, (Func<Optimizer> Optimizer, Func<int, TrainerOptions> Options)> All { get; } = new()
    {
        ["plain"] = (() => new Sgd(0.2f), batches => new() { BatchesPerUpdate = batches }),
        ["momentum"] = (
            () => new Sgd(0.2f) { Momentum = 0.9f, WeightDecay = 0.1f }, batches => new() { BatchesPerUpdate = batches, Threads = 1 }),
        ["clipped"] = (() => new Sgd(0.5f), batches => new() { BatchesPerUpdate = batches, MaxGradientNorm = 0.02f, Threads = 3 }),
        ["weighted classes"] = (
            () => new Sgd(0.2f), batches => new() { BatchesPerUpdate = batches, ClassWeights = [0.1f, 3f, 1f], LabelSmoothing = 0.1f }),
        ["frozen"] = (
            () => new Sgd(0.2f) { Momentum = 0.9f },
            batches => new() { BatchesPerUpdate = batches, Frozen = ["Conv1.weight", "Dense1"], MaxGradientNorm = 0.02f }),
        ["averaged"] = (() => new Sgd(0.2f), batches => new() { BatchesPerUpdate = batches, WeightAverage = new(0.8f) { WarmUp = true } }),
    };

    [Theory]
    [MemberData(nameof(Settings))]
    public void An_update_equals_that_of_one_large_mini_batch(string name)
    {
        (Func<Optimizer> optimizer, Func<int, TrainerOptions> options) = All[name];
        int[][] cuts = [[24, 24], [7, 13, 28], [1, 1, 46], [16, 16, 16]];
        foreach (int[] sizes in cuts)
        {
            SavedNet start = new(seed: 1), large = new(seed: 1), small = new(seed: 1);
            using Trainer<SavedNet> one = new(large, optimizer(), options(1)), many = new(small, optimizer(), options(sizes.Length));
            for (int update = 0; update < 4; update++)
            {
                int[] before = SaveTests.Bits(small);
                double largeLoss = one.Step(Images.Pixels, Images.Labels), loss = 0;
                for (int batch = 0, first = 0; batch < sizes.Length; first += sizes[batch], batch++)
                {
                    Assert.Equal(batch, many.PendingBatches);
                    Assert.Equal(before, SaveTests.Bits(small));
                    loss += Step(many, first, sizes[batch]) * sizes[batch];
                }

                Assert.Equal((0, update + 1L, update + 1L), (many.PendingBatches, one.Steps, many.Steps));
                if (name != "weighted classes")
                {
                    Assert.Equal(largeLoss, loss / Images.Count, 1e-5);
                }

                AssertClose(large, small);
            }

            Assert.All(
                start.Parameters.Where(parameter => name != "frozen" || parameter.Name is "Conv1.bias" or "Dense2.weight"),
                parameter => Assert.NotEqual(SaveTests.Values(parameter), SaveTests.Values(small.Parameters[parameter.Name])));
            if (name == "averaged")
            {
                AssertClose(one.AverageNetwork(), many.AverageNetwork());
            }
        }
    }

    [Fact]
    public void The_same_bits_result_for_every_number_of_threads()
    {
        int[] Train(int threads)
        {
            using Trainer<SavedNet> trainer = new(
                new SavedNet(seed: 1),
                new AdamW(0.01f),
                new() { BatchSize = 10, BatchesPerUpdate = 3, MaxGradientNorm = 0.1f, WeightAverage = new(0.9f), Threads = threads });
            trainer.Fit(Images, epochs: 3);
            Assert.Equal(6, trainer.Steps);
            return [.. SaveTests.Bits(trainer.Network), .. SaveTests.Bits(trainer.AverageNetwork())];
        }

        int[] expected = Train(1);
        Assert.All((int[])[2, 3, 8], threads => Assert.Equal(expected, Train(threads)));
    }

    [Fact]
    public void Segments_of_normalized_layers_see_each_mini_batch()
    {
        float[] Train(int threads)
        {
            var network = new LinearNet(new NormalizedProgram(throughStatistics: true), seed: 7);
            using Trainer<LinearNet> trainer = new(
                network, new Sgd(0.1f), new() { BatchesPerUpdate = 2, Threads = threads, MaxGradientNorm = 0.5f });
            for (int step = 0; step < 6; step++)
            {
                trainer.Step(TestData.Floats(20 * LinearNet.Inputs, step), TestData.Floats(20 * LinearNet.Units, step + 50));
            }

            Assert.Equal(3, trainer.Steps);
            return network.Snapshot();
        }

        float[] expected = Train(1);
        Assert.All((int[])[2, 8], threads => Assert.Equal(expected, Train(threads)));
        Assert.DoesNotContain(float.NaN, expected);
    }

    /// <summary>25 images are mini-batches of 7, 7, 7 and 4: one update of three mini-batches, and one of the last.</summary>
    [Fact]
    public void The_last_update_of_an_epoch_uses_what_is_left()
    {
        SavedNet network = new(seed: 1), reference = new(seed: 1);
        LabeledImages train = Images.Slice(0, 25);
        using Trainer<SavedNet> trainer = new(
            network, new Sgd(0.2f) { Momentum = 0.9f }, new() { BatchSize = 7, BatchesPerUpdate = 3, Shuffle = false }),
            large = new(reference, new Sgd(0.2f) { Momentum = 0.9f });
        trainer.Fit(train, epochs: 2);
        Assert.Equal((4, 0), (trainer.Steps, trainer.PendingBatches));
        for (int epoch = 0; epoch < 2; epoch++)
        {
            Step(large, 0, 21);
            Step(large, 21, 4);
        }

        AssertClose(reference, network);
    }

    [Fact]
    public void An_update_of_a_single_mini_batch_has_the_bits_of_a_plain_step()
    {
        int[] Train(int batchesPerUpdate)
        {
            using Trainer<SavedNet> trainer = new(
                new SavedNet(seed: 1),
                new AdamW(0.01f),
                new() { BatchSize = 64, BatchesPerUpdate = batchesPerUpdate, MaxGradientNorm = 0.1f });
            trainer.Fit(Images, epochs: 3);
            Assert.Equal(3, trainer.Steps);
            return SaveTests.Bits(trainer.Network);
        }

        Assert.Equal(Train(1), Train(4));
    }

    [Fact]
    public void Schedules_count_updates()
    {
        var schedule = new Recorder();
        using Trainer<SavedNet> trainer = new(
            new SavedNet(seed: 1), new Sgd(0.1f), new() { BatchSize = 7, BatchesPerUpdate = 3, Schedule = schedule });
        trainer.Fit(Images.Slice(0, 25), epochs: 2);
        Assert.Equal([(0, 2), (0, 2), (0, 2), (1, 2), (2, 2), (2, 2), (2, 2), (3, 2)], schedule.Points);
    }

    [Fact]
    public void A_step_that_fails_changes_nothing()
    {
        SavedNet network = new(seed: 1), reference = new(seed: 1);
        TrainerOptions options = new() { BatchesPerUpdate = 2, MaxGradientNorm = 0.1f };
        using Trainer<SavedNet> trainer = new(network, new AdamW(0.1f), options), good = new(reference, new AdamW(0.1f), options);
        float[] bad = Images.Pixels[..SavedNet.InputLength].ToArray();
        bad[3] = float.NaN;
        for (int batch = 0; batch < 4; batch++)
        {
            int[] before = SaveTests.Bits(network);
            Assert.Equal(batch / 2 + 1, Assert.Throws<NonFiniteLossException>(() => trainer.Step(bad, [1])).Step);
            Assert.Equal((batch % 2, batch / 2), (trainer.PendingBatches, trainer.Steps));
            Assert.Equal(before, SaveTests.Bits(network));
            Step(trainer, batch * 8, 8);
            Step(good, batch * 8, 8);
        }

        Assert.Equal(2, trainer.Steps);
        Assert.Equal(SaveTests.Bits(reference), SaveTests.Bits(network));
        Assert.NotEqual(SaveTests.Bits(new SavedNet(seed: 1)), SaveTests.Bits(network));
    }

    [Fact]
    public void Fit_discards_pending_mini_batches()
    {
        int[] Train(bool hasPending)
        {
            using Trainer<SavedNet> trainer = new(new SavedNet(seed: 1), new Sgd(0.1f), new() { BatchSize = 8, BatchesPerUpdate = 3 });
            if (hasPending)
            {
                Step(trainer, 0, 5);
                Assert.Equal(1, trainer.PendingBatches);
            }

            trainer.Fit(Images, epochs: 1);
            Assert.Equal(2, trainer.Steps);
            return SaveTests.Bits(trainer.Network);
        }

        Assert.Equal(Train(hasPending: false), Train(hasPending: true));
    }

    [Fact]
    public void A_network_of_which_everything_is_frozen_is_trained_without_a_change()
    {
        SavedNet network = new(seed: 1);
        using Trainer<SavedNet> trainer = new(
            network,
            new AdamW(0.1f),
            new()
            {
                BatchesPerUpdate = 2,
                Frozen = ["Conv1", "Dense1", "Dense2"],
                MaxGradientNorm = 1f,
                WeightAverage = new(0.5f),
                Threads = 2,
            });
        Step(trainer, 0, 20);
        Assert.Equal((1, 0), (trainer.PendingBatches, trainer.Steps));
        Step(trainer, 20, 20);
        Assert.Equal((0, 1), (trainer.PendingBatches, trainer.Steps));
        Assert.Equal(SaveTests.Bits(new SavedNet(seed: 1)), SaveTests.Bits(network));
        Assert.Equal(SaveTests.Bits(network), SaveTests.Bits(trainer.AverageNetwork()));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Less_than_one_mini_batch_is_rejected(int batches) => Assert.Equal(
        "BatchesPerUpdate", Assert.Throws<ArgumentOutOfRangeException>(() => new TrainerOptions { BatchesPerUpdate = batches }).ParamName);

    private static float Step(Trainer<SavedNet> trainer, int first, int count)
    {
        LabeledImages batch = Images.Slice(first, count);
        return trainer.Step(batch.Pixels, batch.Labels);
    }

    private static void AssertClose(SavedNet expected, SavedNet found)
    {
        foreach (Parameter parameter in expected.Parameters)
        {
            Assert.All(
                SaveTests.Values(parameter).Zip(SaveTests.Values(found.Parameters[parameter.Name])),
                pair => Assert.Equal(pair.First, pair.Second, 1e-5));
        }
    }

    private static LabeledImages Draw(int count)
    {
        Random random = new(3);
        float[] pixels = [.. Enumerable.Range(0, count * SavedNet.InputLength).Select(_ => random.NextSingle())];
        int[] labels = [.. Enumerable.Range(0, count).Select(_ => random.Next(SavedNet.OutputLength))];
        return new LabeledImages(1, 6, 6, pixels, labels);
    }

    private sealed class Recorder : Schedule
    {
        public List<(long Step, int StepsPerEpoch)> Points { get; } = [];

        public override double FactorAt(in SchedulePoint point)
        {
            Points.Add((point.Step, point.StepsPerEpoch));
            return 1;
        }
    }
}
