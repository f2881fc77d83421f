using ConvGen.Tests.Files;

namespace ConvGen.Tests.Behaviour;

/// <summary>Learns three kinds of images: the brightest are the upper, the middle or the lower rows.</summary>
[Network(1, 6, 6)]
[Conv(4, 3, Pad = 1), MaxPool(2), ReLU]
[Dense(12), Tanh]
[Dense(3), SoftmaxCrossEntropy]
public sealed partial class PretrainedNet;

/// <summary>The same layers under a last layer that tells the upper rows from all others.</summary>
[Network(1, 6, 6)]
[Conv(4, 3, Pad = 1), MaxPool(2), ReLU]
[Dense(12), Tanh]
[Dense(2), SoftmaxCrossEntropy]
public sealed partial class FineTunedNet;

/// <summary>The examples of README: a new last layer on the frozen layers of a trained network, trained with averaged parameters and
/// accumulated gradients.</summary>
public sealed class FineTuningTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("convgen-fine-tuning-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_new_last_layer_is_trained_on_frozen_layers()
    {
        string pretrained = Path.Combine(_folder, "pretrained.safetensors");
        LabeledImages train = Draw(300, 3, seed: 1), test = Draw(200, 3, seed: 2);
        PretrainedNet first = new(seed: 1);
        using (Trainer<PretrainedNet> trainer = new(first, new AdamW(0.01f), new() { BatchSize = 20 }))
        {
            trainer.Fit(train, epochs: 5);
        }

        Assert.InRange(first.Evaluate(test).Accuracy, 0.95, 1);
        first.Save(pretrained);

        FineTunedNet network = new(seed: 2);
        PartialLoadReport report = network.LoadPartially(pretrained);
        Assert.Equal(["Dense2.weight", "Dense2.bias"], report.Mismatched.Select(mismatch => mismatch.Name));
        TrainerOptions options = new()
        {
            BatchSize = 5,
            BatchesPerUpdate = 4,
            Frozen = ["Conv1", "Dense1"],
            WeightAverage = new WeightAverage(0.9f) { WarmUp = true },
        };
        LabeledImages task = Draw(300, 2, seed: 3), check = Draw(200, 2, seed: 4);
        using Trainer<FineTunedNet> tuning = new(network, new AdamW(0.02f), options);
        double before = network.Evaluate(check).Loss;
        tuning.Fit(task, epochs: 5);
        FineTunedNet average = tuning.AverageNetwork();

        Assert.Equal(5 * 300 / 20, tuning.Steps);
        Assert.InRange(network.Evaluate(check).Accuracy, 0.95, 1);
        Assert.InRange(average.Evaluate(check).Accuracy, 0.95, 1);
        Assert.True(network.Evaluate(check).Loss < before / 2);
        Assert.All((string[])["Conv1.weight", "Conv1.bias", "Dense1.weight", "Dense1.bias"], name =>
        {
            Assert.Equal(SaveTests.Values(first.Parameters[name]), SaveTests.Values(network.Parameters[name]));
            Assert.Equal(SaveTests.Values(first.Parameters[name]), SaveTests.Values(average.Parameters[name]));
        });
    }

    private static LabeledImages Draw(int count, int classes, int seed)
    {
        Random random = new(seed);
        float[] pixels = [.. Enumerable.Range(0, count * PretrainedNet.InputLength).Select(_ => 0.5f * random.NextSingle())];
        int[] labels = new int[count];
        for (int i = 0; i < count; i++)
        {
            int rows = random.Next(3);
            labels[i] = Math.Min(rows, classes - 1);
            foreach (ref float pixel in pixels.AsSpan(i * PretrainedNet.InputLength + 12 * rows, 12))
            {
                pixel += 0.5f;
            }
        }

        return new LabeledImages(1, 6, 6, pixels, labels);
    }
}
