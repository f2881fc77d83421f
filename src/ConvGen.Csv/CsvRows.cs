using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;

namespace ConvGen.Csv;

/// <summary>Goes through the rows of a file, and says of everything that is wrong where it stands.</summary>
internal sealed class CsvRows : IDisposable
{
    // In a message; a file of pixels has hundreds.
    private const int MostColumnsToName = 10, MostCharactersToQuote = 40;

    private readonly CsvConfiguration configuration;
    private readonly CsvParser parser;
    private bool isAtFirstRow;

    /// <exception cref="InvalidDataException">There is no row, two columns have one name, or the file is not UTF-8.</exception>
    public CsvRows(string path, char delimiter, bool hasHeader)
    {
        Path = path;
        configuration = new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = delimiter.ToString(),
            TrimOptions = TrimOptions.Trim,

            // Outside of quotes. A space that separates fields is not trimmed.
            WhiteSpaceChars = delimiter == ' ' ? [] : [' '],
            BadDataFound = _ => throw WrongQuote(),
        };
        parser = new CsvParser(CsvText.Open(path), configuration);
        try
        {
            Columns = ReadColumns(hasHeader);
        }
        catch
        {
            parser.Dispose();
            throw;
        }
    }

    public string Path { get; }

    /// <summary>The names of the columns.</summary>
    public IReadOnlyList<string> Columns { get; }

    public void Dispose() => parser.Dispose();

    /// <summary>The number of a column, from 0 on.</summary>
    /// <exception cref="InvalidDataException">There is none of this name.</exception>
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

    /// <summary>Goes on to the next row of samples; false at the end.</summary>
    /// <exception cref="InvalidDataException">It has more or fewer fields than there are columns, or the file is not
    /// UTF-8.</exception>
    public bool Next()
    {
        if (isAtFirstRow)
        {
            isAtFirstRow = false;
            return true;
        }

        if (!Read())
        {
            return false;
        }

        return parser.Count == Columns.Count
            ? true
            : throw new InvalidDataException(
                $"{Path}, line {parser.RawRow}: expected {Columns.Count} fields, found {parser.Count}.");
    }

    /// <summary>A field of this row, without the white space at its ends, inside of quotes too.</summary>
    /// <exception cref="InvalidDataException">It has a wrong quote.</exception>
    public string Text(int column) => parser[column].Trim();

    /// <summary>A field of this row.</summary>
    /// <exception cref="InvalidDataException">It is no number, or has a wrong quote.</exception>
    public float Number(int column) =>
        float.TryParse(Text(column), NumberStyles.Float, CultureInfo.InvariantCulture, out float number) && float.IsFinite(number)
            ? number
            : throw Wrong(column, "a number");

    /// <summary>Says that a field of this row is not what was expected.</summary>
    /// <param name="column">The field, from 0 on.</param>
    /// <param name="expected">What was expected.</param>
    /// <param name="advice">Sentences that say what to do, each after a space.</param>
    public InvalidDataException Wrong(int column, string expected, string advice = "")
    {
        string name = Columns[column], number = Number(column + 1), text = Text(column);
        string found = text.Length <= MostCharactersToQuote ? text : text[..MostCharactersToQuote] + "...";
        string where = name == number ? number : $"{number} ({name})";
        return new InvalidDataException(
            $"{Path}, line {parser.RawRow}, column {where}: expected {expected}, found \"{found}\".{advice}");

        static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
    }

    private bool Read()
    {
        try
        {
            return parser.Read();
        }
        catch (DecoderFallbackException)
        {
            throw CsvText.NotUtf8(Path, configuration);
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
            isAtFirstRow = true;
            return [.. Enumerable.Range(1, parser.Count).Select(number => number.ToString(CultureInfo.InvariantCulture))];
        }

        string[] names = [.. Enumerable.Range(0, parser.Count).Select(Text)];
        string? twice = names.GroupBy(name => name).FirstOrDefault(same => same.Count() > 1)?.Key;
        return twice is null
            ? names
            : throw new InvalidDataException($"{Path}, line {parser.RawRow}: two columns are called \"{twice}\".");
    }

    // A quote that is wrong is seen when its field is asked for.
    private InvalidDataException WrongQuote() => new(
        $"{Path}, line {parser.RawRow}: expected a quote at both ends of a field, and quotes inside of it doubled.");
}
