using System.Diagnostics;
using ConvGen.Generators.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ConvGen.Generators.Tests.Pipeline;

/// <summary>Editors often cancel runs. A cancelled run throws OperationCanceledException and does not affect later
/// runs.</summary>
[Trait("Category", "Slow")]
public sealed class CancellationTests
{
    private static readonly string[] Sources =
    [
        .. Enumerable.Range(0, 12).Select(i =>
            $"[Network({1 + i}, 12, 12)] [Conv({8 + i}, 3), MaxPool(2), ReLU, Conv(8, 3), ReLU, Dense(10), MeanSquaredError] " +
            $"partial class N{i};"),
        "[Network(8)] [Dense(0)] partial class Bad;",
    ];

    [Fact]
    public void The_generator_is_correct_after_a_cancelled_run()
    {
        CSharpCompilation compilation = Compile.Sources(Sources);
        CSharpCompilation before = Compile.Sources([.. Sources.Select(source => source.Replace("Dense(10)", "Dense(11)"))]);
        IReadOnlyDictionary<string, string> expected = Generate.FilesOf(Generate.NewDriver().RunGenerators(compilation));

        Random random = new(Campaign.Seed);
        int count = Campaign.Count(usual: 30, campaign: 1_000);
        int cancelled = 0;
        TimeSpan whole = TimeSpan.Zero;
        for (int i = 0; i < count; i++)
        {
            // Every other run reuses the driver's tables after all declarations were edited.
            GeneratorDriver driver = i % 2 == 0 ? Generate.NewDriver() : Generate.NewDriver().RunGenerators(before);

            // Cancels the first run before it starts, the others at a random time within the duration of the last
            // complete run.
            using CancellationTokenSource source = new();
            Cancel(source, whole * random.NextDouble());
            bool isCancelled = false;
            try
            {
                driver = driver.RunGenerators(compilation, source.Token);
            }
            catch (OperationCanceledException exception)
            {
                Assert.Equal(source.Token, exception.CancellationToken);
                isCancelled = true;
            }

            long start = Stopwatch.GetTimestamp();
            driver = driver.RunGenerators(compilation, CancellationToken.None);
            if (isCancelled)
            {
                cancelled++;
                whole = Stopwatch.GetElapsedTime(start);
            }

            Assert.Equal(expected, Generate.FilesOf(driver));
        }

        Assert.True(cancelled > 0);
        Campaign.Report("Cancelled runs of the generator", $"{cancelled} of {count} were cancelled, and all after them right");
    }

    [Fact]
    public async Task The_analyzer_is_correct_after_a_cancelled_run()
    {
        CSharpCompilation compilation = Compile.Sources(Sources);
        Random random = new(Campaign.Seed);
        int count = Campaign.Count(usual: 20, campaign: 500);
        int cancelled = 0;
        TimeSpan whole = TimeSpan.Zero;
        for (int i = 0; i < count; i++)
        {
            using CancellationTokenSource source = new();
            Cancel(source, whole * random.NextDouble());
            CompilationWithAnalyzers analysis = new(compilation, [new NetworkAnalyzer()], new AnalyzerOptions([]));
            try
            {
                await analysis.GetAnalyzerDiagnosticsAsync(source.Token);
            }
            catch (OperationCanceledException)
            {
                cancelled++;
            }

            long start = Stopwatch.GetTimestamp();
            Diagnostic diagnostic = Assert.Single(Analyze.DiagnosticsOf(compilation));
            whole = Stopwatch.GetElapsedTime(start);
            Assert.Equal("CVG011", diagnostic.Id);
        }

        Assert.True(cancelled > 0);
        Campaign.Report("Cancelled runs of the analyzer", $"{cancelled} of {count} were cancelled, and all after them right");
    }

    private static void Cancel(CancellationTokenSource source, TimeSpan after)
    {
        if (after == TimeSpan.Zero)
        {
            source.Cancel();
        }
        else
        {
            source.CancelAfter(after);
        }
    }
}
