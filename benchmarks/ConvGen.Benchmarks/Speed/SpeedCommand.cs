using System.CommandLine;
using System.ComponentModel;
using System.Text.Json;
using ConvGen.Benchmarks.Speed.Widths;
using ConvGen.Benchmarks.Speed.Work;
using ConvGen.Files;

namespace ConvGen.Benchmarks.Speed;

/// <summary><c>speed</c>: measures training and prediction, each figure with the peak of the core.</summary>
internal static class SpeedCommand
{
    private static readonly JsonSerializerOptions Json =
        new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true, NewLine = "\n" };

    public static Command Create()
    {
        Option<CommaList<SpeedNetwork>> networks = SpeedOptions.Networks(SpeedNetwork.All);
        Option<CommaList<int>> threads = SpeedOptions.Threads();
        Option<CommaList<int>> batch = SpeedOptions.Batch();
        Option<CommaList<int>?> vectorBits = SpeedOptions.VectorBits();
        Option<double> seconds = SpeedOptions.Seconds();
        Option<FileInfo?> json = SpeedOptions.Json();

        var command = new Command("speed", "Measures ConvGen alone, and the FMA peak of the core in the same run.")
        {
            networks, threads, batch, vectorBits, seconds, json,
        };
        command.SetAction(result => Run(
            result.GetRequiredValue(networks).Values,
            result.GetRequiredValue(threads).Values,
            result.GetRequiredValue(batch).Values,
            result.GetValue(vectorBits)?.Values,
            result.GetRequiredValue(seconds),
            result.GetValue(json)));
        return command;
    }

    private static int Run(SpeedNetwork[] networks, int[] threads, int[] batches, int[]? widths, double seconds, FileInfo? json)
    {
        if (json is { Directory.Exists: false })
        {
            Console.Error.WriteLine($"--json: the folder {json.DirectoryName} does not exist.");
            return 1;
        }

        int[]? ordered = widths?.Distinct().Order().ToArray();
        var table = new SpeedTable(Console.Out, showsRatio: ordered is { Length: > 1 });
        try
        {
            using ISpeedBench bench = ordered is null ? new OwnBench() : new WidthBench(ordered);
            Console.WriteLine($"{Environment.ProcessorCount} cores, .NET {Environment.Version}, on {bench.Data}");
            Console.WriteLine(PeakText.Measure());
            foreach (SpeedNetwork network in networks)
            {
                table.Begin(network);
                foreach (SpeedTask task in SpeedTask.Of(network, threads, batches))
                {
                    table.Add(Measured.Measure(task, bench, seconds));
                }
            }
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or Win32Exception)
        {
            Console.Error.WriteLine(exception.Message);
            return 1;
        }

        table.End();
        if (json is not null)
        {
            DurableFile.Write(json.FullName, JsonSerializer.Serialize(table.Figures, Json) + "\n");
        }

        return 0;
    }
}
