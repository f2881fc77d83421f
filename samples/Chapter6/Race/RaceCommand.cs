using System.CommandLine;
using System.Diagnostics;
using Chapter6.Networks;
using ConvGen;
using Spectre.Console;

namespace Chapter6.Race;

/// <summary><c>race</c>: measures the time from the start of the process until a network reaches the required test
/// accuracy.</summary>
internal sealed class RaceCommand(IAnsiConsole console)
{
    private const double Goal = 0.99;

    private readonly Option<string?> _data = CommandOptions.Data();
    private readonly Option<int> _threads = CommandOptions.Threads();
    private readonly Option<int> _seed =
        new("--seed") { Description = "The seed of the weights and the order of the images.", DefaultValueFactory = _ => 0 };

    public Command Create()
    {
        var command = new Command(
            "race", $"Measures the time from a cold start until {Goal:P1} of the test images are classified correctly.")
        {
            _data, _threads, _seed,
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

        int threadCount = arguments.GetValue(_threads);
        console.WriteLine($"MNIST is read {SinceStart():N1} s after the process began");
        int epoch = 0;
        foreach (RaceNet network in RaceRecipe.Train(images.TrainingAndValidation, arguments.GetValue(_seed), threadCount, cancellation))
        {
            double accuracy = network.Evaluate(images.Test, threadCount).Accuracy;
            console.WriteLine($"epoch {++epoch}: {accuracy:P2} of {images.Test.Count:N0} test images after {SinceStart():N1} s");
            if (accuracy >= Goal)
            {
                console.WriteLine($"{Goal:P1} are reached {SinceStart():N1} s after the process began, on {threadCount} threads");
                return 0;
            }
        }

        Console.Error.WriteLine($"{Goal:P1} are not reached after {RaceRecipe.Epochs} epochs.");
        return 1;
    }

    /// <summary>Seconds since the operating system started the process, including the runtime's start-up and JIT
    /// compilation.</summary>
    private static double SinceStart()
    {
        using var process = Process.GetCurrentProcess();
        return (DateTime.Now - process.StartTime).TotalSeconds;
    }
}
