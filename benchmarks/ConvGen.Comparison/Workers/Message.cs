using System.Text.Json;
using System.Text.Json.Serialization;

namespace ConvGen.Comparison.Workers;

/// <summary>The protocol between the comparison and its worker processes: one line of JSON per request and per
/// answer.</summary>
internal static class Message
{
    public static JsonSerializerOptions Json { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };
}

/// <summary>The commands for a worker.</summary>
internal enum WorkerCommand
{
    /// <summary>Prepare a job of a network, with its initial weights.</summary>
    Open,

    /// <summary>Return the results to compare: the losses of the first steps, or the probabilities of the first
    /// batch.</summary>
    Answer,

    /// <summary>Work for a while.</summary>
    Run,
}

/// <summary>A request to a worker.</summary>
/// <param name="Command">The command.</param>
/// <param name="Network">n1 to n6; of <see cref="WorkerCommand.Open"/>, as are the next two.</param>
/// <param name="Job">The job to prepare.</param>
/// <param name="Batch">Images per call.</param>
/// <param name="Seconds">The duration of <see cref="WorkerCommand.Run"/>.</param>
internal sealed record Request(
    WorkerCommand Command, string? Network = null, Contest.Job? Job = null, int? Batch = null, double? Seconds = null);

/// <summary>A worker's answer.</summary>
/// <param name="Error">The reason of a failure; everything else is null then.</param>
/// <param name="Setting">Of <see cref="WorkerCommand.Open"/>: the fastest setting, if the system has several.</param>
/// <param name="Values">The results of <see cref="WorkerCommand.Answer"/>.</param>
/// <param name="Calls">The number of batches of <see cref="WorkerCommand.Run"/>.</param>
/// <param name="Seconds">The time that they took.</param>
/// <param name="Times">Of <see cref="WorkerCommand.Run"/> and <see cref="Contest.Job.Latency"/>: microseconds of each
/// call.</param>
internal sealed record Reply(
    string? Error = null,
    string? Setting = null,
    float[]? Values = null,
    long? Calls = null,
    double? Seconds = null,
    double[]? Times = null);
