namespace ConvGen.Tests.Probe;

/// <summary>A small network, because it trains ten thousand steps.</summary>
[Network(1, 6, 6)]
[Conv(3, 3), MaxPool(2), ReLU]
[Dense(4), Sigmoid]
[Dense(2), SoftmaxCrossEntropy]
public sealed partial class SmallProbeNet;

/// <summary>Counts the bytes that ten thousand calls allocate on all threads of a process that does nothing
/// else.</summary>
internal static class AllocationCount
{
    private const int Calls = 10_000;

    private const int Samples = 5;

    /// <summary>Returns a line for each kind of call, with the bytes allocated by ten thousand calls after the first one.</summary>
    /// <param name="threads">The number of threads that work on each training step.</param>
    public static string Describe(int threads)
    {
        SmallProbeNet network = new(seed: 1);
        using Trainer<SmallProbeNet> trainer = new(
            network, new Sgd(1e-4f) { Momentum = 0.9f }, new TrainerOptions { Threads = threads });
        using Trainer<SmallProbeNet> averaging = new(new SmallProbeNet(seed: 3), new AdamW(1e-4f), new TrainerOptions
        {
            Threads = threads,
            BatchesPerUpdate = 3,
            Frozen = ["Conv1.bias"],
            MaxGradientNorm = 1f,
            WeightAverage = new WeightAverage(0.99f),
        });
        Gradients gradients = network.CreateGradients();
        Ensemble ensemble = Ensemble.Of(network, new SmallProbeNet(seed: 2));
        float[] images = WeightHash.Noise(Samples * SmallProbeNet.InputLength, new Random(1));
        float[] outputs = new float[Samples * SmallProbeNet.OutputLength];
        int[] labels = [0, 1, 1, 0, 1];

        return string.Join(
            Environment.NewLine,
            $"Step: {BytesOf(() => trainer.Step(images, labels))}",
            $"Predict: {BytesOf(() => network.Predict(images, outputs))}",
            $"Classify: {BytesOf(() => network.Classify(images.AsSpan(0, SmallProbeNet.InputLength)))}",
            $"Backpropagate: {BytesOf(() => network.Backpropagate(images, labels, gradients))}",
            $"Ensemble.Predict: {BytesOf(() => ensemble.Predict(images, outputs))}",
            $"Ensemble.Vote: {BytesOf(() => ensemble.Vote(images.AsSpan(0, SmallProbeNet.InputLength)))}",
            $"Steps of Fit: {BytesOfFit(network, threads)}",
            $"Step with all options: {BytesOf(() => averaging.Step(images, labels))}");
    }

    /// <summary>Returns how many more bytes a long call of Fit allocates than a short one, without the array of the image
    /// order.</summary>
    private static long BytesOfFit(SmallProbeNet network, int threads)
    {
        var augmentation = Augmentation.Sequence(
            new Distortion { RotationDegrees = 5f, ElasticAlpha = 9f, Border = ImageBorder.Reflection },
            new RandomCrop { Padding = 1, Border = ImageBorder.Edge },
            new RandomFlip { Vertical = 0.5f },
            new ColorJitter { Brightness = 0.2f, Contrast = 0.2f, Saturation = 0.2f },
            new ChannelScaling([0.5f], [0.5f]),
            new Cutout { Size = 3 });
        TrainerOptions options = new() { Threads = threads, BatchSize = Samples, Augmentation = augmentation };
        using Trainer<SmallProbeNet> trainer = new(network, new Sgd(1e-4f), options);
        LabeledImages many = new(
            1, 6, 6, WeightHash.Noise(Calls * SmallProbeNet.InputLength, new Random(2)), new int[Calls]);
        LabeledImages few = many.Slice(0, Calls / 2);
        trainer.Fit(few, epochs: 1);
        long before = GC.GetTotalAllocatedBytes(precise: true);
        trainer.Fit(few, epochs: 1);
        long between = GC.GetTotalAllocatedBytes(precise: true);
        trainer.Fit(many, epochs: 1);
        long after = GC.GetTotalAllocatedBytes(precise: true);
        return after - between - (between - before) - (many.Count - few.Count) * sizeof(int);
    }

    private static long BytesOf(Action call)
    {
        call();
        long before = GC.GetTotalAllocatedBytes(precise: true);
        for (int index = 0; index < Calls; index++)
        {
            call();
        }

        return GC.GetTotalAllocatedBytes(precise: true) - before;
    }
}
