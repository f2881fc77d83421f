using ConvGen.CompilerServices;

namespace ConvGen.Training;

/// <summary>Serializes a <see cref="FitRun"/>, without the kept parameters.</summary>
internal static class FitRecord
{
    /// <summary>The tensor of bytes that holds the record.</summary>
    public const string TensorName = "fit";

    // The score that is written if no epoch has ended or the best parameters are not kept. A real score may be equal to it.
    private const double NoScore = -1;

    // A thousand years; adding the current time to it does not overflow.
    private const long MostTicks = 365_000 * TimeSpan.TicksPerDay;

    /// <summary>Serializes a run.</summary>
    public static byte[] Write(FitRun run)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(run.Epochs);
        Write(writer, run.Train);
        writer.Write(run.Validation is not null);
        if (run.Validation is { } validation)
        {
            Write(writer, validation);
        }

        writer.Write(run.IsBetweenEpochs);
        writer.Write(run.Seen);
        writer.Write(run.LossSum);
        writer.Write(run.Elapsed.Ticks);
        writer.Write(run.Best is { HasAny: true } best ? best.Score : NoScore);
        writer.Write(run.Results.Count);
        foreach (EpochResult result in run.Results)
        {
            Write(writer, result);
        }

        writer.Flush();
        return stream.ToArray();
    }

    /// <summary>Deserializes the bytes that <see cref="Write(FitRun)"/> has written.</summary>
    /// <param name="bytes">The bytes; may come from an untrusted source.</param>
    /// <param name="program">The program of the network.</param>
    /// <param name="best">Receives the best parameters; null if they are not kept.</param>
    /// <returns>The run, and the score of the best parameters; null if there are none.</returns>
    /// <exception cref="NetworkFileException">The bytes are not a valid record.</exception>
    public static (FitRun Run, double? BestScore) Read(byte[] bytes, NetworkProgram program, BestParameters? best)
    {
        using var stream = new MemoryStream(bytes);
        using var reader = new BinaryReader(stream);
        try
        {
            (FitRun Run, double? BestScore) record = Read(reader, program, best);
            Hold(stream.Position == stream.Length, "length");
            return record;
        }
        catch (EndOfStreamException exception)
        {
            throw new NetworkFileException($"tensor {TensorName}: expected more than its {bytes.Length} bytes", exception);
        }
    }

    private static (FitRun Run, double? BestScore) Read(BinaryReader reader, NetworkProgram program, BestParameters? best)
    {
        int epochs = reader.ReadInt32();
        Hold(epochs >= 1, "number of epochs");
        DataMark train = ReadMark(reader);
        DataMark? validation = reader.ReadBoolean() ? ReadMark(reader) : null;
        bool isBetweenEpochs = reader.ReadBoolean();
        int seen = Between(isBetweenEpochs ? train.Count : 0, reader.ReadInt32(), train.Count, "number of images seen");
        double lossSum = reader.ReadDouble();
        long ticks = reader.ReadInt64();
        Hold(ticks is >= 0 and <= MostTicks, "time");
        double bestScore = reader.ReadDouble();
        int ended = reader.ReadInt32();
        Hold(isBetweenEpochs ? ended >= 1 && ended <= epochs : ended >= 0 && ended < epochs, "number of ended epochs");
        bool keepsBest = best is not null && ended > 0;
        bool isScore = Labels.HaveAccuracy(program) ? bestScore is >= 0 and <= 1 : bestScore <= 0;
        Hold(keepsBest ? isScore : bestScore == NoScore, "accuracy or loss");

        // The list grows with the bytes that are present, so a false count costs no memory.
        List<EpochResult> results = [];
        for (int i = 0; i < ended; i++)
        {
            results.Add(ReadResult(reader, program, validation));
        }

        var run = new FitRun(epochs, train, validation, best);
        run.Restore(results, isBetweenEpochs, seen, lossSum, TimeSpan.FromTicks(ticks));
        return (run, keepsBest ? bestScore : null);
    }

    private static void Write(BinaryWriter writer, DataMark mark)
    {
        writer.Write(mark.Count);
        writer.Write(mark.Labels);
    }

    private static DataMark ReadMark(BinaryReader reader)
    {
        int count = reader.ReadInt32();
        Hold(count >= 1, "number of images");
        return new DataMark(count, reader.ReadUInt64());
    }

    private static void Write(BinaryWriter writer, EpochResult result)
    {
        writer.Write(result.Epoch);
        writer.Write(result.Loss);
        writer.Write(result.Seconds);
        writer.Write(result.ImagesPerSecond);
        if (result.Validation is not { } evaluation)
        {
            return;
        }

        writer.Write(evaluation.Loss);
        ConfusionMatrix confusion = evaluation.Confusion;
        for (int actual = 0; actual < confusion.Classes; actual++)
        {
            for (int predicted = 0; predicted < confusion.Classes; predicted++)
            {
                writer.Write(confusion[actual, predicted]);
            }
        }

        writer.Write(evaluation.Mistakes.Count);
        foreach (Mistake mistake in evaluation.Mistakes)
        {
            writer.Write(mistake.Index);
            writer.Write(mistake.Label);
            writer.Write(mistake.Predicted);
            writer.Write(mistake.Confidence);
            writer.Write(mistake.LabelConfidence);
            writer.Write(mistake.LabelRank);
        }
    }

    private static EpochResult ReadResult(BinaryReader reader, NetworkProgram program, DataMark? validation)
    {
        int epoch = reader.ReadInt32();
        Hold(epoch >= 1, "number of an epoch");
        (double loss, double seconds, double imagesPerSecond) = (reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble());
        Evaluation? evaluation = validation is null ? null : ReadEvaluation(reader, program, validation.Count);
        return new EpochResult(epoch, loss, seconds, imagesPerSecond, evaluation);
    }

    private static Evaluation ReadEvaluation(BinaryReader reader, NetworkProgram program, int images)
    {
        int classes = Labels.Classes(program);
        double loss = reader.ReadDouble();
        var confusion = new ConfusionMatrix(classes);
        for (int actual = 0; actual < classes; actual++)
        {
            for (int predicted = 0; predicted < classes; predicted++)
            {
                confusion[actual, predicted] = Between(0, reader.ReadInt32(), images, "count");
            }
        }

        int count = Between(0, reader.ReadInt32(), images, "number of mistakes");
        List<Mistake> mistakes = [];
        for (int i = 0; i < count; i++)
        {
            mistakes.Add(new Mistake(
                Between(0, reader.ReadInt32(), images - 1, "image"),
                Between(0, reader.ReadInt32(), classes - 1, "label"),
                Between(0, reader.ReadInt32(), classes - 1, "answer"),
                reader.ReadSingle(),
                reader.ReadSingle())
            {
                LabelRank = Between(1, reader.ReadInt32(), classes - 1, "rank"),
            });
        }

        return new Evaluation(images, loss, confusion, mistakes, Labels.HaveAccuracy(program));
    }

    private static int Between(int least, int value, int most, string what)
    {
        Hold(value >= least && value <= most, what);
        return value;
    }

    private static void Hold(bool condition, string what)
    {
        if (!condition)
        {
            throw new NetworkFileException(
                $"tensor {TensorName}: expected the record of an unfinished Fit, found an impossible {what}");
        }
    }
}
