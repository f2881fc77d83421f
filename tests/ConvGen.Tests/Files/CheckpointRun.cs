namespace ConvGen.Tests.Files;

/// <summary>A training of <see cref="SavedNet"/>, which drops units at random, that can be stopped after any of its
/// steps.</summary>
internal sealed record CheckpointRun(Func<Optimizer> Optimizer, TrainerOptions Options)
{
    public const int Epochs = 3, Steps = Epochs * 4;

    private static readonly LabeledImages AllImages = Draw(35);

    /// <summary>25 images, which are 4 batches: three of 7 and one of 4.</summary>
    public static LabeledImages Train { get; } = AllImages.Slice(0, 25);

    public static LabeledImages Validation { get; } = AllImages.Slice(25, 10);

    /// <summary>One run for each setting that affects a checkpoint.</summary>
    public static IReadOnlyDictionary<string, CheckpointRun> All { get; } = new Dictionary<string, CheckpointRun>
    {
        ["plain"] = new(() => new Sgd(0.1f), Common()),
        ["momentum"] = new(() => new Sgd(0.1f) { Momentum = 0.9f, WeightDecay = 0.01f, DecaysBiases = false }, Common()),
        ["in order"] = new(() => new Sgd(0.1f), new() { BatchSize = 7, Seed = 3, Threads = 2, Shuffle = false }),
        ["distorted"] = new(
            () => new Sgd(0.1f) { Momentum = 0.5f },
            new() { BatchSize = 7, Seed = 3, Threads = 2, Augmentation = new Distortion { RotationDegrees = 20f, ElasticAlpha = 9f } }),
        ["augmented"] = new(
            () => new Sgd(0.1f) { Momentum = 0.5f },
            new()
            {
                BatchSize = 7,
                Seed = 3,
                Threads = 2,
                Augmentation = Augmentation.Sequence(
                    new RandomCrop { Padding = 2, Border = ImageBorder.Reflection },
                    new RandomFlip(),
                    new ColorJitter { Brightness = 0.3f, Contrast = 0.3f },
                    new ChannelScaling([0.5f], [0.3f]),
                    new Cutout { Size = 2 }),
            }),
        ["scheduled Adam"] = new(
            () => new AdamW(0.05f),
            new() { BatchSize = 7, Seed = 3, Threads = 2, Schedule = Schedule.OneCycle().WithWarmUp(), MaxGradientNorm = 0.5f }),
        ["RmsProp on a plateau"] = new(
            () => new RmsProp { Momentum = 0.5f, Centered = true, Epsilon = 1e-3f },
            new()
            {
                BatchSize = 7,
                Seed = 3,
                Threads = 2,
                Schedule = Schedule.Plateau(0.5, patience: 0, threshold: 0.5),
                LabelSmoothing = 0.1f,
            }),

        // With this learning rate the accuracy fluctuates, so the best epoch is rarely the last one.
        ["best"] = new(
            () => new Sgd(2f) { Momentum = 0.5f }, new() { BatchSize = 7, Seed = 3, Threads = 2, KeepBest = true }),
    };

    /// <summary>A trainer of a new network with these settings.</summary>
    public Trainer<SavedNet> Start(int networkSeed = 1, int? threads = null) => new(
        new SavedNet(networkSeed),
        Optimizer(),
        new TrainerOptions
        {
            BatchSize = Options.BatchSize,
            Seed = Options.Seed,
            Threads = threads ?? Options.Threads,
            Shuffle = Options.Shuffle,
            KeepBest = Options.KeepBest,
            Augmentation = Options.Augmentation,
            Schedule = Options.Schedule,
            MaxGradientNorm = Options.MaxGradientNorm,
            LabelSmoothing = Options.LabelSmoothing,
        })
    {
        ReportInterval = TimeSpan.Zero,
    };

    /// <summary>Runs the complete call of <c>Fit</c>.</summary>
    public static TrainingHistory Fit(
        Trainer<SavedNet> trainer, Action<TrainingProgress>? report = null, CancellationToken cancellation = default) =>
        trainer.Fit(Train, Epochs, Validation, new Reporter(trainer, report), cancellation);

    /// <summary>Resumes the call and runs the remaining part.</summary>
    public static TrainingHistory Resume(
        Trainer<SavedNet> trainer, Action<TrainingProgress>? report = null, CancellationToken cancellation = default) =>
        trainer.Resume(Train, Validation, new Reporter(trainer, report), cancellation);

    private static TrainerOptions Common() => new() { BatchSize = 7, Seed = 3, Threads = 2 };

    private static LabeledImages Draw(int count)
    {
        Random random = new(1);
        float[] pixels = [.. Enumerable.Range(0, count * SavedNet.InputLength).Select(_ => random.NextSingle())];
        int[] labels = [.. Enumerable.Range(0, count).Select(_ => random.Next(SavedNet.OutputLength))];
        return new LabeledImages(1, 6, 6, pixels, labels);
    }

    /// <summary>Reduces the learning rate after each epoch, like a schedule, and then runs the test's action.</summary>
    private sealed class Reporter(Trainer<SavedNet> trainer, Action<TrainingProgress>? then) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            if (value.ImagesSeen == value.ImagesTotal)
            {
                trainer.Optimizer.LearningRate *= 0.7f;
            }

            then?.Invoke(value);
        }
    }
}
