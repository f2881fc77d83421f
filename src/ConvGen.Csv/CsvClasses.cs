using System.Globalization;

namespace ConvGen.Csv;

/// <summary>The classes of a data set: collected from the first file, and fixed for further files.</summary>
internal sealed class CsvClasses
{
    private const int MostNumber = ushort.MaxValue;

    private const string FractionAdvice =
        " To learn fractional numbers (regression), declare a network with MeanSquaredError and train it with " +
        "trainer.Step(inputs, targets), which takes float targets. If the labels are names of classes, write them so that they are " +
        "not numbers.";

    private readonly CsvLabels _labels;

    // Maps a label to its class or, while classes are being collected, to its position in the order of appearance.
    private Dictionary<string, int> _classes = [];

    private CsvClasses(CsvLabels labels) => _labels = labels;

    /// <summary>The names of the classes; empty until the first file has been read.</summary>
    public string[] Names { get; private set; } = [];

    private bool AreKnown => Names.Length > 0;

    /// <summary>Creates classes that are collected from the first file.</summary>
    public static CsvClasses ToFind(CsvLabels labels) => new(labels);

    /// <summary>Reads a label. While classes are being collected, the result is preliminary until <see cref="Number"/>.</summary>
    /// <exception cref="InvalidDataException">The label is not a class.</exception>
    public int Read(CsvRows rows, int column)
    {
        string text = rows.Text(column);
        if (_labels == CsvLabels.Numbers)
        {
            int most = AreKnown ? Names.Length - 1 : MostNumber;
            bool isClass = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number <= most;
            return isClass ? number : throw rows.Wrong(column, $"a whole number from 0 to {most}");
        }

        if (text.Length == 0)
        {
            throw rows.Wrong(column, "the name of a class");
        }

        return _classes.TryGetValue(text, out int found) ? found : Add(text, rows, column);
    }

    /// <summary>Returns the final class numbers of the labels.</summary>
    public int[] Number(List<int> read)
    {
        if (AreKnown)
        {
            return [.. read];
        }

        if (_labels == CsvLabels.Numbers)
        {
            Names = [.. Enumerable.Range(0, read.Max() + 1).Select(number => number.ToString(CultureInfo.InvariantCulture))];
            return [.. read];
        }

        string[] inOrderOfAppearance = [.. _classes.OrderBy(pair => pair.Value).Select(pair => pair.Key)];
        Names = [.. inOrderOfAppearance.Order(StringComparer.Ordinal)];
        _classes = Names.Index().ToDictionary(pair => pair.Item, pair => pair.Index);
        return [.. read.Select(appearance => _classes[inOrderOfAppearance[appearance]])];
    }

    private int Add(string text, CsvRows rows, int column)
    {
        if (AreKnown)
        {
            throw rows.Wrong(column, "one of " + string.Join(", ", Names));
        }

        if (IsFraction(text))
        {
            throw rows.Wrong(column, "a class, which is a name or a whole number", FractionAdvice);
        }

        _classes.Add(text, _classes.Count);
        return _classes.Count - 1;
    }

    // Matches prices and measurements, with a decimal point, a decimal comma, or thousands separators.
    private static bool IsFraction(string text) =>
        IsFraction(text, NumberStyles.Float | NumberStyles.AllowThousands) || IsFraction(text.Replace(',', '.'), NumberStyles.Float);

    private static bool IsFraction(string text, NumberStyles styles) =>
        double.TryParse(text, styles, CultureInfo.InvariantCulture, out double number)
        && double.IsFinite(number)
        && number != Math.Truncate(number);
}
