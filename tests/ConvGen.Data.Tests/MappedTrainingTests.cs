namespace ConvGen.Data.Tests;

/// <summary>Training with mapped images gives the same bits as training with the same images in memory.</summary>
public sealed class MappedTrainingTests : IDisposable
{
    private const int Train = 700, All = 1000;

    private readonly TemporaryFolder _folder = new();
    private readonly LabeledImages _images;
    private readonly MappedImages _mapped;

    public MappedTrainingTests()
    {
        var random = new Random(1);
        byte[] pixels = new byte[All * 64];
        random.NextBytes(pixels);
        int[] labels = [.. Enumerable.Range(0, All).Select(i => i % 2)];
        for (int i = 0; i < All; i++)
        {
            // The difference between the classes.
            pixels[i * 64 + 10 + labels[i]] = 255;
        }

        File.WriteAllBytes(_folder["pixels"], pixels);
        _mapped = MappedImages.Open(_folder["pixels"], 1, 8, 8, labels);
        _images = new LabeledImages(1, 8, 8, Array.ConvertAll(pixels, pixel => pixel / 255f), labels);
    }

    public void Dispose()
    {
        _mapped.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(false, 3)]
    [InlineData(true, 1)]
    [InlineData(true, 3)]
    public void Trained_weights_have_the_same_bits(bool distorted, int threads)
    {
        TrainerOptions options = Options(distorted, threads);
        (byte[] expected, TrainingHistory read) = Fit(_images, options);
        (byte[] actual, TrainingHistory history) = Fit(_mapped, options);
        Assert.Equal(expected, actual);
        Assert.Equal(read.Epochs.Select(epoch => epoch.Loss), history.Epochs.Select(epoch => epoch.Loss));
        Assert.Equal(read.Epochs.Select(Accuracy), history.Epochs.Select(Accuracy));

        static double Accuracy(EpochResult epoch) => epoch.Validation!.Accuracy;
    }

    [Fact]
    public void A_training_with_mapped_images_is_resumed_from_a_checkpoint()
    {
        TrainerOptions options = Options(distorted: true, threads: 2);
        (byte[] expected, _) = Fit(_images, options);
        string checkpoint = _folder["checkpoint"];
        using (Trainer<LineNet> first = Trainer(new LineNet(seed: 3), options))
        {
            using var cancellation = new CancellationTokenSource();
            var progress = new StopAfterFirstEpoch(cancellation);
            Assert.Throws<OperationCanceledException>(
                () => first.Fit(_images.Slice(0, Train), 3, _images.Slice(Train, All - Train), progress, cancellation.Token));
            first.SaveCheckpoint(checkpoint);
        }

        var network = new LineNet(seed: 4);
        using Trainer<LineNet> second = Trainer(network, options);
        second.LoadCheckpoint(checkpoint);
        ImageSet other = _mapped.Slice(1, Train), validation = _mapped.Slice(Train, All - Train);
        Assert.Equal("train", Assert.Throws<ArgumentException>(() => second.Resume(other, validation)).ParamName);
        second.Resume(_mapped.Slice(0, Train), validation);
        Assert.Equal(expected, network.ToBytes());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Evaluations_are_the_same(int threads)
    {
        var network = new LineNet(seed: 1);
        AssertSame(network.Evaluate(_images), network.Evaluate(_mapped, threads));
        Ensemble two = Ensemble.Of(network, new LineNet(seed: 2));
        AssertSame(two.Evaluate(_images), two.Evaluate(_mapped, threads));
        AssertSame(two.EvaluateVote(_images), two.EvaluateVote(_mapped, threads));

        static void AssertSame(Evaluation expected, Evaluation actual)
        {
            Assert.Equal((expected.Count, expected.Loss), (actual.Count, actual.Loss));
            Assert.Equal(expected.Mistakes, actual.Mistakes);
        }
    }

    [Fact]
    public void Large_images_are_evaluated_a_few_at_a_time()
    {
        // Three images of 2^20 values, which are copied one at a time.
        byte[] bytes = new byte[3 << 20];
        new Random(1).NextBytes(bytes);
        File.WriteAllBytes(_folder["large"], bytes);
        using var large = MappedImages.Open(_folder["large"], 1, 1024, 1024, [0, 1, 1]);
        var inMemory = new LabeledImages(1, 1024, 1024, Array.ConvertAll(bytes, value => value / 255f), [0, 1, 1]);
        var network = new LargeNet(seed: 1);
        Evaluation expected = network.Evaluate(inMemory), actual = network.Evaluate(large);
        Assert.Equal(expected.Loss, actual.Loss);
        Assert.Equal(expected.Mistakes, actual.Mistakes);
    }

    private static TrainerOptions Options(bool distorted, int threads) => new()
    {
        BatchSize = 32,
        Seed = 5,
        Threads = threads,
        Augmentation = distorted ? new Distortion { Shift = 1, RotationDegrees = 10 } : null,
    };

    private static Trainer<LineNet> Trainer(LineNet network, TrainerOptions options) =>
        new(network, new Sgd(0.05f) { Momentum = 0.9f }, options);

    private static (byte[] Weights, TrainingHistory History) Fit(ImageSet set, TrainerOptions options)
    {
        var network = new LineNet(seed: 3);
        using Trainer<LineNet> trainer = Trainer(network, options);
        TrainingHistory history = trainer.Fit(set.Slice(0, Train), epochs: 3, set.Slice(Train, All - Train));
        return (network.ToBytes(), history);
    }

    private sealed class StopAfterFirstEpoch(CancellationTokenSource cancellation) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            if (value.Validation is not null)
            {
                cancellation.Cancel();
            }
        }
    }
}

/// <summary>A network with a million inputs and one output.</summary>
[Network(1, 1024, 1024)]
[AveragePool(64)]
[Dense(2), SoftmaxCrossEntropy]
internal sealed partial class LargeNet;
