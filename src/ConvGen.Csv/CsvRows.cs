using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;

namespace ConvGen.Csv;

/// <summary>Enumerates the rows of a file; errors give the position in the file.</summary>
internal sealed class CsvRows : IDisposable
{
    // The largest number of columns in a message; a file of pixels has hundreds.
    private const int MostColumnsToName = 10, MostCharactersToQuote = 40;

    private readonly CsvConfiguration _configuration;
    private readonly CsvParser _parser;
    private bool _isAtFirstRow;

    /// <exception cref="InvalidDataException">There is no row, two columns have the same name, or the file is not UTF-8.</exception>
    public CsvRows(string path, char delimiter, bool hasHeader)
    {
        Path = path;
        _configuration = new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = delimiter.ToString(),
            TrimOptions = TrimOptions.Trim,

            // Trims outside of quotes. A space as the delimiter is not trimmed.
            WhiteSpaceChars = delimiter == ' ' ? [] : [' '],
            BadDataFound = _ => throw WrongQuote(),
        };
        _parser = new CsvParser(CsvText.Open(path), _configuration);
        try
        {
            Columns = ReadColumns(hasHeader);
        }
        catch
        {
            _parser.Dispose();
            throw;
        }
    }

    public string Path { get; }

    /// <summary>The names of the columns.</summary>
    public IReadOnlyList<string> Columns { get; }

    public void Dispose() => _parser.Dispose();

    /// <summary>Returns the index of a column, counted from 0.</summary>
    /// <exception cref="InvalidDataException">No column has this name.</exception>
    public int Find(string column)
    {
        for (int i = 0; i < Columns.Count; i++)
        {
            if (Columns[i] == column)
            {
                return i;
            }
        }

        string named = string.Join(", ", Columns.Take(MostColumnsToName));
        string more = Columns.Count > MostColumnsToName ? $" and {Columns.Count - MostColumnsToName} more" : "";
        throw new InvalidDataException($"{Path}: expected a column \"{column}\", found {named}{more}.");
    }

    /// <summary>Moves to the next row; returns false at the end.</summary>
    /// <exception cref="InvalidDataException">The row has the wrong number of fields, or the file is not UTF-8.</exception>
    public bool Next()
    {
        if (_isAtFirstRow)
        {
            _isAtFirstRow = false;
            return true;
        }

        if (!Read())
        {
            return false;
        }

        return _parser.Count == Columns.Count
            ? true
            : throw new InvalidDataException(
                $"{Path}, line {_parser.RawRow}: expected {Columns.Count} fields, found {_parser.Count}.");
    }

    /// <summary>Returns a field of this row as text, without white space at its ends, even inside quotes.</summary>
    /// <exception cref="InvalidDataException">The field has a misplaced quote.</exception>
    public string Text(int column) => _parser[column].Trim();

    /// <summary>Returns a field of this row as a number.</summary>
    /// <exception cref="InvalidDataException">The field is not a number, or has a misplaced quote.</exception>
    public float Number(int column) =>
        float.TryParse(Text(column), NumberStyles.Float, CultureInfo.InvariantCulture, out float number) && float.IsFinite(number)
            ? number
            : throw Wrong(column, "a number");

    /// <summary>Creates an exception for an unexpected field of this row.</summary>
    /// <param name="column">The index of the field, counted from 0.</param>
    /// <param name="expected">The expected content.</param>
    /// <param name="advice">Advice for the user, which starts with a space.</param>
    public InvalidDataException Wrong(int column, string expected, string advice = "")
    {
        string name = Columns[column], number = Number(column + 1), text = Text(column);
        string found = text.Length <= MostCharactersToQuote ? text : text[..MostCharactersToQuote] + "...";
        string where = name == number ? number : $"{number} ({name})";
        return new InvalidDataException(
            $"{Path}, line {_parser.RawRow}, column {where}: expected {expected}, found \"{found}\".{advice}");

        static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
    }

    private bool Read()
    {
        try
        {
            return _parser.Read();
        }
        catch (DecoderFallbackException)
        {
            throw CsvText.NotUtf8(Path, _configuration);
        }
    }

    private string[] ReadColumns(bool hasHeader)
    {
        if (!Read())
        {
            throw new InvalidDataException($"{Path}: expected rows, found none.");
        }

        if (!hasHeader)
        {
            _isAtFirstRow = true;
            return [.. Enumerable.Range(1, _parser.Count).Select(number => number.ToString(CultureInfo.InvariantCulture))];
        }

        string[] names = [.. Enumerable.Range(0, _parser.Count).Select(Text)];
        string? twice = names.GroupBy(name => name).FirstOrDefault(same => same.Count() > 1)?.Key;
        return twice is null
            ? names
            : throw new InvalidDataException($"{Path}, line {_parser.RawRow}: two columns are called \"{twice}\".");
    }

    // The parser reports a misplaced quote when the field is read.
    private InvalidDataException WrongQuote() => new(
        $"{Path}, line {_parser.RawRow}: expected a quote at both ends of a field, and quotes inside of it doubled.");
}
