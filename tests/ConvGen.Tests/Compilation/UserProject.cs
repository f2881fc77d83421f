using System.Collections.Immutable;
using ConvGen.Generators;
using ConvGen.Generators.Planning.Schedules;
using ConvGen.Generators.Planning.Targets;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ConvGen.Tests.Compilation;

/// <summary>A user's project with the strictest compiler settings, compiled in memory with the generator.</summary>
internal sealed record UserProject
{
    /// <summary>The framework and ConvGen, the minimum references of a project.</summary>
    private static readonly ImmutableArray<MetadataReference> References =
    [
        .. Directory.EnumerateFiles(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "*.dll")
            .Where(IsFrameworkAssembly)
            .Append(typeof(ParameterSet).Assembly.Location)
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    /// <summary>Warnings for networks that are valid but probably not intended, such as a dropout before the
    /// loss.</summary>
    private static readonly ImmutableArray<string> DesignWarnings = ["CVG023", "CVG024", "CVG025", "CVG026", "CVG027"];

    public required string Name { get; init; }

    public required ImmutableArray<string> Sources { get; init; }

    public LanguageVersion LanguageVersion { get; init; } = LanguageVersion.CSharp14;

    public NullableContextOptions Nullable { get; init; } = NullableContextOptions.Enable;

    public DocumentationMode Documentation { get; init; } = DocumentationMode.Parse;

    public bool CheckOverflow { get; init; }

    /// <summary>Whether the compiled code is unloaded when it is no longer used.</summary>
    public bool IsUnloadable { get; init; }

    public bool AllowUnsafe { get; init; }

    public OptimizationLevel Optimization { get; init; } = OptimizationLevel.Release;

    public OutputKind Output { get; init; } = OutputKind.DynamicallyLinkedLibrary;

    /// <summary>Suppresses warnings about unusual networks, whose results must be correct, too.</summary>
    public bool AllowDesignWarnings { get; init; }

    /// <summary>The choice between several kernels for a layer.</summary>
    public CandidateChoice Choice { get; init; } = CandidateChoice.Cheapest;

    /// <summary>The vector widths that networks are compiled for.</summary>
    public ImmutableArray<Target> Targets { get; init; } = [TestedWidth.Target];

    /// <summary>Whether the analyzer sees the sources without the generated code, which makes it six times as fast. It reports
    /// the same as long as the sources only declare networks.</summary>
    public bool AnalyzeDeclarationsAlone { get; init; }

    /// <summary>Generates and compiles; fails for any diagnostic of a build.</summary>
    public CompiledProject Compile()
    {
        CSharpCompilation complete = Generate();
        Analyze(complete);
        return Emit(complete);
    }

    /// <summary>Gets diagnostics file by file, as an editor does. Otherwise the compiler would bind every generated
    /// method twice: for diagnostics and for emitting.</summary>
    private void Analyze(CSharpCompilation complete)
    {
        CSharpCompilation analyzed = AnalyzeDeclarationsAlone
            ? complete.RemoveSyntaxTrees(complete.SyntaxTrees.Skip(Sources.Length))
            : complete;
        CompilationWithAnalyzers analysis = analyzed.WithAnalyzers([new NetworkAnalyzer()]);
        foreach (SyntaxTree tree in analyzed.SyntaxTrees.Take(Sources.Length))
        {
            SemanticModel model = analyzed.GetSemanticModel(tree);
            AssertNone(analysis.GetAnalyzerSemanticDiagnosticsAsync(model, null, default).GetAwaiter().GetResult());
        }
    }

    /// <summary>Creates the compilation with all generated files.</summary>
    public CSharpCompilation Generate()
    {
        CSharpGeneratorDriver.Create([new NetworkGenerator(Choice, [.. Targets]).AsSourceGenerator()], parseOptions: ParseOptions)
            .RunGeneratorsAndUpdateCompilation(Declare(), out Microsoft.CodeAnalysis.Compilation? complete, out ImmutableArray<Diagnostic> fromGenerator);
        AssertNone(fromGenerator);
        return (CSharpCompilation)complete;
    }

    /// <summary>Creates the compilation without generated files.</summary>
    public CSharpCompilation Declare() => CSharpCompilation.Create(
        Name,
        Sources.Select((source, index) => CSharpSyntaxTree.ParseText(source, ParseOptions, $"Source{index}.cs")),
        References,
        new CSharpCompilationOptions(
            Output,
            optimizationLevel: Optimization,
            checkOverflow: CheckOverflow,
            allowUnsafe: AllowUnsafe,
            warningLevel: 9999,
            nullableContextOptions: Nullable,
            generalDiagnosticOption: ReportDiagnostic.Error,
            specificDiagnosticOptions: AllowDesignWarnings ? DesignWarnings.Select(id => KeyValuePair.Create(id, ReportDiagnostic.Suppress)) : []));

    /// <summary>Compiles a project whose files are already generated; fails for any diagnostic of a build.</summary>
    public CompiledProject Emit(CSharpCompilation complete)
    {
        using MemoryStream image = new();
        AssertNone(complete.Emit(image).Diagnostics);
        return new(image.ToArray(), IsUnloadable);
    }

    private CSharpParseOptions ParseOptions => new(LanguageVersion, Documentation);

    private void AssertNone(ImmutableArray<Diagnostic> diagnostics)
    {
        string[] visible =
        [
            .. diagnostics.Where(diagnostic => diagnostic.Severity > DiagnosticSeverity.Hidden).Take(20)
                .Select(diagnostic => $"{diagnostic}\n    {LineOf(diagnostic)}"),
        ];
        Assert.True(visible.Length == 0, $"{Name} does not compile cleanly:\n{string.Join("\n", visible)}");
    }

    private static string LineOf(Diagnostic diagnostic) =>
        diagnostic.Location is { SourceTree: { } tree, SourceSpan.Start: var start }
            ? tree.GetText().Lines.GetLineFromPosition(start).ToString().Trim()
            : "";

    private static bool IsFrameworkAssembly(string path)
    {
        string name = Path.GetFileName(path);
        return name.StartsWith("System.", StringComparison.Ordinal) && !name.Contains("Native", StringComparison.Ordinal)
            || name is "mscorlib.dll" or "netstandard.dll" or "Microsoft.CSharp.dll" or "Microsoft.Win32.Primitives.dll";
    }
}
