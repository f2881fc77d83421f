using System.CommandLine;
using System.Runtime.InteropServices;
using System.Text.Json;
using ConvGen.Benchmarks.Speed;
using ConvGen.Comparison.Contest;
using ConvGen.Comparison.Output;
using ConvGen.Comparison.StartUp;
using ConvGen.Comparison.Workers;

namespace ConvGen.Comparison;

/// <summary>Compares ConvGen with TorchSharp, PyTorch and ONNX Runtime.</summary>
internal static class ComparisonCommand
{
    private static readonly JsonSerializerOptions Json =
        new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true, NewLine = "\n" };

    public static RootCommand Create()
    {
        Option<CommaList<Entrant>> networks = SpeedOptions.Networks(Entrant.All);
        Option<CommaList<int>> threads = SpeedOptions.Threads();
        Option<CommaList<int>> batch = SpeedOptions.Batch();
        Option<double> seconds = SpeedOptions.Seconds("The seconds to spend on each measurement of each system.");
        Option<FileInfo?> json = SpeedOptions.Json();

        var command = new RootCommand("Compares ConvGen, TorchSharp, PyTorch and ONNX Runtime, alternately on the same weights and images.")
        {
            networks, threads, batch, seconds, json, StartUpCommand.Create(),
        };
        command.SetAction(result => Run(
            result.GetRequiredValue(networks).Values,
            result.GetRequiredValue(threads).Values,
            result.GetRequiredValue(batch).Values,
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
            Console.WriteLine(PeakText.Measure());
            using var folder = new ContestFolder(networks, digits);
            foreach (Entrant network in networks)
            {
                table.Begin(network);
                foreach (int count in threads)
                {
                    using var meeting = new Meeting(network, count, folder, table);
                    RunJobs(meeting, network, batches, count, seconds);
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

    private static void RunJobs(Meeting meeting, Entrant network, int[] batches, int threads, double seconds)
    {
        foreach (Job job in network.Trains ? (Job[])[Job.Train, Job.Infer] : [Job.Infer])
        {
            foreach (int batch in LargeImages.LimitBatches(network.Summary, batches))
            {
                meeting.Compare(job, batch, seconds);
            }
        }

        if (threads == 1)
        {
            meeting.Compare(Job.Latency, batch: 1, seconds);
        }
    }
}
