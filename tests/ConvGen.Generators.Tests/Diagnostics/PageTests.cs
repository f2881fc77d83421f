using System.Collections.Immutable;
using System.Text.RegularExpressions;
using ConvGen.Generators.Diagnostics;
using ConvGen.Generators.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ConvGen.Generators.Tests.Diagnostics;

/// <summary>Every diagnostic has a page with correct examples.</summary>
public sealed partial class PageTests
{
    public static TheoryData<string> Ids { get; } = [.. Rules.All.Select(rule => rule.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_bad_example_gives_the_diagnostic_and_the_good_one_none(string id)
    {
        DiagnosticDescriptor rule = Rules.All.Single(rule => rule.Id == id);
        var page = DiagnosticPage.Read(id);
        Assert.Equal(rule.Title.ToString(formatProvider: null), page.Title);
        Assert.Equal(rule.DefaultSeverity.ToString(), page.Severity);

        CSharpCompilation wrong = Compile.As(page.Bad.Version, page.Bad.Source);
        ImmutableArray<Diagnostic> bad = [.. Analyze.DiagnosticsOf(wrong), .. Analyze.NamesOf(wrong)];
        Assert.All(bad, diagnostic => Assert.Equal(id, diagnostic.Id));
        Assert.Contains(page.Message, bad.Select(diagnostic => diagnostic.GetMessage(formatProvider: null)));

        CSharpCompilation good = Compile.As(page.Good.Version, page.Good.Source);
        Assert.Empty(Analyze.DiagnosticsOf(good));
        Assert.Empty(Analyze.NamesOf(good));
        GeneratorDriver driver = Generate.NewDriver(Compile.ParseOptions.WithLanguageVersion(page.Good.Version))
            .RunGeneratorsAndUpdateCompilation(good, out Compilation complete, out _);
        Assert.True(Generate.HasKernels(driver));
        Assert.Empty(complete.GetDiagnostics().Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning));
    }

    [Fact]
    public void The_index_lists_every_page_and_nothing_else()
    {
        string index = File.ReadAllText(Path.Combine(Repository.DiagnosticPages, "README.md"));
        Assert.Equal(
            Rules.All.Select(rule => $"{rule.Id} {rule.DefaultSeverity} {rule.Title} {DiagnosticPage.Read(rule.Id).Message}"),
            Row().Matches(index).Select(row =>
            {
                Assert.Equal(row.Groups["id"].Value, row.Groups["page"].Value);
                string severity = row.Groups["severity"].Value is "error" ? "Error" : "Warning";
                return $"{row.Groups["id"].Value} {severity} {row.Groups["title"].Value} {row.Groups["message"].Value}";
            }));
    }

    [Fact]
    public void No_page_is_about_a_diagnostic_that_does_not_exist() =>
        Assert.Equal(
            Rules.All.Select(rule => $"{rule.Id}.md").Append("README.md"),
            Directory.GetFiles(Repository.DiagnosticPages).Select(Path.GetFileName).Order(StringComparer.Ordinal));

    [GeneratedRegex(
        @"^\| \[(?<id>CVG\d{3})\]\((?<page>CVG\d{3})\.md\) \| (?<severity>error|warning)(, fix)? \| (?<title>[^|]+) \| `(?<message>.+)` \|$",
        RegexOptions.Multiline)]
    private static partial Regex Row();
}
