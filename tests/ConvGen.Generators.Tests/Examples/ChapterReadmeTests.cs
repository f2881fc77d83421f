using System.Text.RegularExpressions;
using ConvGen.Generators.Tests.Harness;

namespace ConvGen.Generators.Tests.Examples;

/// <summary>
/// The generated code that the README of samples/Chapter6 shows beside the book's text is what its declarations become. An excerpt
/// stands under a comment that names its file; it belongs to the last declaration above it, and a line of three dots leaves lines out.
/// </summary>
public sealed partial class ChapterReadmeTests
{
    private static readonly string Text = File.ReadAllText(
        Path.Combine(Repository.Tests, "..", "..", "samples", "Chapter6", "README.md")).ReplaceLineEndings("\n");

    public static TheoryData<int, string> Excerpts
    {
        get
        {
            TheoryData<int, string> excerpts = [];
            foreach (Match match in Excerpt().Matches(Text))
            {
                excerpts.Add(match.Index, match.Groups["file"].Value);
            }

            return excerpts;
        }
    }

    [Fact]
    public void There_are_excerpts() => Assert.True(Excerpts.Count >= 6, $"{Excerpts.Count} excerpts were found.");

    [Theory]
    [MemberData(nameof(Excerpts))]
    public void An_excerpt_is_what_the_declaration_above_it_becomes(int position, string file)
    {
        string declaration = Declaration().Matches(Text).Last(match => match.Index < position).Groups["code"].Value;
        string[] generated = Lines(Generate.Files($"using ConvGen;\n{declaration}")[$"{ClassName().Match(declaration).Groups[1]}/{file}"]);
        int from = 0;
        foreach (string part in Regex.Split(Excerpt().Match(Text, position).Groups["code"].Value, @"^ *\.\.\.\n", RegexOptions.Multiline))
        {
            string[] lines = Lines(part);
            int found = Enumerable.Range(from, Math.Max(0, generated.Length - lines.Length - from + 1))
                .FirstOrDefault(start => generated.AsSpan(start, lines.Length).SequenceEqual(lines), -1);
            Assert.True(found >= 0, $"{file} has not, behind its line {from}:\n{part}");
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
