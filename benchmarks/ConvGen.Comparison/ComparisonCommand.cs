using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using ConvGen.Benchmarks.Speed;
using ConvGen.Comparison.Contest;
using ConvGen.Comparison.Output;
using ConvGen.Comparison.StartUp;
using ConvGen.Comparison.Workers;

namespace ConvGen.Comparison;

/// <summary>ConvGen beside TorchSharp, PyTorch and ONNX Runtime.</summary>
internal static class ComparisonCommand
{
    private const int MostThreads = 64;
    private const int MostBatch = 5_000;
    private const double LeastSeconds = 0.05, MostSeconds = 600;

    private static readonly JsonSerializerOptions Json =
        new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true, NewLine = "\n" };

    public static RootCommand Create()
    {
        var networks = new Option<Entrant[]>("--networks")
        {
            Description = "Which of n1 (book), n2 (LeNet-5), n3 (784-30-10) and n4 (small VGG, 3x32x32), with commas.",
            CustomParser = result => CommaList.Parse(result, FindNetwork, "n1, n2, n3 or n4"),
            DefaultValueFactory = _ => [.. Entrant.All],
        };
        var threads = new Option<int[]>("--threads")
        {
            Description = "Numbers of threads, with commas.",
            CustomParser = result => CommaList.Numbers(result, MostThreads),
            DefaultValueFactory = _ => [1, 2],
        };
        var batch = new Option<int[]>("--batch")
        {
            Description = "Images per training step and per prediction, with commas.",
            CustomParser = result => CommaList.Numbers(result, MostBatch),
            DefaultValueFactory = _ => [10, 64, 128],
        };
        var seconds = new Option<double>("--seconds")
        {
            Description = "Time for each figure of each system.",
            CustomParser = ReadSeconds,
            DefaultValueFactory = _ => 1,
        };
        var json = new Option<FileInfo?>("--json") { Description = "Also write the figures to this file." };

        var command = new RootCommand("ConvGen, TorchSharp, PyTorch and ONNX Runtime by turns, on the same weights and images.")
        {
            networks, threads, batch, seconds, json, StartUpCommand.Create(),
        };
        command.SetAction(result => Run(
            result.GetRequiredValue(networks),
            result.GetRequiredValue(threads),
            result.GetRequiredValue(batch),
            result.GetRequiredValue(seconds),
            result.GetValue(json)));
        return command;
    }

    private static int Run(Entrant[] networks, int[] threads, int[] batches, double seconds, FileInfo? json)
    {
        if (json is { Directory.Exists: false })
        {
            Console.Error.WriteLine($"--json: the folder {json.DirectoryName} does not exist.");
            return 1;
        }

        var table = new ComparisonTable(Console.Out);
        try
        {
            SpeedData digits = SpeedData.Digits(out string description);
            Console.WriteLine($"{Environment.ProcessorCount} cores, {RuntimeInformation.FrameworkDescription}, on {description}");
            using var folder = new ContestFolder(networks, digits);
            foreach (Entrant network in networks)
            {
                table.Begin(network);
                foreach (int count in threads)
                {
                    using var meeting = new Meeting(network, count, folder, table);
                    RunJobs(meeting, batches, count, seconds);
                }
            }
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or WorkerException)
        {
            Console.Error.WriteLine(exception.Message);
            return 1;
        }

        table.End();
        if (json is not null)
        {
            File.WriteAllText(json.FullName, JsonSerializer.Serialize(table.Figures, Json) + "\n");
        }

        return table.HasDisagreement ? 1 : 0;
    }

    private static void RunJobs(Meeting meeting, int[] batches, int threads, double seconds)
    {
        foreach (Job job in (Job[])[Job.Train, Job.Infer])
        {
            foreach (int batch in batches)
            {
                meeting.Compare(job, batch, seconds);
            }
        }

        if (threads == 1)
        {
            meeting.Compare(Job.Latency, batch: 1, seconds);
        }
    }

    private static (bool Known, Entrant Network) FindNetwork(string name)
    {
        Entrant? network = Entrant.All.FirstOrDefault(entrant => entrant.Name == name);
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
