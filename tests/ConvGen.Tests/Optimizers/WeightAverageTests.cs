using ConvGen.Tests.Behaviour;
using ConvGen.Tests.Files;

namespace ConvGen.Tests.Optimizers;

public sealed class WeightAverageTests
{
    private const int Steps = 12, Samples = 20;

    /// <summary>The reference computes the documented formula in double precision from the parameters after each step.</summary>
    [Theory]
    [InlineData(0.9f, false, 1)]
    [InlineData(0.9f, true, 2)]
    [InlineData(0.3f, true, 3)]
    [InlineData(0f, false, 2)]
    public void The_average_follows_the_formula(float decay, bool warmUp, int threads)
    {
        SmallNet network = new(seed: 1);
        TrainerOptions options = new() { WeightAverage = new WeightAverage(decay) { WarmUp = warmUp }, Threads = threads };
        using Trainer<SmallNet> trainer = new(network, new AdamW(0.02f), options);
        double[] expected = [];
        for (int step = 0; step < Steps; step++)
        {
            Step(trainer, step);
            float[] current = Values(network);
            double kept = warmUp ? Math.Min(decay, (1.0 + step) / (10 + step)) : decay;
            expected = step == 0
                ? [.. current.Select(value => (double)value)]
                : [.. expected.Zip(current, (average, value) => average + (1 - kept) * (value - average))];
            float[] found = Values(trainer.AverageNetwork());
            Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First, pair.Second, 2e-6));
            Assert.Equal(step == 0 || decay == 0, found.SequenceEqual(current));
        }
    }

    [Fact]
    public void The_average_does_not_influence_the_training()
    {
        int[] Train(WeightAverage? average)
        {
            SmallNet network = new(seed: 1);
            using Trainer<SmallNet> trainer = new(
                network, new Sgd(0.1f) { Momentum = 0.9f }, new() { BatchSize = 16, WeightAverage = average, MaxGradientNorm = 0.5f });
            trainer.Fit(Noise.Images(70), epochs: 2);
            return SaveTests.Bits(network);
        }

        Assert.Equal(Train(null), Train(new WeightAverage(0.5f)));
    }

    [Fact]
    public void The_same_bits_result_for_every_number_of_threads()
    {
        int[] Train(int threads)
        {
            using Trainer<SmallNet> trainer = new(
                new SmallNet(seed: 1), new AdamW(0.01f), new() { WeightAverage = new(0.8f), Threads = threads, BatchSize = 16 });
            trainer.Fit(Noise.Images(70), epochs: 2);
            return SaveTests.Bits(trainer.AverageNetwork());
        }

        int[] expected = Train(1);
        Assert.All((int[])[2, 3, 8], threads => Assert.Equal(expected, Train(threads)));
    }

    [Fact]
    public void Before_the_first_step_the_average_is_the_parameters()
    {
        SmallNet network = new(seed: 1);
        using Trainer<SmallNet> trainer = new(network, new Sgd(0.1f), new() { WeightAverage = new(0.9f) });
        Assert.Equal(SaveTests.Bits(network), SaveTests.Bits(trainer.AverageNetwork()));
        network.FromBytes(new SmallNet(seed: 5).ToBytes());
        Assert.Equal(SaveTests.Bits(network), SaveTests.Bits(trainer.AverageNetwork()));
        Step(trainer, 0);
        Assert.Equal(SaveTests.Bits(network), SaveTests.Bits(trainer.AverageNetwork()));
    }

    [Fact]
    public void Frozen_parameters_are_their_own_average()
    {
        SmallNet network = new(seed: 1);
        using Trainer<SmallNet> trainer = new(
            network, new Sgd(0.1f), new() { WeightAverage = new(0.9f), Frozen = ["Conv1", "Dense2.bias"] });
        Step(trainer, 0);
        Step(trainer, 1);
        float[] changed = [.. SaveTests.Values(network.Parameters["Conv1.weight"]).Select(value => value + 1)];
        network.Parameters["Conv1.weight"].CopyFrom(changed);
        SmallNet average = trainer.AverageNetwork();
        Assert.All((string[])["Conv1.weight", "Conv1.bias", "Dense2.bias"], name =>
            Assert.Equal(SaveTests.Values(network.Parameters[name]), SaveTests.Values(average.Parameters[name])));
        Assert.Equal(changed, SaveTests.Values(average.Parameters["Conv1.weight"]));
        Assert.NotEqual(
            SaveTests.Values(network.Parameters["Dense1.weight"]), SaveTests.Values(average.Parameters["Dense1.weight"]));
    }

    [Fact]
    public void A_step_that_fails_leaves_the_average_as_it_was()
    {
        using Trainer<SmallNet> trainer = new(new SmallNet(seed: 1), new Sgd(0.1f), new() { WeightAverage = new(0.9f) });
        Step(trainer, 0);
        Step(trainer, 1);
        int[] before = SaveTests.Bits(trainer.AverageNetwork());
        (float[] images, int[] labels) = Batch(2);
        images[5] = float.NaN;
        Assert.Throws<NonFiniteLossException>(() => trainer.Step(images, labels));
        Assert.Equal(before, SaveTests.Bits(trainer.AverageNetwork()));
    }

    [Fact]
    public void Training_continues_from_the_average_if_it_is_copied_into_the_network()
    {
        SmallNet network = new(seed: 1);
        using Trainer<SmallNet> trainer = new(network, new Sgd(0.1f), new() { WeightAverage = new(0.9f) });
        Step(trainer, 0);
        Step(trainer, 1);
        SmallNet average = trainer.AverageNetwork();
        trainer.CopyAverageTo(network);
        Assert.Equal(SaveTests.Bits(average), SaveTests.Bits(network));

        using Trainer<SmallNet> other = new(average, new Sgd(0.1f));
        Step(trainer, 2);
        Step(other, 2);
        Assert.Equal(SaveTests.Bits(average), SaveTests.Bits(network));
    }

    [Fact]
    public void The_best_epoch_is_kept_without_changing_the_average()
    {
        (int[] Weights, int[] Average) Train(bool keepsBest)
        {
            using Trainer<SmallNet> trainer = new(
                new SmallNet(seed: 1), new Sgd(1f), new() { BatchSize = 10, KeepBest = keepsBest, WeightAverage = new(0.7f) });
            TrainingHistory history = trainer.Fit(Noise.Images(40), epochs: 6, Noise.Images(20, seed: 2));
            Assert.True(history.Best!.Epoch < 6, "The best epoch must not be the last one.");
            return (SaveTests.Bits(trainer.Network), SaveTests.Bits(trainer.AverageNetwork()));
        }

        (int[] best, int[] averageWithBest) = Train(keepsBest: true);
        (int[] last, int[] average) = Train(keepsBest: false);
        Assert.NotEqual(last, best);
        Assert.Equal(average, averageWithBest);
    }

    [Fact]
    public void Wrong_calls_are_rejected()
    {
        Trainer<SmallNet> trainer = new(new SmallNet(), new Sgd(0.1f)), averaging = new(
            new SmallNet(), new Sgd(0.1f), new() { WeightAverage = new(0.5f) });
        Assert.Contains(
            "set TrainerOptions.WeightAverage",
            Assert.Throws<InvalidOperationException>(trainer.AverageNetwork).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>(() => averaging.CopyAverageTo(null!));
        averaging.Dispose();
        Assert.Throws<ObjectDisposedException>(averaging.AverageNetwork);
        trainer.Dispose();
        Assert.All((float[])[1f, -0.1f, float.NaN], decay => Assert.Throws<ArgumentOutOfRangeException>(() => new WeightAverage(decay)));
    }

    private static void Step(Trainer<SmallNet> trainer, int step)
    {
        (float[] images, int[] labels) = Batch(step);
        trainer.Step(images, labels);
    }

    private static (float[] Images, int[] Labels) Batch(int step)
    {
        LabeledImages images = Noise.Images(Samples, seed: step + 1);
        return (images.Pixels.ToArray(), images.Labels.ToArray());
    }

    private static float[] Values(SmallNet network) => [.. network.Parameters.SelectMany(SaveTests.Values)];
}
