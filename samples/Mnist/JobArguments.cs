using System.CommandLine;
using System.Globalization;

namespace MnistSample;

/// <summary>The validated command line; null values were not given.</summary>
internal sealed record JobArguments
{
    private const int MostEpochs = 10_000;
    private const int MostBatch = 10_000;
    private const int MostThreads = 64;
    private const float MostLearningRate = 100;

    /// <summary>More threads do not help for networks of this size.</summary>
    private const int MostDefaultThreads = 8;

    public required string Network { get; init; }
    public required string? DataFolder { get; init; }
    public required int? Epochs { get; init; }
    public required int? Batch { get; init; }
    public required float? LearningRate { get; init; }
    public required int Threads { get; init; }
    public required int Seed { get; init; }
    public required string? SaveFile { get; init; }
    public required string? JsonFile { get; init; }

    /// <summary>Declares the options, whose errors System.CommandLine reports with exit code 1, and runs the job.</summary>
    public static RootCommand CreateCommand(IEnumerable<string> networks, Func<JobArguments, int> run)
    {
        string[] names = [.. networks];
        var network = new Option<string>("--network")
        {
            Description = "The network to train.",
            DefaultValueFactory = _ => names[0],
        };
        network.AcceptOnlyFromAmong(names);
        var data = new Option<DirectoryInfo>("--data") { Description = "The folder with MNIST's four files, compressed (.gz) or not." };
        data.AcceptExistingOnly();
        Option<int?> epochs = Count("--epochs", "How often to go through the training images.", MostEpochs);
        Option<int?> batch = Count("--batch", "Images per step.", MostBatch);
        Option<float?> rate = Number("--learning-rate", "The learning rate of the first epoch.", MostLearningRate);
        Option<int?> threads = Count("--threads", $"All cores, up to {MostDefaultThreads}, unless given.", MostThreads);
        var seed = new Option<int>("--seed") { Description = "The same seed gives the same weights.", DefaultValueFactory = _ => 0 };
        Option<FileInfo?> save = NewFile("--save", "Write the weights to this file, in the safetensors format.");
        Option<FileInfo?> json = NewFile("--json", "Write settings, accuracy and speed to this file.");

        var command = new RootCommand("Trains a network that ConvGen compiled on MNIST.")
        {
            network, data, epochs, batch, rate, threads, seed, save, json,
        };
        command.SetAction(result => run(new JobArguments
        {
            Network = result.GetRequiredValue(network),
            DataFolder = result.GetValue(data)?.FullName,
            Epochs = result.GetValue(epochs),
            Batch = result.GetValue(batch),
            LearningRate = result.GetValue(rate),
            Threads = result.GetValue(threads) ?? Math.Min(Environment.ProcessorCount, MostDefaultThreads),
            Seed = result.GetValue(seed),
            SaveFile = result.GetValue(save)?.FullName,
            JsonFile = result.GetValue(json)?.FullName,
        }));
        return command;
    }

    private static Option<int?> Count(string name, string description, int most) => new(name)
    {
        Description = description,
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out int count) && count >= 1 && count <= most)
            {
                return count;
            }

            result.AddError($"{name} '{text}' must be a whole number from 1 to {most}.");
            return null;
        },
    };

    private static Option<float?> Number(string name, string description, float most) => new(name)
    {
        Description = description,
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out float number) && number > 0 && number <= most)
            {
                return number;
            }

            result.AddError($"{name} '{text}' must be a number above 0 and at most {most}.");
            return null;
        },
    };

    /// <summary>A file that is written at the end. Checks before the training that its folder exists.</summary>
    private static Option<FileInfo?> NewFile(string name, string description)
    {
        var option = new Option<FileInfo?>(name) { Description = description };
        option.Validators.Add(result =>
        {
            FileInfo? file = result.GetValueOrDefault<FileInfo?>();
            if (file is { Directory.Exists: false })
            {
                result.AddError($"{name}: the folder {file.DirectoryName} does not exist.");
            }
            else if (file is not null && Directory.Exists(file.FullName))
            {
                result.AddError($"{name}: {file.FullName} is a folder.");
            }
        });
        return option;
    }
}
