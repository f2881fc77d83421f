using ConvGen;
using MnistSample.Data;
using MnistSample.Files;
using MnistSample.Output;
using Spectre.Console;

namespace MnistSample;

/// <summary>Runs the whole job for one network: load, train, test, show, save.</summary>
internal sealed class TrainingJob<TNetwork>(JobArguments arguments, Recipe recipe, IAnsiConsole console)
    where TNetwork : class, INetwork<TNetwork>
{
    public void Run()
    {
        var images = DigitImages.Load(arguments.DataFolder, arguments.Seed, line => console.WriteLine(line));
        console.WriteLine(TNetwork.Summary.ToString());
        console.WriteLine();
        Announce(images);

        TNetwork network = TNetwork.Create(arguments.Seed);
        TrainingHistory history = Train(network, images);
        Evaluation test = network.Evaluate(images.Test, arguments.Threads);
        Show(test, images, history);
        Save(network, test, images, history);
    }

    private TrainingHistory Train(TNetwork network, DigitImages images)
    {
        var optimizer = new Sgd(recipe.LearningRate) { Momentum = recipe.Momentum, WeightDecay = recipe.WeightDecay };
        var options = new TrainerOptions { BatchSize = recipe.Batch, Threads = arguments.Threads, Seed = arguments.Seed };
        using var trainer = new Trainer<TNetwork>(network, optimizer, options);
        return TrainingScreen.For(console).Show(screen =>
        {
            var progress = new LearningRateDecay(optimizer, recipe.LearningRateDecay, screen);
            return trainer.Fit(images.Train, recipe.Epochs, images.Validation, progress);
        });
    }

    private void Announce(DigitImages images)
    {
        console.WriteLine(images.Description);
        console.WriteLine(
            $"{images.Train.Count:N0} images to train, {images.Validation.Count:N0} to validate, {images.Test.Count:N0} to test with");
        console.WriteLine(
            $"epochs {recipe.Epochs}, batch {recipe.Batch}, learning rate {recipe.LearningRate}, times {recipe.LearningRateDecay} "
            + $"after each epoch, momentum {recipe.Momentum}, weight decay {recipe.WeightDecay}");
        console.WriteLine($"threads {arguments.Threads}, seed {arguments.Seed}");
        console.WriteLine();
    }

    private void Show(Evaluation test, DigitImages images, TrainingHistory history)
    {
        string kind = images.AreDrawn ? "drawn digits (not MNIST)" : "test images";
        console.WriteLine();
        console.WriteLine($"{test.Accuracy:P2} of {test.Count:N0} {kind} are classified correctly, after {TrainSeconds(history):N1} s of training");
        ConfusionTable.Write(console, test.Confusion);
        MistakeGallery.Write(console, test.Mistakes, images.Test);
    }

    private void Save(TNetwork network, Evaluation test, DigitImages images, TrainingHistory history)
    {
        if (arguments.SaveFile is { } weights)
        {
            network.Save(weights);
            console.WriteLine($"The weights are in {weights}");
        }

        if (arguments.JsonFile is { } json)
        {
            Report(network, test, images, history).Write(json);
            console.WriteLine($"The report is in {json}");
        }
    }

    private JobReport Report(TNetwork network, Evaluation test, DigitImages images, TrainingHistory history) => new()
    {
        Network = arguments.Network,
        Dataset = images.Dataset,
        TrainImages = images.Train.Count,
        TestImages = images.Test.Count,
        Parameters = TNetwork.ParameterCount,
        Epochs = recipe.Epochs,
        Batch = recipe.Batch,
        Threads = arguments.Threads,
        Seed = arguments.Seed,
        TestAccuracy = test.Accuracy,
        TrainSeconds = TrainSeconds(history),
        ImagesPerSecond = images.Train.Count * (double)recipe.Epochs / TrainSeconds(history),
        AllocatedBytesPerStep = AllocatedBytesPerStep(images.Train),
        WeightsSha256 = JobReport.Sha256Of(network.Parameters),
    };

    private static double TrainSeconds(TrainingHistory history) => history.Epochs.Sum(epoch => epoch.Seconds);

    /// <summary>Counts the allocations of all threads, so it uses a separate trainer while nothing else runs: the
    /// screen allocates, too.</summary>
    private double AllocatedBytesPerStep(LabeledImages images)
    {
        const int Steps = 100;
        using var trainer = new Trainer<TNetwork>(
            TNetwork.Create(arguments.Seed),
            new Sgd(recipe.LearningRate) { Momentum = recipe.Momentum, WeightDecay = recipe.WeightDecay },
            new TrainerOptions { BatchSize = recipe.Batch, Threads = arguments.Threads });
        LabeledImages batch = images.Slice(0, Math.Min(recipe.Batch, images.Count));
        trainer.Step(batch.Pixels, batch.Labels);

        long before = GC.GetTotalAllocatedBytes(precise: true);
        for (int step = 0; step < Steps; step++)
        {
            trainer.Step(batch.Pixels, batch.Labels);
        }

        return (GC.GetTotalAllocatedBytes(precise: true) - before) / (double)Steps;
    }
}

/// <summary>Reduces the learning rate after every epoch, and forwards the report.</summary>
internal sealed class LearningRateDecay(Optimizer optimizer, float factor, IProgress<TrainingProgress> next)
    : IProgress<TrainingProgress>
{
    public void Report(TrainingProgress value)
    {
        bool epochHasEnded = value.ImagesSeen == value.ImagesTotal;
        if (epochHasEnded)
        {
            optimizer.LearningRate *= factor;
        }

        next.Report(value);
    }
}
