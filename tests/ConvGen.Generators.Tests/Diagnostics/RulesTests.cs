using System.Text.RegularExpressions;
using ConvGen.Generators.Diagnostics;
using ConvGen.Generators.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace ConvGen.Generators.Tests.Diagnostics;

/// <summary>Every list of diagnostics is complete.</summary>
public sealed partial class RulesTests
{
    [Fact]
    public void Every_field_is_listed_once_in_order_of_ids()
    {
        DiagnosticDescriptor[] fields =
        [
            .. new[] { typeof(Rules), typeof(GraphRules), typeof(RearrangementRules), typeof(NormalizationRules) }
                .SelectMany(type => type.GetFields()).Select(field => (DiagnosticDescriptor)field.GetValue(null)!),
        ];
        Assert.Equal(fields, Rules.All);
        Assert.Equal(fields.Select(rule => rule.Id).Distinct().Order(StringComparer.Ordinal), fields.Select(rule => rule.Id));
    }

    [Fact]
    public void Every_id_is_expected_by_a_test()
    {
        string tests = string.Concat(Repository.SourcesBelow(Repository.Tests).Select(File.ReadAllText));
        Assert.All(Rules.All, rule => Assert.Contains($"{{|{rule.Id}:", tests, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_id_has_a_row_in_the_release_notes()
    {
        string releases = string.Concat(
            Directory.GetFiles(Repository.Generators, "AnalyzerReleases.*.md").Select(File.ReadAllText));
        Assert.Equal(
            Rules.All.Select(rule => $"{rule.Id} | {rule.Category} | {rule.DefaultSeverity} | {rule.Title}"),
            ReleaseRow().Matches(releases).Select(match => match.Value));
    }

    [Fact]
    public void Every_row_has_a_description() =>
        Assert.All(Rules.All, rule => Assert.NotEmpty(rule.Description.ToString(formatProvider: null)));

    [Theory]
    [InlineData(null, null)]
    [InlineData("", null)]
    [InlineData("https://example.org/convgen", "https://example.org/convgen/blob/main/generators/diagnostics/CVG001.md")]
    [InlineData("https://example.org/convgen/", "https://example.org/convgen/blob/main/generators/diagnostics/CVG001.md")]
    [InlineData("https://example.org/convgen.git", "https://example.org/convgen/blob/main/generators/diagnostics/CVG001.md")]
    public void A_diagnostic_links_to_its_page_if_the_repository_has_an_address(string? repository, string? page) =>
        Assert.Equal(page, HelpPages.Page(repository, "CVG001"));

    [Fact]
    public void Every_row_links_to_its_own_page() =>
        Assert.All(Rules.All, rule => Assert.Equal(HelpPages.Page(rule.Id) ?? "", rule.HelpLinkUri));

    [GeneratedRegex(@"^CVG\d{3} .*$", RegexOptions.Multiline)]
    private static partial Regex ReleaseRow();
}
