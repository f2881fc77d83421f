using System.Text.RegularExpressions;
using ConvGen.Generators.Diagnostics;
using ConvGen.Generators.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace ConvGen.Generators.Tests.Diagnostics;

/// <summary>The table of diagnostics is complete wherever it is repeated.</summary>
public sealed partial class RulesTests
{
    [Fact]
    public void Every_field_is_listed_once_in_order_of_ids()
    {
        DiagnosticDescriptor[] fields =
            [.. typeof(Rules).GetFields().Select(field => (DiagnosticDescriptor)field.GetValue(null)!)];
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
    public void Every_id_has_a_row_in_the_readme()
    {
        string readme = File.ReadAllText(Path.Combine(Repository.Generators, "README.md"));
        Assert.All(Rules.All, rule => Assert.Contains($"| {rule.Id} | {rule.Title} |", readme, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_row_has_a_description() =>
        Assert.All(Rules.All, rule => Assert.NotEmpty(rule.Description.ToString(formatProvider: null)));

    [GeneratedRegex(@"^CVG\d{3} .*$", RegexOptions.Multiline)]
    private static partial Regex ReleaseRow();
}
