using System.Text;

namespace ConvGen.Generators.Rendering.Text;

/// <summary>
/// Writes indented lines that end with <c>\n</c> on every platform. The nesting of the calls mirrors the nesting of the text: <c>using
/// (writer.Block("for (...)"))</c>.
/// </summary>
internal class SourceWriter
{
    /// <summary>Marks a space at which a line must not be broken.</summary>
    public const char NoBreak = '\u00a0';

    private const int IndentSize = 4;
    private const int MaxLineLength = 128;

    private readonly StringBuilder _text = new();
    private int _indent;
    private bool _followsBlock;

    public SourceWriter()
    {
    }

    /// <summary>Creates an empty writer with the indentation of another one.</summary>
    protected SourceWriter(SourceWriter neighbour) => _indent = neighbour._indent;

    /// <summary>Writes a line, or an empty one. An empty line is added automatically after a block.</summary>
    public void Line(string line = "")
    {
        if (_followsBlock && line.Length > 0 && line[0] != '}')
        {
            _text.Append('\n');
        }

        if (line.Length > 0)
        {
            _text.Append(' ', _indent * IndentSize).Append(line);
        }

        _text.Append('\n');
        _followsBlock = line == "}";
    }

    /// <summary>Writes several lines, such as a raw string. Empty lines are not indented.</summary>
    public void Lines(string lines)
    {
        foreach (string line in lines.Replace("\r", "").Split('\n'))
        {
            Line(line);
        }
    }

    /// <summary>Writes a comment, wrapped at the line width.</summary>
    public void Comment(string comment) => Wrap("// ", comment);

    /// <summary>Writes a line with a comment after it, or above it if both do not fit the line width.</summary>
    public void LineWithComment(string line, string comment)
    {
        string both = $"{line} // {comment}";
        if (Fits(both))
        {
            Line(both);
            return;
        }

        Comment(comment);
        Line(line);
    }

    /// <summary>Writes a comment with a label in its own column, to the left of the wrapped text.</summary>
    public void LabelledComment(string label, string comment)
    {
        const int LabelWidth = 12;
        string column = label.PadRight(LabelWidth);
        foreach (string line in WrapParagraph(comment, MaxLineLength - LabelWidth - 6 - _indent * IndentSize))
        {
            Line($"//   {column} {line.Replace(NoBreak, ' ')}");
            column = new string(' ', LabelWidth);
        }
    }

    /// <summary>Writes an XML summary, wrapped at the line width if it does not fit one line. The text is escaped.</summary>
    public void Summary(string summary)
    {
        string line = $"/// <summary>{Escape(summary)}</summary>";
        if (Fits(line) && !summary.Contains("\n"))
        {
            Line(line);
            return;
        }

        Line("/// <summary>");
        Wrap("/// ", Escape(summary));
        Line("/// </summary>");
    }

    /// <summary>Writes a call statement. Arguments that do not fit the line are written on separate lines.</summary>
    public void Call(string method, params IEnumerable<string> arguments) => List(method, arguments, ");");

    /// <summary>Writes the signature of a method. Parameters that do not fit the line are written on separate lines.</summary>
    public void Signature(string method, params IEnumerable<string> parameters) => List(method, parameters, ")");

    private void List(string head, IEnumerable<string> items, string end)
    {
        string line = $"{head}({string.Join(", ", items)}{end}";
        if (Fits(line))
        {
            Line(line);
            return;
        }

        Line($"{head}(");
        _indent++;
        string list = string.Join(", ", items.Select(item => item.Replace(' ', NoBreak))) + end;
        foreach (string part in WrapParagraph(list, MaxLineLength - _indent * IndentSize))
        {
            Line(part.Replace(NoBreak, ' '));
        }

        _indent--;
    }

    /// <summary>Writes a header of one or more lines, and encloses the text written until disposal in braces.</summary>
    public IDisposable Block(string header)
    {
        Lines(header);
        return Braces();
    }

    /// <summary>Writes a case of a switch, and indents the text written until disposal.</summary>
    public IDisposable Case(string label)
    {
        Line(label);
        _indent++;
        return new Closer(this, end: null);
    }

    /// <summary>Writes a loop with a comment that describes what it iterates over.</summary>
    public IDisposable Loop(string comment, string header)
    {
        Comment(comment);
        return Block(header);
    }

    /// <summary>Writes a separate scope with a comment that describes its content.</summary>
    public IDisposable Scope(string comment)
    {
        Comment(comment);
        return Braces();
    }

    /// <summary>Encloses the text written until disposal in a loop, or writes no loop if there is only one iteration. A loop whose header
    /// explains itself has no comment.</summary>
    public IDisposable? LoopUnlessOnce(int count, string? comment, string variable)
    {
        string header = $"for (int {variable} = 0; {variable} < {count}; {variable}++)";
        return count == 1 ? null : comment is null ? Block(header) : Loop(comment, header);
    }

    /// <summary>
    /// Like <see cref="LoopUnlessOnce"/>, for a loop that a remainder may follow. A single iteration is then written in a separate scope,
    /// because the remainder declares the same names.
    /// </summary>
    public IDisposable? LoopBeforeRest(int count, bool leavesRest, string loopComment, string scopeComment, string variable) =>
        count == 1 && leavesRest ? Scope(scopeComment) : LoopUnlessOnce(count, loopComment, variable);

    public IDisposable Braces()
    {
        Line("{");
        _indent++;
        return new Closer(this);
    }

    /// <summary>Encloses the text written until disposal in the brackets of a collection expression that ends a declaration.</summary>
    public IDisposable Brackets()
    {
        Line("[");
        _indent++;
        return new Closer(this, "];");
    }

    /// <summary>Indents all following lines by one level.</summary>
    protected void Indent() => _indent++;

    /// <summary>Appends the text of another writer.</summary>
    public void Append(SourceWriter other) => _text.Append(other._text);

    /// <summary>Whether an identifier occurs in the written text.</summary>
    public bool Mentions(string identifier)
    {
        string written = _text.ToString();
        for (int at = written.IndexOf(identifier, StringComparison.Ordinal); at >= 0;
            at = written.IndexOf(identifier, at + 1, StringComparison.Ordinal))
        {
            int end = at + identifier.Length;
            bool startsWord = at == 0 || !IsWordCharacter(written[at - 1]);
            if (startsWord && (end == written.Length || !IsWordCharacter(written[end])))
            {
                return true;
            }
        }

        return false;
    }

    public override string ToString() => _text.ToString();

    private bool Fits(string line) => line.Length + _indent * IndentSize <= MaxLineLength;

    private static bool IsWordCharacter(char c) => char.IsLetterOrDigit(c) || c == '_';

    public static string Escape(string plain) => plain.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");

    private void Wrap(string prefix, string content)
    {
        foreach (string paragraph in content.Replace("\r", "").Split('\n'))
        {
            foreach (string line in WrapParagraph(paragraph, MaxLineLength - prefix.Length - _indent * IndentSize))
            {
                Line((prefix + line).TrimEnd());
            }
        }
    }

    private static IEnumerable<string> WrapParagraph(string paragraph, int width)
    {
        var line = new StringBuilder();
        foreach (string word in paragraph.Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                yield return line.ToString();
                line.Clear();
            }

            if (line.Length > 0 || word.Length == 0)
            {
                line.Append(' ');
            }

            line.Append(word);
        }

        yield return line.ToString();
    }

    private sealed class Closer(SourceWriter writer, string? end = "}") : IDisposable
    {
        public void Dispose()
        {
            writer._indent--;
            if (end is not null)
            {
                writer.Line(end);
            }
        }
    }
}
