using System.Text.Json;
using ConvGen.Files;

namespace Cifar10Sample.Output;

/// <summary>The report that <c>--json</c> writes: settings, results and speed.</summary>
internal sealed record JobReport
{
    private static readonly JsonSerializerOptions Options =
        new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true, NewLine = "\n" };

    public required string Network { get; init; }

    /// <summary><c>cifar10</c>, <c>cifar10-jpeg</c> or <c>drawn</c>.</summary>
    public required string Dataset { get; init; }
    public required int TrainImages { get; init; }
    public required int ValidationImages { get; init; }
    public required int TestImages { get; init; }
    public required int Parameters { get; init; }
    public required int Epochs { get; init; }
    public required int Batch { get; init; }
    public required float LearningRate { get; init; }
    public required int Threads { get; init; }
    public required int Seed { get; init; }

    /// <summary>The means of red, green and blue, which are subtracted from the network's input.</summary>
    public required IReadOnlyList<float> Means { get; init; }

    /// <summary>The standard deviations by which the network's input is then divided.</summary>
    public required IReadOnlyList<float> Deviations { get; init; }

    /// <summary>0 to 1.</summary>
    public required double TestAccuracy { get; init; }

    /// <summary>After each epoch, 0 to 1.</summary>
    public required IReadOnlyList<double> ValidationAccuracies { get; init; }

    /// <summary>The time of all epochs, without loading, validation and the final test.</summary>
    public required double TrainSeconds { get; init; }

    /// <summary>Images trained on, those of every epoch counted, per second of <see cref="TrainSeconds"/>.</summary>
    public required double ImagesPerSecond { get; init; }

    public void Write(string path) =>
        DurableFile.Write(path, file =>
        {
            JsonSerializer.Serialize(file, this, Options);
            file.WriteByte((byte)'\n');
        });
}
