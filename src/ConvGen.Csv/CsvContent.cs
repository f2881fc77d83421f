using ConvGen.Csv;

namespace ConvGen;

/// <summary>What <see cref="CsvFile.Load"/> has found: samples to train with, and what is needed to ask the network later: which
/// columns it takes, how they are scaled, and what its classes are called.</summary>
public sealed class CsvContent
{
    private readonly string label;
    private readonly CsvOptions options;
    private readonly CsvClasses classes;
    private readonly CsvInput[] inputs;

    internal CsvContent(CsvTable table, string label, CsvClasses classes, CsvInput[] inputs, CsvOptions options)
    {
        (this.label, this.classes, this.inputs, this.options) = (label, classes, inputs, options);
        Samples = ToSamples(table);
    }

    /// <summary>The rows in their order, scaled.</summary>
    public LabeledImages Samples { get; }

    /// <summary>The name of each class, from class 0 on. Where the labels are numbers these are the numbers up to the largest
    /// one.</summary>
    public IReadOnlyList<string> ClassNames => classes.Names;

    /// <summary>The columns that are inputs, in the order in which the network takes them.</summary>
    public IReadOnlyList<CsvInput> Inputs => inputs;

    /// <summary>Reads another file, to test with, in the same way: the same columns, wherever they stand in it, scaled by the
    /// numbers of the first file, and the same classes.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="ArgumentNullException"><paramref name="path"/> is null.</exception>
    /// <exception cref="FileNotFoundException">The file is missing.</exception>
    /// <exception cref="DirectoryNotFoundException">Its folder is missing.</exception>
    /// <exception cref="InvalidDataException">As for <see cref="CsvFile.Load"/>, or a label is not one of the
    /// classes.</exception>
    public LabeledImages LoadMore(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        using var rows = new CsvRows(path, options.Delimiter, options.HasHeader);
        return ToSamples(CsvTable.Read(rows, Array.ConvertAll(inputs, input => input.Name), label, classes));
    }

    /// <summary>Scales numbers as those of the file were, to ask a network about them.</summary>
    /// <param name="numbers">A number for each of <see cref="Inputs"/>, in its column's unit.</param>
    /// <exception cref="ArgumentException">They are more or fewer.</exception>
    public float[] Scale(params ReadOnlySpan<float> numbers)
    {
        if (numbers.Length != inputs.Length)
        {
            throw new ArgumentException(
                $"There are {inputs.Length} inputs, but the length of numbers is {numbers.Length}.", nameof(numbers));
        }

        float[] scaled = new float[inputs.Length];
        for (int i = 0; i < scaled.Length; i++)
        {
            scaled[i] = inputs[i].Scale(numbers[i]);
        }

        return scaled;
    }

    private LabeledImages ToSamples(CsvTable table)
    {
        (int channels, int height, int width) = options.Shape ?? (1, 1, inputs.Length);
        if ((UInt128)channels * (uint)height * (uint)width != (uint)inputs.Length)
        {
            throw new InvalidDataException(
                $"{table.Path}: {inputs.Length} columns of inputs do not make images of {channels}x{height}x{width}.");
        }

        float[] pixels = table.Numbers;
        for (int i = 0; i < pixels.Length; i++)
        {
            pixels[i] = inputs[i % inputs.Length].Scale(pixels[i]);
        }

        return new LabeledImages(channels, height, width, pixels, table.Labels);
    }
}
