using ConvGen.Csv;

namespace ConvGen;

/// <summary>Reads CSV files: a row per sample, some columns of numbers, and a column that says to which class the sample
/// belongs.</summary>
public static class CsvFile
{
    /// <summary>Reads a file in UTF-8 with quotes as in RFC 4180. Numbers are written with a decimal point. Unicode white space at
    /// the ends of a field, inside of quotes too, and empty lines do not count.</summary>
    /// <param name="path">The file.</param>
    /// <param name="label">The column of labels, by its name, or by its number, counted from 1, where there is no header.</param>
    /// <param name="options">How the file is read; null for the defaults.</param>
    /// <exception cref="ArgumentNullException"><paramref name="path"/> or <paramref name="label"/> is null.</exception>
    /// <exception cref="ArgumentException">The inputs of <paramref name="options"/> are empty, name a column twice, or name
    /// <paramref name="label"/>; or its delimiter is a quote or the end of a line.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A setting of <paramref name="options"/> is none of its values, or a size
    /// of its shape is below 1.</exception>
    /// <exception cref="FileNotFoundException">The file is missing.</exception>
    /// <exception cref="DirectoryNotFoundException">Its folder is missing.</exception>
    /// <exception cref="InvalidDataException">A column is missing or there twice, there is no row, a row has more or fewer fields
    /// than there are columns, a field is not what its column holds, a label is a fractional number, a quote is wrong, or the file
    /// is not UTF-8; or the inputs do not make the shape, or all rows do not fit into one array. The message names file, line and
    /// column, what was expected and what was found.</exception>
    public static CsvContent Load(string path, string label, CsvOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(label);
        options ??= new CsvOptions();
        CsvChecks.Check(options, label);
        using var rows = new CsvRows(path, options.Delimiter, options.HasHeader);
        IReadOnlyList<string> inputs = options.Inputs ?? [.. rows.Columns.Where(column => column != label)];
        CsvClasses classes = CsvClasses.ToFind(options.Labels);
        CsvTable table = CsvTable.Read(rows, inputs, label, classes);
        return new CsvContent(table, label, classes, ColumnScaling.Of(table, inputs, options.Scaling), options);
    }
}
