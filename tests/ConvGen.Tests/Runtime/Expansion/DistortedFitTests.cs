namespace ConvGen.Tests.Runtime.Expansion;

/// <summary>Training on images that change from epoch to epoch.</summary>
public sealed class DistortedFitTests
{
    private static readonly Distortion Distortion = new() { RotationDegrees = 40f, Scale = 0.2f, Shift = 1f, ElasticAlpha = 5f };

    private static readonly Augmentation Photographs = Augmentation.Sequence(
        new RandomCrop { Padding = 1, Border = ImageBorder.Edge },
        new RandomFlip { Vertical = 0.5f },
        new ColorJitter { Brightness = 0.2f, Contrast = 0.2f },
        new ChannelScaling([0.1f], [0.7f]),
        new Cutout { Size = 2 });

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Fit_trains_on_the_images_of_a_sequence_with_every_number_of_threads(int threads)
    {
        LabeledImages train = TestData.Images(203);
        LinearNet changed = new(seed: 1), byHand = new(seed: 1);
        using var trainer = new Trainer<LinearNet>(
            changed,
            new Sgd(0.1f),
            new TrainerOptions { BatchSize = 10, Threads = threads, Seed = 3, Augmentation = Photographs });
        trainer.Fit(train, epochs: 2);

        using var handTrainer = new Trainer<LinearNet>(
            byHand, new Sgd(0.1f), new TrainerOptions { BatchSize = 10, Threads = 1, Seed = 3 });
        handTrainer.Fit(Photographs.Apply(train, seed: 3, epoch: 1), epochs: 1);
        handTrainer.Fit(Photographs.Apply(train, seed: 3, epoch: 2), epochs: 1);
        Assert.Equal(byHand.Snapshot(), changed.Snapshot());
    }

    [Fact]
    public void Fit_reports_images_that_cannot_be_changed_and_changes_nothing()
    {
        LinearNet net = new(seed: 1);
        float[] before = net.Snapshot();
        using var trainer = new Trainer<LinearNet>(
            net, new Sgd(0.1f), new TrainerOptions { Augmentation = new ChannelScaling([0, 0], [1, 1]) });
        ArgumentException exception = Assert.Throws<ArgumentException>("train", () => trainer.Fit(TestData.Images(10), epochs: 1));
        Assert.Contains("2 channels", exception.Message, StringComparison.Ordinal);
        Assert.Equal(before, net.Snapshot());
        Assert.Equal(0, trainer.Steps);
        Assert.Null(trainer.Unfinished);
    }

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
            Augmentation = Distortion,
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
            distorted, new Sgd(0.1f), new TrainerOptions { BatchSize = 20, Shuffle = false, Augmentation = Distortion });
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
            net, new Sgd(0.1f), new TrainerOptions { BatchSize = 4, Threads = 2, Augmentation = new Distortion { RotationDegrees = 1f } });
        float[] pixels = TestData.Floats(40 * LinearNet.Inputs);
        pixels.AsSpan(30 * LinearNet.Inputs, LinearNet.Inputs).Fill(float.NaN);
        var broken = new LabeledImages(1, LinearNet.Inputs, 1, pixels, new int[40]);
        Assert.Throws<NonFiniteLossException>(() => trainer.Fit(broken, epochs: 1));
        long steps = trainer.Steps;
        trainer.Fit(broken.Slice(0, 20), epochs: 1);
        Assert.Equal(steps + 5, trainer.Steps);
    }
}
