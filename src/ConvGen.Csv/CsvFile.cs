using ConvGen.Csv;

namespace ConvGen;

/// <summary>Reads CSV files with one row per sample: columns of numbers, and a column with the class of the sample.</summary>
public static class CsvFile
{
    /// <summary>Reads a UTF-8 file with quotes as in RFC 4180. Numbers use a decimal point. Empty lines are ignored, and so is
    /// Unicode white space at the ends of a field, even inside quotes.</summary>
    /// <param name="path">The file.</param>
    /// <param name="label">The name of the label column, or its number, counted from 1, if there is no header.</param>
    /// <param name="options">Options such as the delimiter; null for the defaults.</param>
    /// <exception cref="ArgumentNullException"><paramref name="path"/> or <paramref name="label"/> is null.</exception>
    /// <exception cref="ArgumentException">The inputs of <paramref name="options"/> are empty, name a column twice, or name
    /// <paramref name="label"/>; or its delimiter is a quote or the end of a line.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A setting of <paramref name="options"/> is not a defined value, or a size
    /// of its shape is below 1.</exception>
    /// <exception cref="FileNotFoundException">The file is missing.</exception>
    /// <exception cref="DirectoryNotFoundException">Its folder is missing.</exception>
    /// <exception cref="InvalidDataException">A column is missing or duplicated, there is no row, a row has the wrong number of
    /// fields, a field has the wrong type, a label is a fractional number, a quote is misplaced, the file is not UTF-8, the
    /// inputs do not match the shape, or the rows do not fit into one array. The message gives file, line and column, the
    /// expected and the actual content.</exception>
    public static CsvContent Load(string path, string label, CsvOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(label);
        options ??= new CsvOptions();
        CsvChecks.Check(options, label);
        using var rows = new CsvRows(path, options.Delimiter, options.HasHeader);
        IReadOnlyList<string> inputs = options.Inputs ?? [.. rows.Columns.Where(column => column != label)];
        var classes = CsvClasses.ToFind(options.Labels);
        var table = CsvTable.Read(rows, inputs, label, classes);
        return new CsvContent(table, label, classes, ColumnScaling.Of(table, inputs, options.Scaling), options);
    }
}
