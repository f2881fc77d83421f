using ConvGen.Testing;

namespace ConvGen.Tests.Behaviour;

/// <summary>The network that README trains for five epochs.</summary>
[Network(1, 28, 28)]
[Conv(32, 5), MaxPool(2), ReLU]
[Conv(64, 5), MaxPool(2), ReLU]
[Dense(128), ReLU]
[Dropout(0.5), Dense(10), SoftmaxCrossEntropy]
public sealed partial class FiveEpochNet;

/// <summary>AdamW with a one-cycle schedule on MNIST, uninterrupted and interrupted: on a small part of the images in
/// an ordinary run, and on all of them in a campaign, to the accuracy stated in README.</summary>
[Trait("Category", "Slow"), Trait("Category", "Thorough")]
public sealed class OneCycleTests : IDisposable
{
    private static readonly int Epochs = Campaign.Count(usual: 3, campaign: 5);
    private static readonly int TrainImages = Campaign.Count(usual: 6_000, campaign: 60_000);
    private static readonly int TestImages = Campaign.Count(usual: 1_000, campaign: 10_000);
    private static readonly double LeastAccuracy = Campaign.IsLong ? 0.993 : 0.9;

    private static int InterruptedEpoch => Epochs - 1;

    private readonly string _folder = Directory.CreateTempSubdirectory("convgen-one-cycle-").FullName;

    private string Saved => Path.Combine(_folder, "checkpoint");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [MnistFact]
    public void A_cycle_reaches_its_accuracy_even_if_it_is_interrupted()
    {
        LabeledImages train = Mnist.Load(MnistFactAttribute.Folder!, MnistSplit.Train).Slice(0, TrainImages);
        LabeledImages test = Mnist.Load(MnistFactAttribute.Folder!, MnistSplit.Test).Slice(0, TestImages);
        byte[] straight;
        using (Trainer<FiveEpochNet> trainer = Start(networkSeed: 1))
        {
            trainer.Fit(train, Epochs, progress: new Halfway(() => trainer.SaveCheckpoint(Saved)));
            double accuracy = trainer.Network.Evaluate(test, threads: 2).Accuracy;
            Assert.True(accuracy >= LeastAccuracy, $"{accuracy:P2}");
            Campaign.Report("One cycle", $"{accuracy:P2} after {Epochs} epochs of {TrainImages} images");
            straight = trainer.Network.ToBytes();
        }

        using Trainer<FiveEpochNet> resumed = Start(networkSeed: 2);
        resumed.LoadCheckpoint(Saved);
        Assert.Equal(InterruptedEpoch, resumed.Unfinished!.Epoch);
        resumed.Resume(train);
        Assert.Equal(straight, resumed.Network.ToBytes());
    }

    private static Trainer<FiveEpochNet> Start(int networkSeed) => new(
        new FiveEpochNet(networkSeed),
        new AdamW(0.006f) { WeightDecay = 0.05f },
        new TrainerOptions
        {
            BatchSize = 128,
            Threads = 2,
            Schedule = Schedule.OneCycle(),
            Augmentation = new Distortion { Shift = 1, RotationDegrees = 6, Scale = 0.06f },
        });

    /// <summary>Does something once, in the middle of the last epoch but one.</summary>
    private sealed class Halfway(Action act) : IProgress<TrainingProgress>
    {
        private bool _done;

        public void Report(TrainingProgress value)
        {
            if (!_done && value.Epoch == InterruptedEpoch && value.ImagesSeen >= value.ImagesTotal / 2)
            {
                _done = true;
                act();
            }
        }
    }
}
