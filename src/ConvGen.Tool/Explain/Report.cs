namespace ConvGen.Tool.Explain;

/// <summary>Writes plain text of at most 120 columns: headings, tables and wrapped paragraphs.</summary>
internal sealed class Report(TextWriter output)
{
    private const int Width = 120;
    private const int LabelWidth = 12;

    /// <summary>A space at which lines are not broken.</summary>
    public const char NoBreak = '\u00A0';

    public void Line(string text = "") => output.WriteLine(text.Replace(NoBreak, ' '));

    /// <summary>Writes the title of a section, after a blank line.</summary>
    public void Heading(string text)
    {
        Line();
        Wrapped("", text);
    }

    /// <summary>Writes a label and a text next to it.</summary>
    public void Labelled(string label, string text) => Wrapped("    " + label.PadRight(LabelWidth), text);

    /// <summary>Writes a prefix and a wrapped text, whose lines are aligned with the first one.</summary>
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

    /// <summary>Writes a table with the names of the columns. The last column contains text and is wrapped.</summary>
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

/// <summary>A column of a table. Numbers are right-aligned.</summary>
internal sealed record Column(string Name, bool IsNumber = false);
