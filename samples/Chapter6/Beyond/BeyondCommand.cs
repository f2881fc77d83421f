using System.CommandLine;
using Chapter6.Networks;
using ConvGen;
using Spectre.Console;

namespace Chapter6.Beyond;

/// <summary><c>beyond</c>: trains one network with methods that are newer than the chapter.</summary>
internal sealed class BeyondCommand(IAnsiConsole console)
{
    private readonly Option<string?> _data = CommandOptions.Data();
    private readonly Option<int> _epochs = CommandOptions.Count("--epochs", "How often all images are gone through.", BeyondRecipe.Epochs);
    private readonly Option<int> _threads = CommandOptions.Threads();
    private readonly Option<int> _seed =
        new("--seed") { Description = "The seed of weights, order and distortions.", DefaultValueFactory = _ => 0 };

    public Command Create()
    {
        var command = new Command("beyond", "Trains a network on distorted images with newer methods, and tests it.")
        {
            _data, _epochs, _threads, _seed,
        };
        command.SetAction((arguments, cancellation) => Task.FromResult(Run(arguments, cancellation)));
        return command;
    }

    private int Run(ParseResult arguments, CancellationToken cancellation)
    {
        if (CommandOptions.LoadImages(arguments.GetValue(_data), console) is not { } images)
        {
            return 1;
        }

        console.WriteLine(FiveByFive.Summary.ToString());
        int threadCount = arguments.GetValue(_threads);
        (FiveByFive network, double seconds) = BeyondRecipe.Train<FiveByFive>(
            images.TrainingAndValidation, arguments.GetValue(_epochs), arguments.GetValue(_seed), threadCount,
            new EpochLines(console), cancellation);
        console.WriteLine($"seed {arguments.GetValue(_seed)}: {network.Evaluate(images.Test, threadCount).Accuracy:P2} of "
            + $"{images.Test.Count:N0} test images after {seconds:N0} s of training on {threadCount} threads");
        return 0;
    }
}
