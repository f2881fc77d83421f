using System.Globalization;
using ConvGen.Files;
using ConvGen.Internal;

namespace ConvGen.Training;

/// <summary>A checkpoint that has been read and validated, so that restoring it cannot fail.</summary>
internal sealed record Checkpoint
{
    private const int BitsOfEarlierVersions = 256;

    private readonly TensorFile _file;

    private Checkpoint(TensorFile file) => _file = file;

    /// <summary>The number of epochs over the trainer's lifetime.</summary>
    public required int EpochsDone { get; init; }

    /// <summary>The call of <c>Fit</c> during which the checkpoint was saved; null if there was none.</summary>
    public required FitRun? Unfinished { get; init; }

    /// <summary>The number of steps over the trainer's lifetime.</summary>
    public required long Steps { get; init; }

    /// <summary>The width of the vectors that the training computed with.</summary>
    public required long VectorBits { get; init; }

    /// <summary>The optimizer's learning rate.</summary>
    public required float LearningRate { get; init; }

    /// <summary>The mini-batches of an incomplete update.</summary>
    public required AccumulatedBatches Accumulated { get; init; }

    /// <summary>Reads a checkpoint of a training with the same settings.</summary>
    /// <exception cref="NetworkFileException">The file is not a checkpoint, or belongs to another training.</exception>
    public static Checkpoint Read(Stream stream, TrainingParts parts)
    {
        TensorFile file = SafetensorsReader.Read(
            stream, $"a checkpoint of {parts.Core.Program.Summary.Network}", texts => Expect(texts, parts));
        HeaderTexts texts = file.Texts;
        return new Checkpoint(file)
        {
            Steps = Number(texts, CheckpointContent.Steps, long.MaxValue),
            EpochsDone = (int)Number(texts, CheckpointContent.Epochs, int.MaxValue),
            VectorBits = texts[Metadata.VectorBits] is null ? BitsOfEarlierVersions : Number(texts, Metadata.VectorBits, int.MaxValue),
            LearningRate = ReadLearningRate(texts),
            Unfinished = ReadFit(file, parts),
            Accumulated = AccumulatedTexts.Read(texts, parts.Options),
        };
    }

    /// <summary>Restores the parameters, their average, the optimizer's state and its learning rate; the trainer restores its own counters.</summary>
    public void Restore(TrainingParts parts)
    {
        _file.CopyTo(parts.Core.Parameters);
        foreach ((string name, AlignedMemory memory) in parts.Engine.Optimizer.Memories)
        {
            foreach (Parameter parameter in parts.Core.Parameters.Where(parameter => parameter.IsTrainable))
            {
                parameter.Map.Scatter(_file.Tensors[CheckpointContent.PrefixOf(name) + parameter.Name].Floats(), memory.Span);
            }
        }

        if (Accumulated.Count > 0)
        {
            parts.Engine.Accumulator!.Restore(
                Accumulated,
                parts.Core.Parameters,
                parameter => _file.Tensors[CheckpointContent.AccumulatedPrefix + parameter.Name].Floats());
        }
        else
        {
            parts.Engine.Accumulator?.Clear();
        }

        parts.Engine.Average?.Replace(parameter => _file.Tensors[CheckpointContent.AveragePrefix + parameter.Name].Floats());
        parts.Engine.Steps = Steps;
        parts.Optimizer.LearningRate = LearningRate;
    }

    private static List<TensorSpec> Expect(HeaderTexts texts, TrainingParts parts)
    {
        NetworkTexts.Check(texts, Metadata.Checkpoint, parts.Core.Program);
        Text(texts, Metadata.Checksum);
        string settings = Text(texts, CheckpointContent.Settings);
        if (settings != parts.Settings)
        {
            throw new NetworkFileException(
                $"expected a training with the trainer's settings; {TextDifference.First(parts.Settings, settings)}");
        }

        ParameterSet parameters = parts.Core.Parameters;
        List<TensorSpec> expected = [.. parameters.Select(parameter => Tensor.SpecOf(parameter))];
        foreach ((string name, _) in parts.Engine.Optimizer.Memories)
        {
            expected.AddRange(parameters.Where(parameter => parameter.IsTrainable)
                .Select(parameter => Tensor.SpecOf(parameter, CheckpointContent.PrefixOf(name))));
        }

        if (AccumulatedTexts.Read(texts, parts.Options).Count > 0)
        {
            expected.AddRange(parameters.Select(parameter => Tensor.SpecOf(parameter, CheckpointContent.AccumulatedPrefix)));
        }

        if (parts.Engine.Average is not null)
        {
            expected.AddRange(parameters.Select(parameter => Tensor.SpecOf(parameter, CheckpointContent.AveragePrefix)));
        }

        FitKind kind = ReadKind(texts, parts.Options);
        if (kind == FitKind.WithBest)
        {
            expected.AddRange(parameters.Select(parameter => Tensor.SpecOf(parameter, CheckpointContent.BestPrefix)));
        }

        if (kind != FitKind.None)
        {
            expected.Add(new TensorSpec(FitRecord.TensorName, TensorSpec.Byte, [TensorSpec.AnyLength]));
        }

        return expected;
    }

    private static FitRun? ReadFit(TensorFile file, TrainingParts parts)
    {
        FitKind kind = ReadKind(file.Texts, parts.Options);
        if (kind == FitKind.None)
        {
            return null;
        }

        BestParameters? best = parts.Options.KeepBest ? new BestParameters(parts.Core) : null;
        (FitRun run, double? score) = FitRecord.Read(file.Tensors[FitRecord.TensorName].Bytes, parts.Core.Program, best);
        if (score is not null != (kind == FitKind.WithBest))
        {
            throw new NetworkFileException("expected the best parameters where an epoch has ended, and only there");
        }

        if (kind == FitKind.WithBest)
        {
            best!.Replace(score!.Value, parameter => file.Tensors[CheckpointContent.BestPrefix + parameter.Name].Floats());
        }

        return run;
    }

    private static FitKind ReadKind(HeaderTexts texts, TrainerOptions options)
    {
        string text = Text(texts, CheckpointContent.Fit);
        FitKind[] kinds = options.KeepBest ? [FitKind.None, FitKind.Running, FitKind.WithBest] : [FitKind.None, FitKind.Running];
        foreach (FitKind kind in kinds)
        {
            if (text == kind.ToString())
            {
                return kind;
            }
        }

        throw Wrong(CheckpointContent.Fit, string.Join(" or ", kinds), text);
    }

    private static float ReadLearningRate(HeaderTexts texts)
    {
        string text = Text(texts, CheckpointContent.LearningRate);
        bool isNumber = float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out float rate);
        return isNumber && float.IsFinite(rate) && rate >= 0
            ? rate
            : throw Wrong(CheckpointContent.LearningRate, "a finite number of at least 0", text);
    }

    /// <summary>Gets a number that must be present.</summary>
    public static long Number(HeaderTexts texts, string key, long most)
    {
        string text = Text(texts, key);
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) && number <= most
            ? number
            : throw Wrong(key, $"a whole number from 0 to {most}", text);
    }

    /// <summary>Gets a text that must be present.</summary>
    public static string Text(HeaderTexts texts, string key) =>
        texts[key] ?? throw new NetworkFileException($"expected the text {key} in its metadata, found none");

    /// <summary>Describes a text that is not as expected.</summary>
    public static NetworkFileException Wrong(string key, string expected, string found) =>
        new($"expected {expected} as the text {key} of its metadata, found {NetworkFileException.Quote(found)}");
}
