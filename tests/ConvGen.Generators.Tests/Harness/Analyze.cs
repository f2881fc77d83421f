using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ConvGen.Generators.Tests.Harness;

/// <summary>Runs the analyzer over sources with marked spans.</summary>
internal static class Analyze
{
    /// <summary>Expects diagnostics exactly at the marks of the first source, with these messages, in source order.
    /// The generator must emit no kernels if there is an error (every class of the sources then counts as invalid), and
    /// kernels if there are only warnings.</summary>
    public static void Expect(string marked, string[] messages, params string[] moreSources)
    {
        var source = MarkedSource.Parse(marked);
        CSharpCompilation compilation = Compile.Sources([source.Text, .. moreSources]);
        ImmutableArray<Diagnostic> diagnostics = DiagnosticsOf(compilation);

        MarkedSpan[] found = [.. diagnostics.Select(diagnostic => new MarkedSpan(diagnostic.Id, diagnostic.Location.SourceSpan))];
        Assert.Equal(marked, MarkedSource.Mark(source.Text, found));
        Assert.All(diagnostics, diagnostic => Assert.Equal("File0.cs", diagnostic.Location.SourceTree!.FilePath));
        Assert.Equal(messages, diagnostics.Select(diagnostic => diagnostic.GetMessage(formatProvider: null)));
        Assert.Equal(
            diagnostics.All(diagnostic => diagnostic.Severity != DiagnosticSeverity.Error),
            Generate.HasKernels(Generate.NewDriver().RunGenerators(compilation)));
    }

    /// <summary>Expects one diagnostic at the mark.</summary>
    public static void Expect(string marked, string message) => Expect(marked, [message]);

    /// <summary>Expects kernels and no diagnostic, before and after generated files are added.</summary>
    public static void ExpectNothing(params string[] sources)
    {
        CSharpCompilation compilation = Compile.Sources(sources);
        Assert.Empty(DiagnosticsOf(compilation));
        GeneratorDriver driver = Generate.NewDriver().RunGeneratorsAndUpdateCompilation(
            compilation, out Compilation withFiles, out _, CancellationToken.None);
        Assert.True(Generate.HasKernels(driver));
        Assert.Empty(DiagnosticsOf(withFiles));
    }

    /// <summary>The messages about names that do not exist, in source order: the only diagnostic reported by the
    /// generator.</summary>
    public static ImmutableArray<Diagnostic> NamesOf(Compilation compilation)
    {
        GeneratorRunResult result = Assert.Single(CSharpGeneratorDriver
            .Create([new AttributeNameReporter().AsSourceGenerator()], parseOptions: Compile.ParseOptions)
            .RunGenerators(compilation).GetRunResult().Results);
        Assert.Null(result.Exception);
        Assert.Empty(result.GeneratedSources);
        return [.. result.Diagnostics.OrderBy(diagnostic => diagnostic.Location.SourceSpan.Start)];
    }

    /// <summary>The analyzer's diagnostics in source order. Fails when the analyzer throws.</summary>
    public static ImmutableArray<Diagnostic> DiagnosticsOf(Compilation compilation)
    {
        CompilationWithAnalyzersOptions options = new(
            new AnalyzerOptions([]),
            onAnalyzerException: null,
            concurrentAnalysis: false,
            logAnalyzerExecutionTime: false);
        ImmutableArray<Diagnostic> diagnostics = new CompilationWithAnalyzers(compilation, [new NetworkAnalyzer()], options)
            .GetAnalyzerDiagnosticsAsync(CancellationToken.None).GetAwaiter().GetResult();
        Assert.DoesNotContain(diagnostics, diagnostic => diagnostic.Id == "AD0001");
        return [.. diagnostics.OrderBy(diagnostic => diagnostic.Location.SourceSpan.Start)];
    }
}
