using ConvGen.Generators.Diagnostics;
using ConvGen.Generators.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace ConvGen.Generators.Tests.Broken;

/// <summary>Every drawn network with residual blocks, repetitions, branches and outputs is valid. If one rule is broken at a known place,
/// the diagnostic of this rule is reported there, and no other diagnostic; nothing throws. Generated code has no errors.</summary>
[Trait("Category", "Slow"), Trait("Category", "Coverage")]
public sealed class BrokenGraphTests
{
    private const int BatchSize = 100;

    [Fact]
    public void A_broken_rule_is_reported_where_it_is_broken()
    {
        int count = Campaign.Count(usual: 3_000, campaign: 50_000);
        int generated = Campaign.Count(usual: 300, campaign: 5_000);
        Dictionary<string, int> counts = [];
        for (int first = 0; first < count; first += BatchSize)
        {
            BrokenCase[] cases = [.. Enumerable.Range(first, BatchSize).Select(number => BrokenCase.DrawGraph(Campaign.Seed, number))];
            BrokenBatch batch = new([.. cases.Select(one => one.Broken.Declared)], generates: first < generated);
            Assert.Empty(batch.GeneratedErrors);
            for (int i = 0; i < cases.Length; i++)
            {
                if (batch.DescribeFailure(i, cases[i].Broken) is not null)
                {
                    Assert.Fail(cases[i].Shrink().Describe());
                }

                counts[cases[i].Broken.Id] = counts.GetValueOrDefault(cases[i].Broken.Id) + 1;
            }
        }

        Assert.Superset(
            Rules.All.Select(rule => rule.Id).Where(id => id.StartsWith("CVG06", StringComparison.Ordinal)
                || id.StartsWith("CVG07", StringComparison.Ordinal) || id == "CVG080").ToHashSet(),
            counts.Keys.ToHashSet());
        Campaign.Report(
            "Broken graphs", $"{count} of {counts.Count} rules, {counts.Values.Min()} of the rarest; every one reported in its place");
    }

    [Fact]
    public void A_graph_without_a_broken_rule_has_no_diagnostic()
    {
        int count = Campaign.Count(usual: 1_000, campaign: 20_000);
        for (int first = 0; first < count; first += BatchSize)
        {
            string[] sources =
            [
                .. Enumerable.Range(first, BatchSize).Select(number => BrokenCase.DrawValidGraph(Campaign.Seed, number).Write().Text),
            ];
            Diagnostic? wrong = Analyze.DiagnosticsOf(Compile.Sources(sources)).FirstOrDefault();
            Assert.True(wrong is null, $"Seed {Campaign.Seed}: {wrong}\n{wrong?.Location.SourceTree}");
        }
    }

    [Fact]
    public void A_graph_without_a_broken_rule_has_kernels()
    {
        int count = Campaign.Count(usual: 20, campaign: 500);
        for (int first = 0; first < count; first += 20)
        {
            Declared[] declarations =
                [.. Enumerable.Range(first, 20).Select(number => BrokenCase.DrawValidGraph(Campaign.Seed, number))];
            BrokenBatch batch = new(declarations);
            Assert.Empty(batch.GeneratedErrors);
            for (int i = 0; i < declarations.Length; i++)
            {
                string? invalid = batch.DescribeInvalid(i, declarations[i]);
                Assert.True(
                    invalid is null, $"Graph {first + i} of seed {Campaign.Seed} {invalid}:\n{declarations[i].Write().Text}");
            }
        }
    }
}
