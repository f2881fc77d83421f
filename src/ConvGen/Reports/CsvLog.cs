using System.Globalization;
using ConvGen.Files;

namespace ConvGen;

/// <summary>Writes a line of comma-separated values at the end of every epoch of <c>Fit</c>, below a header line: <c>epoch</c>,
/// counted from 1 in every call; <c>loss</c>; <c>learning_rate</c>; <c>images_per_second</c>; <c>validation_loss</c> and
/// <c>validation_accuracy</c>, 0 to 1, both empty without validation images; the accuracy is also empty for networks with
/// <see cref="MeanSquaredErrorAttribute"/>. Numbers use a decimal point in every culture.</summary>
/// <remarks>Every line is flushed to the disk before the next epoch begins.</remarks>
public sealed class CsvLog : IProgress<TrainingProgress>, IDisposable
{
    private const string Heading = "epoch,loss,learning_rate,images_per_second,validation_loss,validation_accuracy";

    private readonly StreamWriter _writer;

    /// <summary>Opens a log.</summary>
    /// <param name="path">The file. An existing file is appended to, so that a resumed training continues its log.</param>
    /// <exception cref="ArgumentException"><paramref name="path"/> is empty.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file is read-only, or may not be written.</exception>
    public CsvLog(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        DurableFile.ThrowIfReadOnly(path);
        _writer = new StreamWriter(path, append: true);
        if (_writer.BaseStream.Length == 0)
        {
            WriteLine(Heading);
        }
    }

    /// <inheritdoc/>
    public void Report(TrainingProgress value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (value.ImagesSeen == value.ImagesTotal)
        {
            WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{value.Epoch},{value.Loss:R},{value.LearningRate:R},{value.ImagesPerSecond:F0},{value.Validation?.Loss:R},"
                + $"{(value.Validation is { HasAccuracy: true } validation ? validation.Accuracy : null):R}"));
        }
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _writer.Dispose();

    private void WriteLine(string line)
    {
        _writer.Write(line + "\n");
        _writer.Flush();
    }
}
