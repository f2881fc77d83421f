using System.Globalization;
using ConvGen.CompilerServices;

namespace ConvGen.Training;

/// <summary>What two trainings must have in common so that one can go on with the checkpoint of the other and end with the same
/// bits.</summary>
internal static class CheckpointSettings
{
    /// <summary>The settings as text, a line for each kind. The number of threads is none of them, and the learning rate is part
    /// of what a checkpoint brings back.</summary>
    public static string Of(NetworkProgram program, Optimizer optimizer, TrainerOptions options) => string.Create(
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
        distortion {Of(options.Distortion)}
        """);

    private static string Of(float number) => number.ToString("R", CultureInfo.InvariantCulture);

    private static string Of(Distortion? distortion) => distortion is null ? "none" : string.Create(
        CultureInfo.InvariantCulture,
        $"rotation {distortion.RotationDegrees:R}, scale {distortion.Scale:R}, shear {distortion.ShearDegrees:R}, "
        + $"shift {distortion.Shift:R}, elastic {distortion.ElasticAlpha:R} and {distortion.ElasticSigma:R}");
}
