using Cifar10Sample.Data;
using Cifar10Sample.Output;
using ConvGen;
using ConvGen.Onnx;
using MnistSample.Output;
using Spectre.Console;

namespace Cifar10Sample;

/// <summary>Runs the whole job for one network: load, train, test, show, save.</summary>
internal sealed class TrainingJob<TNetwork>(JobArguments arguments, Recipe recipe, IAnsiConsole console)
    where TNetwork : class, INetwork<TNetwork>
{
    public void Run()
    {
        var images = PhotoImages.Load(arguments.DataFolder, arguments.Seed, arguments.Threads, line => console.WriteLine(line));
        var scaling = ChannelScaling.Of(images.Train);
        console.WriteLine(TNetwork.Summary.ToString());
        console.WriteLine();
        Announce(images);

        TNetwork network = TNetwork.Create(arguments.Seed);
        TrainingHistory history = Train(network, images, scaling);
        Evaluation test = network.Evaluate(scaling.Apply(images.Test), arguments.Threads);
        Show(network, test, images, history);
        Save(network, test, images, scaling, history);
    }

    private TrainingHistory Train(TNetwork network, PhotoImages images, ChannelScaling scaling)
    {
        var optimizer = new Sgd(recipe.LearningRate) { Momentum = recipe.Momentum, WeightDecay = recipe.WeightDecay };
        var options = new TrainerOptions
        {
            BatchSize = recipe.Batch,
            Threads = arguments.Threads,
            Seed = arguments.Seed,
            Schedule = Schedule.OneCycle(),
            Augmentation = Augmentation.Sequence(new RandomCrop { Padding = recipe.Padding }, new RandomFlip(), scaling),
        };
        using var trainer = new Trainer<TNetwork>(network, optimizer, options);
        LabeledImages validation = scaling.Apply(images.Validation);
        return TrainingScreen.For(console).Show(screen => trainer.Fit(images.Train, recipe.Epochs, validation, screen));
    }

    private void Announce(PhotoImages images)
    {
        console.WriteLine(images.Description);
        console.WriteLine(
            $"{images.Train.Count:N0} images to train, {images.Validation.Count:N0} to validate, {images.Test.Count:N0} to test with");
        console.WriteLine(
            $"epochs {recipe.Epochs}, batch {recipe.Batch}, learning rate up to {recipe.LearningRate} in one cycle, momentum "
            + $"{recipe.Momentum}, weight decay {recipe.WeightDecay}, crops after padding {recipe.Padding}, flips");
        console.WriteLine($"threads {arguments.Threads}, seed {arguments.Seed}");
        console.WriteLine();
    }

    private void Show(TNetwork network, Evaluation test, PhotoImages images, TrainingHistory history)
    {
        string kind = images.Dataset == "drawn" ? "drawn shapes (not CIFAR-10)" : "test images";
        console.WriteLine();
        console.WriteLine(
            $"{test.Accuracy:P2} of {test.Count:N0} {kind} are classified correctly, after {TrainSeconds(history):N1} s of training");
        ConfusionTable.Write(console, test.Confusion, images.ClassNames);

        var pictures = new PhotoPictures(console, arguments.PictureFolder);
        pictures.Filters(network.Parameters[0]);
        pictures.Mistakes(test.Mistakes, images.Test, images.ClassNames);
        pictures.Curve([.. history.Epochs.Select(epoch => epoch.Validation!.Accuracy)]);
    }

    private void Save(TNetwork network, Evaluation test, PhotoImages images, ChannelScaling scaling, TrainingHistory history)
    {
        if (arguments.SaveFile is { } weights)
        {
            network.Save(weights);
            console.WriteLine($"The weights are in {weights}");
        }

        if (arguments.OnnxFile is { } onnx)
        {
            network.ExportOnnx(onnx);
            console.WriteLine(
                $"The ONNX model is in {onnx}; its input is (value - mean) / deviation, with the means {Text(scaling.Means)} and the "
                + $"deviations {Text(scaling.Deviations)} of red, green and blue from 0 to 1");
        }

        if (arguments.JsonFile is { } json)
        {
            Report(test, images, scaling, history).Write(json);
            console.WriteLine($"The report is in {json}");
        }
    }

    private JobReport Report(Evaluation test, PhotoImages images, ChannelScaling scaling, TrainingHistory history) => new()
    {
        Network = arguments.Network,
        Dataset = images.Dataset,
        TrainImages = images.Train.Count,
        ValidationImages = images.Validation.Count,
        TestImages = images.Test.Count,
        Parameters = TNetwork.ParameterCount,
        Epochs = recipe.Epochs,
        Batch = recipe.Batch,
        LearningRate = recipe.LearningRate,
        Threads = arguments.Threads,
        Seed = arguments.Seed,
        Means = scaling.Means,
        Deviations = scaling.Deviations,
        TestAccuracy = test.Accuracy,
        ValidationAccuracies = [.. history.Epochs.Select(epoch => epoch.Validation!.Accuracy)],
        TrainSeconds = TrainSeconds(history),
        ImagesPerSecond = images.Train.Count * (double)recipe.Epochs / TrainSeconds(history),
    };

    private static string Text(IReadOnlyList<float> numbers) =>
        string.Join(", ", numbers.Select(number => FormattableString.Invariant($"{number:F4}")));

    private static double TrainSeconds(TrainingHistory history) => history.Epochs.Sum(epoch => epoch.Seconds);
}
