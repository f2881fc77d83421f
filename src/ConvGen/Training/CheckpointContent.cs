using System.Globalization;
using ConvGen.CompilerServices;
using ConvGen.Files;
using ConvGen.Internal;

namespace ConvGen.Training;

/// <summary>The objects whose state a checkpoint holds.</summary>
internal sealed record TrainingParts(NetworkCore Core, TrainingEngine Engine, Optimizer Optimizer, TrainerOptions Options)
{
    /// <summary>The settings that must be equal when a checkpoint is loaded.</summary>
    public string Settings => CheckpointSettings.Of(Core.Program, Optimizer, Options);
}

/// <summary>
/// A copy of the complete training state in the form in which a file holds it. Metadata: that of a weights file, the settings
/// and the counters. Tensors: the parameters by name, the optimizer's state (<c>velocity.Conv1.weight</c>), the average of the
/// parameters (<c>average.Conv1.weight</c>), the sum of the gradients of an incomplete update (<c>accumulated.Conv1.weight</c>), the best
/// parameters so far (<c>best.Conv1.weight</c>), and the record of an unfinished <c>Fit</c>.
/// </summary>
internal sealed record CheckpointContent(IReadOnlyList<(string Key, string Value)> Texts, IReadOnlyList<Tensor> Tensors)
{
    public const string Settings = Metadata.Prefix + "settings";
    public const string Steps = Metadata.Prefix + "steps";
    public const string Epochs = Metadata.Prefix + "epochs";
    public const string LearningRate = Metadata.Prefix + "learningRate";
    public const string Fit = Metadata.Prefix + "fit";

    /// <summary>The prefix of the names of the best parameters.</summary>
    public const string BestPrefix = "best.";

    /// <summary>The prefix of the names of the average of the parameters.</summary>
    public const string AveragePrefix = "average.";

    /// <summary>The prefix of the names of the sums of gradients.</summary>
    public const string AccumulatedPrefix = "accumulated.";

    /// <summary>Copies the state. Must not be called while a step is running.</summary>
    public static CheckpointContent Of(TrainingParts parts, int epochsDone, FitRun? unfinished)
    {
        FitKind kind = unfinished switch
        {
            null => FitKind.None,
            { Best.HasAny: true } => FitKind.WithBest,
            _ => FitKind.Running,
        };
        List<(string Key, string Value)> texts =
        [
            .. NetworkTexts.Of(parts.Core.Program, Metadata.Checkpoint),
            (Metadata.VectorBits, parts.Core.VectorBits.ToString(CultureInfo.InvariantCulture)),
            (Settings, parts.Settings),
            (Steps, parts.Engine.Steps.ToString(CultureInfo.InvariantCulture)),
            (Epochs, epochsDone.ToString(CultureInfo.InvariantCulture)),
            (LearningRate, parts.Optimizer.LearningRate.ToString("R", CultureInfo.InvariantCulture)),
            (Fit, kind.ToString()),
            .. AccumulatedTexts.Of(parts.Engine.Accumulator?.Batches ?? default),
        ];

        ParameterSet parameters = parts.Core.Parameters;
        List<Tensor> tensors = [.. parameters.Select(parameter => Tensor.Of(parameter))];
        foreach ((string name, AlignedMemory memory) in parts.Engine.Optimizer.Memories)
        {
            tensors.AddRange(parameters.Where(parameter => parameter.IsTrainable).Select(parameter =>
                Tensor.Of(parameter, PrefixOf(name), values => parameter.Map.Gather(memory.Span, values))));
        }

        if (parts.Engine.Accumulator is { Batches.Count: > 0, Sum: var sum })
        {
            tensors.AddRange(parameters.Select(parameter =>
                Tensor.Of(parameter, AccumulatedPrefix, values => parameter.Map.Gather(sum.Span, values))));
        }

        if (parts.Engine.Average is { } average)
        {
            tensors.AddRange(parameters.Select(parameter => Tensor.Of(
                parameter, AveragePrefix, values => parameter.Map.Gather(average.Values(parts.Engine.Steps), values))));
        }

        if (kind == FitKind.WithBest)
        {
            tensors.AddRange(parameters.Select(parameter =>
                Tensor.Of(parameter, BestPrefix, values => parameter.Map.Gather(unfinished!.Best!.Parameters, values))));
        }

        if (unfinished is not null)
        {
            byte[] record = FitRecord.Write(unfinished);
            tensors.Add(new Tensor(new TensorSpec(FitRecord.TensorName, TensorSpec.Byte, [record.Length]), record));
        }

        return new CheckpointContent(texts, tensors);
    }

    /// <summary>Returns the prefix of the names of an optimizer's state tensors.</summary>
    public static string PrefixOf(string memory) => memory + ".";

    /// <summary>Writes the file.</summary>
    public void Write(Stream stream) => SafetensorsWriter.Write(stream, Texts, Tensors);
}

/// <summary>The state of a call of <c>Fit</c> in a checkpoint.</summary>
internal enum FitKind
{
    /// <summary>None: the checkpoint was saved outside of <c>Fit</c>.</summary>
    None,

    /// <summary>The record of the call.</summary>
    Running,

    /// <summary>The record of the call, and the best parameters so far.</summary>
    WithBest,
}
