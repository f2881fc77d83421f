using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.Json;
using ConvGen.Benchmarks.Networks;
using MnistSample.Networks;

namespace ConvGen.Benchmarks.Speed;

/// <summary><c>speed</c>: how fast ConvGen trains and predicts, every figure beside the peak of the core.</summary>
internal static class SpeedCommand
{
    private const int MostThreads = 64;
    private const int MostBatch = 5_000;
    private const double LeastSeconds = 0.05, MostSeconds = 600;

    private static readonly SpeedJobs[] Networks =
    [
        new SpeedJobs<BookNet>("n1"), new SpeedJobs<LeNet5>("n2"), new SpeedJobs<Mlp>("n3"), new SpeedJobs<SmallVgg>("n4"),
    ];

    private static readonly JsonSerializerOptions Json =
        new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true, NewLine = "\n" };

    public static Command Create()
    {
        var networks = new Option<SpeedJobs[]>("--networks")
        {
            Description = "Which of n1 (book), n2 (LeNet-5), n3 (784-30-10) and n4 (small VGG, 3x32x32), with commas.",
            CustomParser = result => CommaList.Parse(result, FindNetwork, "n1, n2, n3 or n4"),
            DefaultValueFactory = _ => Networks,
        };
        var threads = new Option<int[]>("--threads")
        {
            Description = "Numbers of threads, with commas.",
            CustomParser = result => CommaList.Numbers(result, MostThreads),
            DefaultValueFactory = _ => [1, 2],
        };
        var batch = new Option<int[]>("--batch")
        {
            Description = "Samples per training step and per call of Predict, with commas.",
            CustomParser = result => CommaList.Numbers(result, MostBatch),
            DefaultValueFactory = _ => [10, 64, 128],
        };
        var seconds = new Option<double>("--seconds")
        {
            Description = "Time for each figure.",
            CustomParser = ReadSeconds,
            DefaultValueFactory = _ => 1,
        };
        var json = new Option<FileInfo?>("--json") { Description = "Also write the figures to this file." };

        var command = new Command("speed", "ConvGen alone, beside the FMA peak of the core measured in the same run.")
        {
            networks, threads, batch, seconds, json,
        };
        command.SetAction(result => Run(
            result.GetRequiredValue(networks),
            result.GetRequiredValue(threads),
            result.GetRequiredValue(batch),
            result.GetRequiredValue(seconds),
            result.GetValue(json)));
        return command;
    }

    private static int Run(SpeedJobs[] networks, int[] threads, int[] batches, double seconds, FileInfo? json)
    {
        if (json is { Directory.Exists: false })
        {
            Console.Error.WriteLine($"--json: the folder {json.DirectoryName} does not exist.");
            return 1;
        }

        SpeedData digits;
        string description;
        try
        {
            digits = SpeedData.Digits(out description);
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException)
        {
            Console.Error.WriteLine(exception.Message);
            return 1;
        }

        Console.WriteLine($"{Environment.ProcessorCount} cores, .NET {Environment.Version}, on {description}");
        var table = new SpeedTable(Console.Out);
        foreach (SpeedJobs network in networks)
        {
            table.Begin(network);
            SpeedData data = network.Summary.InputShape is [3, _, _] ? digits.InColour() : digits;
            foreach (int batch in batches)
            {
                foreach (int count in threads)
                {
                    table.Add(network.Train(data, batch, count, seconds));
                }
            }

            foreach (int batch in batches)
            {
                foreach (int count in threads)
                {
                    table.Add(network.Infer(data, batch, count, seconds));
                }
            }

            table.Add(network.Latency(data, seconds));
        }

        table.End();
        if (json is not null)
        {
            File.WriteAllText(json.FullName, JsonSerializer.Serialize(table.Figures, Json) + "\n");
        }

        return 0;
    }

    private static (bool Known, SpeedJobs Network) FindNetwork(string name)
    {
        SpeedJobs? network = Array.Find(Networks, candidate => candidate.Name == name);
        return (network is not null, network!);
    }

    private static double ReadSeconds(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        bool valid = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds)
            && seconds is >= LeastSeconds and <= MostSeconds;
        if (!valid)
        {
            result.AddError($"--seconds '{text}' must be a number from {LeastSeconds} to {MostSeconds}.");
        }

        return seconds;
    }
}
