using System.Globalization;
using ConvGen.CompilerServices;

namespace ConvGen.Training;

/// <summary>The settings that must be equal for a training to continue from a checkpoint with identical results.</summary>
internal static class CheckpointSettings
{
    /// <summary>Returns the settings as text, one line for each kind. The number of threads is not included, and the learning
    /// rate is restored from the checkpoint instead.</summary>
    /// <remarks>Options that checkpoints of earlier versions lack have a line only if they are set, so that those checkpoints can still be
    /// loaded.</remarks>
    public static string Of(NetworkProgram program, Optimizer optimizer, TrainerOptions options) =>
        string.Join('\n', OfLater(program, options).Prepend(OfFirst(program, optimizer, options)));

    private static IEnumerable<string> OfLater(NetworkProgram program, TrainerOptions options)
    {
        if (options.BatchesPerUpdate > 1)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"batches per update {options.BatchesPerUpdate}");
        }

        if (options.Frozen.Count > 0)
        {
            yield return $"frozen {string.Join(' ', new FrozenParameters(program, options).Names)}";
        }

        if (options.WeightAverage is { } average)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture, $"weight average with decay {average.Decay:R}, warm-up: {average.WarmUp}");
        }
    }

    private static string OfFirst(NetworkProgram program, Optimizer optimizer, TrainerOptions options) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        loss {program.Loss}
        optimizer {optimizer.Settings}
        batch size {options.BatchSize}
        seed {options.Seed}
        shuffle {options.Shuffle}
        label smoothing {options.LabelSmoothing:R}
        class weights {(options.ClassWeights is { } weights ? string.Join(' ', weights.Select(Of)) : "none")}
        early stopping after {options.EarlyStoppingPatience ?? 0} epochs
        keep best {options.KeepBest}
        gradient norm {(options.MaxGradientNorm is { } norm ? $"at most {norm:R}" : "any")}
        schedule {options.Schedule?.Settings ?? "none"}
        augmentation {options.Augmentation?.Settings ?? "none"}
        """);

    private static string Of(float number) => number.ToString("R", CultureInfo.InvariantCulture);
}
