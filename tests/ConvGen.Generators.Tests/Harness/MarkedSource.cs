using System.Text;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.Text;

namespace ConvGen.Generators.Tests.Harness;

/// <summary>A source in which the expected diagnostics are marked: <c>{|CVG011:0|}</c> expects CVG011 at the 0.</summary>
internal sealed partial record MarkedSource(string Text, IReadOnlyList<MarkedSpan> Spans)
{
    public static MarkedSource Parse(string marked)
    {
        StringBuilder text = new();
        List<MarkedSpan> spans = [];
        int done = 0;
        foreach (Match match in Mark().Matches(marked))
        {
            text.Append(marked, done, match.Index - done);
            Group content = match.Groups["text"];
            spans.Add(new MarkedSpan(match.Groups["id"].Value, new TextSpan(text.Length, content.Length)));
            text.Append(content.Value);
            done = match.Index + match.Length;
        }

        text.Append(marked, done, marked.Length - done);
        return new MarkedSource(text.ToString(), spans);
    }

    /// <summary>Marks spans in a text, for messages.</summary>
    public static string Mark(string text, IEnumerable<MarkedSpan> spans)
    {
        StringBuilder marked = new(text);
        foreach (MarkedSpan span in spans.OrderByDescending(span => span.Span.Start))
        {
            marked.Insert(span.Span.End, "|}").Insert(span.Span.Start, $"{{|{span.Id}:");
        }

        return marked.ToString();
    }

    [GeneratedRegex(@"\{\|(?<id>CVG\d{3}):(?<text>.*?)\|\}", RegexOptions.Singleline)]
    private static partial Regex Mark();
}

/// <summary>The location at which a diagnostic is expected, or was found.</summary>
internal sealed record MarkedSpan(string Id, TextSpan Span);
