using System.CommandLine;
using ConvGen.Benchmarks.Networks;
using ConvGen.Benchmarks.Speed;
using MnistSample.Networks;

namespace ConvGen.Benchmarks.Overhead;

/// <summary><c>overhead</c>: the time of a training step outside its kernels.</summary>
internal static class OverheadCommand
{
    private const double Seconds = 0.3;

    private static readonly int[] Batches = [1, 10, 64];
    private static readonly int[] Threads = [1, 2];

    private static readonly StepTimer[] Networks =
    [
        new StepTimer<BookNet>("n1"), new StepTimer<LeNet5>("n2"), new StepTimer<Mlp>("n3"), new StepTimer<SmallVgg>("n4"),
    ];

    public static Command Create()
    {
        var command = new Command("overhead", "Measures the parts of a training step on the calling thread, in microseconds.");
        command.SetAction(_ => Run());
        return command;
    }

    private static void Run()
    {
        var digits = SpeedData.Digits(out string description);
        Console.WriteLine($"{Environment.ProcessorCount} cores, .NET {Environment.Version}, on {description}");
        Console.WriteLine("Microseconds of the calling thread in a step, the mean of the middle half of all steps:");
        var table = new OverheadTable(Console.Out);
        foreach (StepTimer network in Networks)
        {
            SpeedData data = network.Summary.InputShape is [3, _, _] ? digits.InColour() : digits;
            foreach (int batch in Batches)
            {
                foreach (int threads in Threads)
                {
                    table.Add(network.Measure(data, batch, threads, Seconds));
                }
            }
        }

        table.End();
    }
}
