using ConvGen.Generators.Diagnostics;

namespace ConvGen.Generators.Tests.Broken;

/// <summary>Every drawn declaration is valid. If one rule is broken at a known place, the diagnostic of this rule is
/// reported there, and no other diagnostic; nothing throws, and generated code has no errors.</summary>
[Trait("Category", "Slow"), Trait("Category", "Coverage")]
public sealed class BrokenDeclarationTests
{
    private const int BatchSize = 100;

    [Fact]
    public void A_broken_rule_is_reported_where_it_is_broken()
    {
        int count = Campaign.Count(usual: 500, campaign: 50_000);
        Dictionary<string, int> counts = [];
        for (int first = 0; first < count; first += BatchSize)
        {
            BrokenCase[] cases = [.. Enumerable.Range(first, BatchSize).Select(number => BrokenCase.Draw(Campaign.Seed, number))];
            BrokenBatch batch = new([.. cases.Select(one => one.Broken.Declared)]);
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

        // No declaration can break the rule about the project's version of C#. The rule about attribute names is not reported by the
        // analyzer. BrokenGraphTests breaks the rules about brackets, values and outputs, which follow CVG050.
        Assert.Equal(
            Rules.All.Select(rule => rule.Id)
                .Where(id => id is not ("CVG009" or "CVG043") && string.CompareOrdinal(id, "CVG050") <= 0),
            counts.Keys.Order(StringComparer.Ordinal));
        Campaign.Report(
            "Broken declarations",
            $"{count} of {counts.Count} rules, {counts.Values.Min()} of the rarest; every one reported in its place");
    }

    [Fact]
    public void Every_broken_declaration_was_valid_before()
    {
        int count = Campaign.Count(usual: 40, campaign: 2_000);
        for (int first = 0; first < count; first += BatchSize)
        {
            Declared[] declarations =
                [.. Enumerable.Range(first, Math.Min(BatchSize, count - first)).Select(number => BrokenCase.DrawValid(Campaign.Seed, number))];
            BrokenBatch batch = new(declarations);
            Assert.Empty(batch.GeneratedErrors);
            for (int i = 0; i < declarations.Length; i++)
            {
                string? invalid = batch.DescribeInvalid(i, declarations[i]);
                Assert.True(
                    invalid is null, $"Declaration {first + i} of seed {Campaign.Seed} {invalid}:\n{declarations[i].Write().Text}");
            }
        }
    }

    [Fact]
    public void A_failure_shrinks_to_the_smallest_failing_case()
    {
        // A case that expects the wrong diagnostic always fails, so it shrinks to at most one layer.
        BrokenCase drawn = Enumerable.Range(0, 1000).Select(number => BrokenCase.Draw(seed: 1, number))
            .First(one => one.Broken.Id == "CVG015" && one.Valid.Attributes.Length > 5);
        BrokenCase wrong = drawn with { Expect = broken => broken with { Id = "CVG001" } };
        BrokenCase small = wrong.Shrink();
        Assert.Equal(2, small.Valid.Attributes.Length);
        Assert.Contains("CVG015 at", small.Describe(), StringComparison.Ordinal);
    }
}
