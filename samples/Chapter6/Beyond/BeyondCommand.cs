using System.CommandLine;
using Chapter6.Networks;
using ConvGen;
using Spectre.Console;

namespace Chapter6.Beyond;

/// <summary><c>beyond</c>: one network, or several that vote, trained better than the chapter could.</summary>
internal sealed class BeyondCommand(IAnsiConsole console)
{
    private const int EpochsPerLine = 10;

    private readonly Option<string?> data = CommandOptions.Data();
    private readonly Option<int> networks = CommandOptions.Count("--networks", "How many networks are trained, one after the other, and vote.", 1);
    private readonly Option<int> epochs = CommandOptions.Count("--epochs", "How often each goes through the images.", BeyondRecipe.Epochs);
    private readonly Option<int> threads = CommandOptions.Threads();
    private readonly Option<int> seed = new("--seed") { Description = "Of the first network.", DefaultValueFactory = _ => 0 };

    public Command Create()
    {
        var command = new Command("beyond", "Trains a network of our own recipe on distorted images, and tests it.")
        {
            data, networks, epochs, threads, seed,
        };
        command.SetAction((arguments, cancellation) => Task.FromResult(Run(arguments, cancellation)));
        return command;
    }

    private int Run(ParseResult arguments, CancellationToken cancellation)
    {
        if (CommandOptions.LoadImages(arguments.GetValue(data), console) is not { } images)
        {
            return 1;
        }

        console.WriteLine(BeyondNet.Summary.ToString());
        List<BeyondNet> trained = [];
        int firstSeed = arguments.GetValue(seed);
        for (int i = 0; i < arguments.GetValue(networks); i++)
        {
            (BeyondNet network, double seconds) = BeyondRecipe.Train(
                images.TrainingAndValidation, arguments.GetValue(epochs), firstSeed + i, arguments.GetValue(threads),
                new Lines(console), cancellation);
            trained.Add(network);
            console.WriteLine($"seed {firstSeed + i}: {network.Evaluate(images.Test).Accuracy:P2} of {images.Test.Count:N0} test images "
                + $"after {seconds:N0} s of training on {arguments.GetValue(threads)} threads");
        }

        if (trained.Count > 1)
        {
            Ensemble ensemble = Ensemble.Of([.. trained]);
            console.WriteLine($"a vote of {trained.Count}: {ensemble.EvaluateVote(images.Test).Accuracy:P2}; "
                + $"the mean of their probabilities: {ensemble.Evaluate(images.Test).Accuracy:P2}");
        }

        return 0;
    }

    /// <summary>A line every few epochs.</summary>
    private sealed class Lines(IAnsiConsole console) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            bool epochHasEnded = value.ImagesSeen == value.ImagesTotal;
            if (epochHasEnded && value.Epoch % EpochsPerLine == 0)
            {
                TimeSpan left = TimeSpan.FromSeconds((value.Epochs - value.Epoch) * value.ImagesTotal / value.ImagesPerSecond);
                console.WriteLine($"epoch {value.Epoch} of {value.Epochs}: loss {value.Loss:F4}, {value.ImagesPerSecond:N0} images/s, "
                    + $"about {left:m\\:ss} to go");
            }
        }
    }
}
