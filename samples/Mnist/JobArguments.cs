using System.CommandLine;

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
        Option<int?> epochs = OptionKinds.Count("--epochs", "How often to go through the training images.", MostEpochs);
        Option<int?> batch = OptionKinds.Count("--batch", "Images per step.", MostBatch);
        Option<float?> rate = OptionKinds.Number("--learning-rate", "The learning rate of the first epoch.", MostLearningRate);
        Option<int?> threads = OptionKinds.Count("--threads", $"All cores, up to {MostDefaultThreads}, unless given.", MostThreads);
        var seed = new Option<int>("--seed") { Description = "The same seed gives the same weights.", DefaultValueFactory = _ => 0 };
        Option<FileInfo?> save = OptionKinds.NewFile("--save", "Write the weights to this file, in the safetensors format.");
        Option<FileInfo?> json = OptionKinds.NewFile("--json", "Write settings, accuracy and speed to this file.");

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
}
