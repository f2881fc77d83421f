using System.Text;

namespace ConvGen.Generators.Rendering.Text;

/// <summary>
/// Writes indented lines that end with <c>\n</c> on every machine. The nesting of the calls mirrors the nesting of the text:
/// <c>using (writer.Block("for (...)"))</c>.
/// </summary>
internal class SourceWriter
{
    /// <summary>Stands for a space at which no line may end.</summary>
    public const char NoBreak = '\u00a0';

    private const int IndentSize = 4;
    private const int MaxLineLength = 128;

    private readonly StringBuilder _text = new();
    private int _indent;
    private bool _followsBlock;

    public SourceWriter()
    {
    }

    /// <summary>An empty writer that indents as another one does.</summary>
    protected SourceWriter(SourceWriter neighbour) => _indent = neighbour._indent;

    /// <summary>One line, or an empty one. After a closed block, an empty line follows automatically.</summary>
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

    /// <summary>Several lines, such as a raw string; empty lines stay empty.</summary>
    public void Lines(string lines)
    {
        foreach (string line in lines.Replace("\r", "").Split('\n'))
        {
            Line(line);
        }
    }

    /// <summary>A comment, wrapped at the width of the page.</summary>
    public void Comment(string comment) => Wrap("// ", comment);

    /// <summary>A comment whose label stands in a column of its own, beside the wrapped text.</summary>
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

    /// <summary>An XML summary on one line, or wrapped at the width of the page. The text is escaped.</summary>
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

    /// <summary>A call statement; arguments that do not fit the line go on in lines of their own.</summary>
    public void Call(string method, params IEnumerable<string> arguments) => List(method, arguments, ");");

    /// <summary>The signature of a method; parameters that do not fit the line go on in lines of their own.</summary>
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

    /// <summary>A header of one or more lines, then what is written until disposal in braces.</summary>
    public IDisposable Block(string header)
    {
        Lines(header);
        return Braces();
    }

    /// <summary>A case of a switch, with what is written until disposal below it.</summary>
    public IDisposable Case(string label)
    {
        Line(label);
        _indent++;
        return new Closer(this, end: null);
    }

    /// <summary>A loop with the sentence that says what it runs over.</summary>
    public IDisposable Loop(string comment, string header)
    {
        Comment(comment);
        return Block(header);
    }

    /// <summary>A scope of its own with the sentence that says what happens in it.</summary>
    public IDisposable Scope(string comment)
    {
        Comment(comment);
        return Braces();
    }

    /// <summary>A loop around what is written until disposal, or nothing around it where there would be one iteration. Without a
    /// comment where the header says it all.</summary>
    public IDisposable? LoopUnlessOnce(int count, string? comment, string variable)
    {
        string header = $"for (int {variable} = 0; {variable} < {count}; {variable}++)";
        return count == 1 ? null : comment is null ? Block(header) : Loop(comment, header);
    }

    /// <summary>
    /// The same where a rest may follow: then one iteration stands in a scope of its own, because the rest uses its names again.
    /// </summary>
    public IDisposable? LoopBeforeRest(int count, bool leavesRest, string loopComment, string scopeComment, string variable) =>
        count == 1 && leavesRest ? Scope(scopeComment) : LoopUnlessOnce(count, loopComment, variable);

    public IDisposable Braces()
    {
        Line("{");
        _indent++;
        return new Closer(this);
    }

    /// <summary>Adds what another writer wrote.</summary>
    public void Append(SourceWriter other) => _text.Append(other._text);

    /// <summary>Whether an identifier occurs in what was written.</summary>
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
