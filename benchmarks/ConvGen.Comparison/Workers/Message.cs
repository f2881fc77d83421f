using System.Text.Json;
using System.Text.Json.Serialization;

namespace ConvGen.Comparison.Workers;

/// <summary>How the comparison and its worker processes talk: one line of JSON asks, one line answers.</summary>
internal static class Message
{
    public static JsonSerializerOptions Json { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };
}

/// <summary>What a worker can be asked to do.</summary>
internal enum WorkerCommand
{
    /// <summary>Prepare a job of a network, with its initial weights.</summary>
    Open,

    /// <summary>Say what comes out: the losses of the first steps, or the probabilities of the first batch.</summary>
    Answer,

    /// <summary>Work for a while.</summary>
    Run,
}

/// <summary>A question to a worker.</summary>
/// <param name="Command">What it shall do.</param>
/// <param name="Network">n1 to n4; of <see cref="WorkerCommand.Open"/>, as are the next two.</param>
/// <param name="Job">What it will be timed at.</param>
/// <param name="Batch">Images per call.</param>
/// <param name="Seconds">How long; of <see cref="WorkerCommand.Run"/>.</param>
internal sealed record Request(
    WorkerCommand Command, string? Network = null, Contest.Job? Job = null, int? Batch = null, double? Seconds = null);

/// <summary>A worker's answer.</summary>
/// <param name="Error">Why it could not; everything else is null then.</param>
/// <param name="Setting">Of <see cref="WorkerCommand.Open"/>: which of its settings it found to be the fastest, if it has
/// several.</param>
/// <param name="Values">Of <see cref="WorkerCommand.Answer"/>.</param>
/// <param name="Calls">Of <see cref="WorkerCommand.Run"/>: batches.</param>
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
