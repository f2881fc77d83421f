using System.Collections.Immutable;
using ConvGen.Generators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ConvGen.Tool.Explain;

/// <summary>
/// C# files without their project. Only code that affects networks is examined: an undeclared name is not an error unless an attribute of
/// a network uses it.
/// </summary>
internal sealed class SourceFiles
{
    private const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    private readonly CSharpCompilation _compilation;
    private readonly IReadOnlyList<SyntaxTree> _files;

    private SourceFiles(IReadOnlyList<SyntaxTree> files, CSharpParseOptions options)
    {
        _files = files;
        _compilation = CSharpCompilation.Create(
            "Explained",
            [CSharpSyntaxTree.ParseText(Usings, options), .. files],
            FindReferences(),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
    }

    /// <summary>Reads and parses files.</summary>
    /// <exception cref="IOException">A file does not exist or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Access to a file is denied.</exception>
    public static SourceFiles Parse(IEnumerable<FileInfo> files)
    {
        var options = new CSharpParseOptions(LanguageVersion.Latest, preprocessorSymbols: ["NET", "NET10_0", "NET10_0_OR_GREATER"]);
        return new SourceFiles(
            [.. files.DistinctBy(file => file.FullName)
                .Select(file => CSharpSyntaxTree.ParseText(File.ReadAllText(file.FullName), options, path: file.ToString()))],
            options);
    }

    /// <summary>Returns the errors in the syntax and in the attributes of networks, in source order; if there are none, the analyzer's
    /// diagnostics of the networks. (The analyzer would treat an argument without a value as zero.)</summary>
    public IReadOnlyList<Diagnostic> Diagnose()
    {
        IEnumerable<Diagnostic> syntax = _files.SelectMany(file => file.GetDiagnostics()).Where(IsError);
        IEnumerable<Diagnostic> attributes = FindTypes()
            .Where(found => ConvGenAttributes.Of(found.Type).Count > 0)
            .SelectMany(found => found.Declaration.AttributeLists)
            .SelectMany(list => _compilation.GetSemanticModel(list.SyntaxTree).GetDiagnostics(list.Span)
                .Where(diagnostic => IsError(diagnostic) && diagnostic.Location.SourceSpan.IntersectsWith(list.Span)));
        ImmutableArray<Diagnostic> names = CSharpGeneratorDriver.Create(new AttributeNameReporter())
            .RunGenerators(_compilation).GetRunResult().Diagnostics;
        Diagnostic[] errors = [.. syntax, .. attributes, .. names];
        IEnumerable<Diagnostic> found = errors.Length > 0
            ? errors
            : _compilation.WithAnalyzers([new NetworkAnalyzer()]).GetAnalyzerDiagnosticsAsync().GetAwaiter().GetResult();
        return
        [
            .. found.DistinctBy(diagnostic => diagnostic.ToString())
                .OrderBy(diagnostic => diagnostic.Location.GetLineSpan().Path, StringComparer.Ordinal)
                .ThenBy(diagnostic => diagnostic.Location.SourceSpan.Start)
                .ThenBy(diagnostic => diagnostic.Id, StringComparer.Ordinal),
        ];
    }

    /// <summary>Finds the networks in source order; only for files without errors.</summary>
    public IReadOnlyList<DeclaredNetwork> FindNetworks() =>
    [
        .. FindTypes().Select(found => found.Type)
            .Where(ConvGenAttributes.IsNetwork)
            .Distinct<INamedTypeSymbol>(SymbolEqualityComparer.Default)
            .Select(DeclaredNetwork.Of),
    ];

    private IEnumerable<(TypeDeclarationSyntax Declaration, INamedTypeSymbol Type)> FindTypes()
    {
        foreach (SyntaxTree file in _files)
        {
            SemanticModel model = _compilation.GetSemanticModel(file);
            foreach (TypeDeclarationSyntax declaration in file.GetRoot().DescendantNodes().OfType<TypeDeclarationSyntax>())
            {
                if (model.GetDeclaredSymbol(declaration) is { } type)
                {
                    yield return (declaration, type);
                }
            }
        }
    }

    private static bool IsError(Diagnostic diagnostic) => diagnostic.Severity == DiagnosticSeverity.Error;

    /// <summary>Finds the references: the framework that the tool runs on, and ConvGen.</summary>
    private static IEnumerable<MetadataReference> FindReferences()
    {
        string framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        string trusted = (string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!;
        return trusted.Split(Path.PathSeparator)
            .Where(path => Path.GetDirectoryName(path) == framework)
            .Append(typeof(NetworkAttribute).Assembly.Location)
            .Select(path => MetadataReference.CreateFromFile(path));
    }
}
