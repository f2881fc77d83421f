using System.CommandLine;
using System.Diagnostics;
using System.Reflection;
using ConvGen.Benchmarks.Compilation;
using ConvGen.Benchmarks.Speed;

namespace ConvGen.Benchmarks.Kinds;

/// <summary><c>kinds</c>: the cost of each kind of layer in n1, compared with the closest kind that n1 has.</summary>
internal static class KindsCommand
{
    private const int Batch = 64;

    public static Command Create()
    {
        Option<double> seconds = SpeedOptions.Seconds();
        var command = new Command("kinds", "Measures the time per image of n1 with each kind of layer instead of its closest relative.")
        {
            seconds,
        };
        command.SetAction(result => Run(result.GetRequiredValue(seconds)));
        return command;
    }

    private static void Run(double seconds)
    {
        var digits = SpeedData.Digits(out string description);
        Console.WriteLine(
            $"{Environment.ProcessorCount} cores, one in use, .NET {Environment.Version}, batches of {Batch} of {description}");
        Console.WriteLine("Microseconds per image of n1 with a kind of layer, and the ratio to n1 with the closest kind that it has:");
        Console.WriteLine();
        Console.WriteLine("  training           inference         kind, replaced kind");
        Assembly networks = Compile();
        for (int i = 0; i < KindPair.All.Count; i++)
        {
            using var kind = NetworkTimer.Of(networks.GetType($"Kind{i}", throwOnError: true)!, digits, Batch);
            using var relative = NetworkTimer.Of(networks.GetType($"Relative{i}", throwOnError: true)!, digits, Batch);
            (double training, double slower) = Compare(kind.Train, relative.Train, seconds);
            (double inference, double slowerInference) = Compare(kind.Predict, relative.Predict, seconds);
            Console.WriteLine($"  {training,7:N1} us {slower,6:N2}x  {inference,7:N1} us {slowerInference,6:N2}x  "
                + $"{KindPair.All[i].Name}, {KindPair.All[i].Relative}");
        }
    }

    private static Assembly Compile() => NetworkCompiler.Load(NetworkCompiler.Generate(NetworkCompiler.Declare(
        KindPair.All.SelectMany((pair, i) => new[] { Declare($"Kind{i}", pair.Layers), Declare($"Relative{i}", pair.RelativeLayers) }))));

    private static string Declare(string name, string layers) =>
        $"using ConvGen; [Network(1, 28, 28)] {layers} public sealed partial class {name};";

    /// <summary>Alternates between the two batch by batch, so that other load on the machine affects both
    /// equally.</summary>
    /// <returns>Microseconds of the first per image, and the ratio of the two medians.</returns>
    private static (double Microseconds, double Ratio) Compare(Func<double> first, Func<double> second, double seconds)
    {
        List<double> firstTimes = [], secondTimes = [];
        long start = Stopwatch.GetTimestamp();
        while (firstTimes.Count < 8 || Stopwatch.GetElapsedTime(start).TotalSeconds < seconds)
        {
            firstTimes.Add(first());
            secondTimes.Add(second());
        }

        // Skips the first batches, which run with cold caches and untrained weights.
        double median = Quantile.Median([.. firstTimes.Skip(2)]);
        return (1e6 * median / Batch, median / Quantile.Median([.. secondTimes.Skip(2)]));
    }
}
