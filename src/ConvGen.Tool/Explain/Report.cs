namespace ConvGen.Tool.Explain;

/// <summary>Plain text of at most 120 columns: headings, tables and wrapped paragraphs.</summary>
internal sealed class Report(TextWriter output)
{
    private const int Width = 120;
    private const int LabelWidth = 12;

    /// <summary>A space at which no line ends.</summary>
    public const char NoBreak = '\u00A0';

    public void Line(string text = "") => output.WriteLine(text.Replace(NoBreak, ' '));

    /// <summary>The title of a section, after a blank line.</summary>
    public void Heading(string text)
    {
        Line();
        Wrapped("", text);
    }

    /// <summary>A label and a text beside it.</summary>
    public void Labelled(string label, string text) => Wrapped("    " + label.PadRight(LabelWidth), text);

    /// <summary>A text after a prefix; its other lines stand below its first.</summary>
    public void Wrapped(string prefix, string text)
    {
        string line = prefix;
        bool isEmpty = true;
        foreach (string word in text.Split(' '))
        {
            if (!isEmpty && line.Length + 1 + word.Length > Width)
            {
                Line(line);
                line = new string(' ', prefix.Length);
                isEmpty = true;
            }

            line += isEmpty ? word : " " + word;
            isEmpty = false;
        }

        Line(line.TrimEnd());
    }

    /// <summary>Rows below the names of their columns. The last column, which holds text, is wrapped.</summary>
    public void Table(Column[] columns, IEnumerable<string[]> rows)
    {
        string[][] all = [[.. columns.Select(column => column.Name)], .. rows];
        int[] widths = [.. Enumerable.Range(0, columns.Length).Select(column => all.Max(row => row[column].Length))];
        foreach (string[] row in all)
        {
            IEnumerable<string> cells = row.Take(columns.Length - 1)
                .Select((cell, i) => columns[i].IsNumber ? cell.PadLeft(widths[i]) : cell.PadRight(widths[i]));
            Wrapped("  " + string.Concat(cells.Select(cell => cell + "  ")), row[^1]);
        }
    }
}

/// <summary>A column of a table. Numbers stand on its right side.</summary>
internal sealed record Column(string Name, bool IsNumber = false);
