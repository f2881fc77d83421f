namespace ConvGen.Csv;

/// <summary>The rows of a file as numbers.</summary>
/// <param name="Path">The file.</param>
/// <param name="Numbers">The numbers of the input columns, row by row.</param>
/// <param name="Labels">The class of each row.</param>
internal sealed record CsvTable(string Path, float[] Numbers, int[] Labels)
{
    /// <summary>Reads all rows.</summary>
    /// <exception cref="InvalidDataException">There is no row, or a row is invalid.</exception>
    public static CsvTable Read(CsvRows rows, IReadOnlyList<string> inputs, string label, CsvClasses classes)
    {
        int labelColumn = rows.Find(label);
        int[] columns = [.. inputs.Select(rows.Find)];
        if (columns.Length == 0)
        {
            throw new InvalidDataException($"{rows.Path}: expected columns other than \"{label}\", found none.");
        }

        List<float> numbers = [];
        List<int> labels = [];
        while (rows.Next())
        {
            if (numbers.Count > Array.MaxLength - columns.Length)
            {
                throw new InvalidDataException(
                    $"{rows.Path} holds more than {labels.Count} rows, which do not fit into one array.");
            }

            foreach (int column in columns)
            {
                numbers.Add(rows.Number(column));
            }

            labels.Add(classes.Read(rows, labelColumn));
        }

        return labels.Count > 0
            ? new CsvTable(rows.Path, [.. numbers], classes.Number(labels))
            : throw new InvalidDataException($"{rows.Path}: expected rows below the header, found none.");
    }
}
