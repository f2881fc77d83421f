using System.Text.RegularExpressions;
using ConvGen.Generators.Tests.Harness;

namespace ConvGen.Generators.Tests.Examples;

/// <summary>Excerpts of generated code in pages match the generator's output. An excerpt follows a comment with the
/// name of its file and belongs to the last declaration above it; a line of three dots marks omitted lines.</summary>
public sealed partial class PageExcerptTests
{
    private static readonly Dictionary<string, string> Pages = ((string[])["samples/Chapter6/README.md", "generators/ReadingTheCode.md"])
        .ToDictionary(page => page, page => File.ReadAllText(Path.Combine(Repository.Tests, "..", "..", page)).ReplaceLineEndings("\n"));

    public static TheoryData<string, int, string> Excerpts
    {
        get
        {
            TheoryData<string, int, string> excerpts = [];
            foreach ((string page, string text) in Pages)
            {
                foreach (Match match in Excerpt().Matches(text))
                {
                    excerpts.Add(page, match.Index, match.Groups["file"].Value);
                }
            }

            return excerpts;
        }
    }

    [Fact]
    public void Every_page_has_excerpts() =>
        Assert.All(Pages.Values, text => Assert.True(Excerpt().Count(text) >= 5, $"{Excerpt().Count(text)} excerpts were found."));

    [Theory]
    [MemberData(nameof(Excerpts))]
    public void An_excerpt_equals_the_code_generated_from_the_declaration_above_it(string page, int position, string file)
    {
        string text = Pages[page];
        string declaration = Declaration().Matches(text).Last(match => match.Index < position).Groups["code"].Value;
        string folder = file.StartsWith("Network.", StringComparison.Ordinal) ? "" : "256/";
        string[] generated = Lines(
            Generate.Files($"using ConvGen;\n{declaration}")[$"{ClassName().Match(declaration).Groups[1]}/{folder}{file}"]);
        int from = 0;
        foreach (string part in Regex.Split(Excerpt().Match(text, position).Groups["code"].Value, @"^ *\.\.\.\n", RegexOptions.Multiline))
        {
            string[] lines = Lines(part);
            int found = Enumerable.Range(from, Math.Max(0, generated.Length - lines.Length - from + 1))
                .FirstOrDefault(start => generated.AsSpan(start, lines.Length).SequenceEqual(lines), -1);
            Assert.True(found >= 0, $"{file} does not contain, after line {from}:\n{part}");
            from = found + lines.Length;
        }
    }

    private static string[] Lines(string text) => [.. text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0)];

    [GeneratedRegex(@"^<!-- (?<file>\S+\.g\.cs) -->\n```csharp\n(?<code>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Excerpt();

    [GeneratedRegex(@"^```csharp\n(?<code>\[Network.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Declaration();

    [GeneratedRegex(@"partial class (\w+);")]
    private static partial Regex ClassName();
}
