using ConvGen.Csv;

namespace ConvGen;

/// <summary>The result of <see cref="CsvFile.Load"/>: the samples, and the information that prediction needs later: the input
/// columns, their scaling, and the class names.</summary>
public sealed class CsvContent
{
    private readonly string _label;
    private readonly CsvOptions _options;
    private readonly CsvClasses _classes;
    private readonly CsvInput[] _inputs;

    internal CsvContent(CsvTable table, string label, CsvClasses classes, CsvInput[] inputs, CsvOptions options)
    {
        (_label, _classes, _inputs, _options) = (label, classes, inputs, options);
        Samples = ToSamples(table);
    }

    /// <summary>The scaled rows, in the order of the file.</summary>
    public LabeledImages Samples { get; }

    /// <summary>The name of each class, from class 0 on. If the labels are numbers, these are the numbers from 0 to the largest
    /// label.</summary>
    public IReadOnlyList<string> ClassNames => _classes.Names;

    /// <summary>The input columns, in the order of the network's inputs.</summary>
    public IReadOnlyList<CsvInput> Inputs => _inputs;

    /// <summary>Reads another file, such as test data, in the same way: the same columns, which may be in another order, the
    /// scaling of the first file, and the same classes.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="ArgumentNullException"><paramref name="path"/> is null.</exception>
    /// <exception cref="FileNotFoundException">The file is missing.</exception>
    /// <exception cref="DirectoryNotFoundException">Its folder is missing.</exception>
    /// <exception cref="InvalidDataException">As for <see cref="CsvFile.Load"/>, or a label is not one of the
    /// classes.</exception>
    public LabeledImages LoadMore(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        using var rows = new CsvRows(path, _options.Delimiter, _options.HasHeader);
        return ToSamples(CsvTable.Read(rows, Array.ConvertAll(_inputs, input => input.Name), _label, _classes));
    }

    /// <summary>Scales numbers like those of the file, for a prediction.</summary>
    /// <param name="numbers">One number for each of <see cref="Inputs"/>, unscaled.</param>
    /// <exception cref="ArgumentException">The length of <paramref name="numbers"/> differs from the number of inputs.</exception>
    public float[] Scale(params ReadOnlySpan<float> numbers)
    {
        if (numbers.Length != _inputs.Length)
        {
            throw new ArgumentException(
                $"There are {_inputs.Length} inputs, but the length of numbers is {numbers.Length}.", nameof(numbers));
        }

        float[] scaled = new float[_inputs.Length];
        for (int i = 0; i < scaled.Length; i++)
        {
            scaled[i] = _inputs[i].Scale(numbers[i]);
        }

        return scaled;
    }

    private LabeledImages ToSamples(CsvTable table)
    {
        (int channels, int height, int width) = _options.Shape ?? (1, 1, _inputs.Length);
        if ((UInt128)channels * (uint)height * (uint)width != (uint)_inputs.Length)
        {
            throw new InvalidDataException(
                $"{table.Path}: {_inputs.Length} input columns do not form images of {channels}x{height}x{width}.");
        }

        float[] pixels = table.Numbers;
        for (int i = 0; i < pixels.Length; i++)
        {
            pixels[i] = _inputs[i % _inputs.Length].Scale(pixels[i]);
        }

        return new LabeledImages(channels, height, width, pixels, table.Labels);
    }
}
