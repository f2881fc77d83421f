using System.CommandLine;
using System.Text.Json;
using ConvGen.Benchmarks.Networks;
using ConvGen.Files;
using MnistSample.Networks;

namespace ConvGen.Benchmarks.Speed;

/// <summary><c>speed</c>: measures training and prediction, each figure with the peak of the core.</summary>
internal static class SpeedCommand
{
    private static readonly SpeedJobs[] Networks =
    [
        new SpeedJobs<BookNet>("n1"), new SpeedJobs<LeNet5>("n2"), new SpeedJobs<Mlp>("n3"), new SpeedJobs<SmallVgg>("n4"),
    ];

    private static readonly JsonSerializerOptions Json =
        new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true, NewLine = "\n" };

    public static Command Create()
    {
        Option<CommaList<SpeedJobs>> networks = SpeedOptions.Networks(Networks);
        Option<CommaList<int>> threads = SpeedOptions.Threads();
        Option<CommaList<int>> batch = SpeedOptions.Batch();
        Option<double> seconds = SpeedOptions.Seconds();
        Option<FileInfo?> json = SpeedOptions.Json();

        var command = new Command("speed", "Measures ConvGen alone, and the FMA peak of the core in the same run.")
        {
            networks, threads, batch, seconds, json,
        };
        command.SetAction(result => Run(
            result.GetRequiredValue(networks).Values,
            result.GetRequiredValue(threads).Values,
            result.GetRequiredValue(batch).Values,
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
            DurableFile.Write(json.FullName, JsonSerializer.Serialize(table.Figures, Json) + "\n");
        }

        return 0;
    }
}
