namespace ConvGen.Tests.Runtime.Expansion;

/// <summary>Training on images that change from epoch to epoch.</summary>
public sealed class DistortedFitTests
{
    private static readonly Distortion Distortion = new() { RotationDegrees = 40f, Scale = 0.2f, Shift = 1f, ElasticAlpha = 5f };

    [Theory]
    [InlineData(1, 10)]
    [InlineData(2, 10)]
    [InlineData(3, 7)]
    [InlineData(8, 1)]
    [InlineData(2, 1000)]
    public void Fit_trains_on_the_images_of_Apply(int threads, int batchSize)
    {
        LabeledImages train = TestData.Images(203);
        LinearNet distorted = new(seed: 1), byHand = new(seed: 1);
        using var trainer = new Trainer<LinearNet>(distorted, new Sgd(0.1f) { Momentum = 0.9f }, new TrainerOptions
        {
            BatchSize = batchSize,
            Threads = threads,
            Seed = 3,
            Distortion = Distortion,
        });
        trainer.Fit(train, epochs: 2);
        trainer.Fit(train, epochs: 1);

        using var handTrainer = new Trainer<LinearNet>(
            byHand, new Sgd(0.1f) { Momentum = 0.9f }, new TrainerOptions { BatchSize = batchSize, Threads = 1, Seed = 3 });
        foreach (int epoch in (int[])[1, 2, 3])
        {
            handTrainer.Fit(Distortion.Apply(train, seed: 3, epoch), epochs: 1);
        }

        Assert.Equal(byHand.Snapshot(), distorted.Snapshot());
        Assert.Equal(handTrainer.Steps, trainer.Steps);
    }

    [Fact]
    public void A_fixed_order_is_kept()
    {
        LabeledImages train = TestData.Images(50);
        LinearNet distorted = new(seed: 1), byHand = new(seed: 1);
        using var trainer = new Trainer<LinearNet>(
            distorted, new Sgd(0.1f), new TrainerOptions { BatchSize = 20, Shuffle = false, Distortion = Distortion });
        trainer.Fit(train, epochs: 1);

        LabeledImages seen = Distortion.Apply(train, seed: 0, epoch: 1);
        using var handTrainer = new Trainer<LinearNet>(byHand, new Sgd(0.1f));
        foreach ((int start, int count) in ((int, int)[])[(0, 20), (20, 20), (40, 10)])
        {
            LabeledImages batch = seen.Slice(start, count);
            handTrainer.Step(batch.Pixels, batch.Labels);
        }

        Assert.Equal(byHand.Snapshot(), distorted.Snapshot());
    }

    [Fact]
    public void Training_continues_with_the_next_epoch_after_a_loss_that_is_not_finite()
    {
        LinearNet net = new(seed: 1);
        using var trainer = new Trainer<LinearNet>(
            net, new Sgd(0.1f), new TrainerOptions { BatchSize = 4, Threads = 2, Distortion = new() { RotationDegrees = 1f } });
        float[] pixels = TestData.Floats(40 * LinearNet.Inputs);
        pixels.AsSpan(30 * LinearNet.Inputs, LinearNet.Inputs).Fill(float.NaN);
        var broken = new LabeledImages(1, LinearNet.Inputs, 1, pixels, new int[40]);
        Assert.Throws<NonFiniteLossException>(() => trainer.Fit(broken, epochs: 1));
        long steps = trainer.Steps;
        trainer.Fit(broken.Slice(0, 20), epochs: 1);
        Assert.Equal(steps + 5, trainer.Steps);
    }
}
