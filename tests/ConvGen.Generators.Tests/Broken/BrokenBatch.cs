using System.Collections.Immutable;
using ConvGen.Generators.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace ConvGen.Generators.Tests.Broken;

/// <summary>Many declarations in one compilation, a file each. A compilation takes much longer than an additional declaration in
/// it.</summary>
internal sealed class BrokenBatch
{
    private readonly ILookup<string, Diagnostic> _byFile;
    private readonly HashSet<string> _namespacesWithKernels;
    private readonly string[] _texts;

    /// <param name="declarations">The declarations.</param>
    /// <param name="generates">Whether to run the generator and compile its code, besides the analyzer. It takes much longer.</param>
    public BrokenBatch(IReadOnlyList<Declared> declarations, bool generates = true)
    {
        _texts = [.. declarations.Select(declared => declared.Write().Text)];
        CSharpCompilation compilation = Compile.Sources(_texts);
        _byFile = Analyze.DiagnosticsOf(compilation).ToLookup(diagnostic => diagnostic.Location.SourceTree!.FilePath);

        if (!generates)
        {
            _namespacesWithKernels = [];
            GeneratedErrors = [];
            return;
        }

        GeneratorDriver driver =
            Generate.NewDriver().RunGeneratorsAndUpdateCompilation(compilation, out Compilation complete, out _);
        GeneratorRunResult run = Generate.ResultOf(driver);
        _namespacesWithKernels =
        [
            .. run.GeneratedSources.Select(source => source.HintName).Where(Generate.IsProgram)
                .Select(hint => hint[..hint.IndexOf('.', StringComparison.Ordinal)]),
        ];
        HashSet<SyntaxTree> generated = [.. run.GeneratedSources.Select(source => source.SyntaxTree)];
        GeneratedErrors =
        [
            .. complete.GetDiagnostics().Where(diagnostic =>
                diagnostic.Severity >= DiagnosticSeverity.Warning && generated.Contains(diagnostic.Location.SourceTree!)),
        ];
    }

    /// <summary>The compiler's diagnostics in generated code; must be empty. Empty if the generator does not run.</summary>
    public ImmutableArray<Diagnostic> GeneratedErrors { get; }

    /// <summary>The reason why a valid declaration is not accepted; null if it is accepted.</summary>
    public string? DescribeInvalid(int index, Declared declared) =>
        _byFile[$"File{index}.cs"].Any() ? $"has {Describe(index)}"
        : !_namespacesWithKernels.Contains(declared.Namespace) ? "has no kernels"
        : null;

    /// <summary>Describes a wrong result for a broken declaration; null if the result is as expected.</summary>
    public string? DescribeFailure(int index, BrokenDeclaration broken)
    {
        Diagnostic[] found = [.. _byFile[$"File{index}.cs"]];
        TextSpan place = PlaceOf(index, broken);
        return found.Length == 0 ? "has no diagnostic"
            : found.Any(diagnostic => diagnostic.Id != broken.Id) ? $"has {Describe(index)}"
            : !found.Any(diagnostic => place.Contains(diagnostic.Location.SourceSpan)) ? $"is reported elsewhere: {Describe(index)}"
            : _namespacesWithKernels.Contains(broken.Declared.Namespace) == found.Any(IsError) ? "has an error and kernels, or neither"
            : null;
    }

    /// <summary>The diagnostics of a file, with the text at their locations.</summary>
    private string Describe(int index) => string.Join(
        "; ",
        _byFile[$"File{index}.cs"].Select(diagnostic =>
            $"{diagnostic.Id} at \"{diagnostic.Location.SourceTree!.GetText().ToString(diagnostic.Location.SourceSpan)}\""));

    private TextSpan PlaceOf(int index, BrokenDeclaration broken) => broken.Attribute >= 0
        ? broken.Declared.Write().Attributes[broken.Attribute]
        : new TextSpan(_texts[index].LastIndexOf(broken.Text, StringComparison.Ordinal), broken.Text.Length);

    private static bool IsError(Diagnostic diagnostic) => diagnostic.Severity == DiagnosticSeverity.Error;
}
