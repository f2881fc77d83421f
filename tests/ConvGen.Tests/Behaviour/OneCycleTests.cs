namespace ConvGen.Tests.Behaviour;

/// <summary>What README calls a network of five epochs.</summary>
[Network(1, 28, 28)]
[Conv(32, 5), MaxPool(2), ReLU]
[Conv(64, 5), MaxPool(2), ReLU]
[Dense(128), ReLU]
[Dropout(0.5), Dense(10), SoftmaxCrossEntropy]
public sealed partial class FiveEpochNet;

/// <summary>AdamW along one cycle on the real MNIST, in one go and in two.</summary>
public sealed class OneCycleTests : IDisposable
{
    private const int Epochs = 5;

    private readonly string folder = Directory.CreateTempSubdirectory("convgen-one-cycle-").FullName;

    private string Saved => Path.Combine(folder, "checkpoint");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [MnistFact]
    public void Five_epochs_reach_99_3_percent_also_when_they_are_interrupted()
    {
        LabeledImages train = Mnist.Load(MnistFactAttribute.Folder!, MnistSplit.Train);
        LabeledImages test = Mnist.Load(MnistFactAttribute.Folder!, MnistSplit.Test);
        byte[] straight;
        using (Trainer<FiveEpochNet> trainer = Start(networkSeed: 1))
        {
            trainer.Fit(train, Epochs, progress: new Halfway(() => trainer.SaveCheckpoint(Saved)));
            double accuracy = trainer.Network.Evaluate(test, threads: 2).Accuracy;
            Assert.True(accuracy >= 0.993, $"{accuracy:P2}");
            straight = trainer.Network.ToBytes();
        }

        using Trainer<FiveEpochNet> resumed = Start(networkSeed: 2);
        resumed.LoadCheckpoint(Saved);
        Assert.Equal(4, resumed.Unfinished!.Epoch);
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
            Distortion = new Distortion { Shift = 1, RotationDegrees = 6, Scale = 0.06f },
        });

    /// <summary>Does something once, in the middle of the fourth epoch.</summary>
    private sealed class Halfway(Action act) : IProgress<TrainingProgress>
    {
        private bool done;

        public void Report(TrainingProgress value)
        {
            if (!done && value.Epoch == 4 && value.ImagesSeen >= value.ImagesTotal / 2)
            {
                done = true;
                act();
            }
        }
    }
}
