using System.Collections.Immutable;
using ConvGen.Generators.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace ConvGen.Generators.Tests.CodeFixes;

/// <summary>A project in an editor: files File0.cs, File1.cs and so on, the analyzer's diagnostics, and the offered
/// code fixes.</summary>
internal sealed class FixProject : IDisposable
{
    private readonly AdhocWorkspace _workspace = new();
    private readonly CodeFixProvider _fix;
    private readonly Project _project;

    public FixProject(CodeFixProvider fix, params string[] sources)
    {
        _fix = fix;
        var id = ProjectId.CreateNewId();
        _project = _workspace.AddProject(ProjectInfo.Create(
            id, VersionStamp.Default, "Networks", "Networks", LanguageNames.CSharp,
            compilationOptions: Compile.Options,
            parseOptions: Compile.ParseOptions,
            documents: sources.Prepend("global using ConvGen;").Select((source, index) => DocumentInfo.Create(
                DocumentId.CreateNewId(id),
                $"File{index - 1}.cs",
                filePath: $"File{index - 1}.cs",
                loader: TextLoader.From(TextAndVersion.Create(SourceText.From(source), VersionStamp.Default)))),
            metadataReferences: Compile.References,
            analyzerReferences: [new GeneratorReference()]));
    }

    public void Dispose() => _workspace.Dispose();

    /// <summary>The titles of the code actions for the first diagnostic that the fix supports.</summary>
    public IReadOnlyList<string> Titles => [.. ActionsFor(FixableIn(_project)[0]).Select(action => action.Title)];

    /// <summary>The files after applying the fix with this title to the first diagnostic that it supports. Afterwards
    /// there must be no diagnostics except those in <paramref name="left"/>.</summary>
    public string[] Apply(string title, params string[] left)
    {
        CodeAction action = Assert.Single(ActionsFor(FixableIn(_project)[0]), action => action.Title == title);
        return After(action, left);
    }

    /// <summary>The files after fix-all for all diagnostics like the first.</summary>
    public string[] ApplyToAll(string title)
    {
        ImmutableArray<Diagnostic> diagnostics = FixableIn(_project);
        CodeAction first = ActionsFor(diagnostics[0]).First(action => action.Title == title);
        FixAllContext context = new(
            DocumentOf(diagnostics[0]), _fix, FixAllScope.Project, first.EquivalenceKey, [.. diagnostics.Select(found => found.Id)],
            new Known(diagnostics), CancellationToken.None);
        CodeAction all = _fix.GetFixAllProvider()!.GetFixAsync(context).GetAwaiter().GetResult()!;
        return After(all, []);
    }

    /// <summary>The analyzer's diagnostics, and those of the compiler that the fix is for.</summary>
    private ImmutableArray<Diagnostic> DiagnosticsOf(Project project)
    {
        Compilation compilation = project.GetCompilationAsync().GetAwaiter().GetResult()!;
        ImmutableArray<Diagnostic> fromAnalyzer = Analyze.DiagnosticsOf(compilation);

        // The compiler's own take longer, because it binds all generated code.
        if (_fix.FixableDiagnosticIds.All(id => id.StartsWith("CVG", StringComparison.Ordinal)))
        {
            return fromAnalyzer;
        }

        return
        [
            .. fromAnalyzer,
            .. compilation.GetDiagnostics().Where(diagnostic => _fix.FixableDiagnosticIds.Contains(diagnostic.Id)),
        ];
    }

    private ImmutableArray<Diagnostic> FixableIn(Project project)
    {
        ImmutableArray<Diagnostic> diagnostics =
        [
            .. DiagnosticsOf(project).Where(diagnostic => _fix.FixableDiagnosticIds.Contains(diagnostic.Id))
                .OrderBy(diagnostic => diagnostic.Location.SourceTree!.FilePath, StringComparer.Ordinal),
        ];
        Assert.NotEmpty(diagnostics);
        return diagnostics;
    }

    private List<CodeAction> ActionsFor(Diagnostic diagnostic)
    {
        List<CodeAction> actions = [];
        _fix.RegisterCodeFixesAsync(new CodeFixContext(
            DocumentOf(diagnostic), diagnostic, (action, _) => actions.Add(action), CancellationToken.None)).GetAwaiter().GetResult();
        return actions;
    }

    private Document DocumentOf(Diagnostic diagnostic) => _project.GetDocument(diagnostic.Location.SourceTree!)!;

    private string[] After(CodeAction action, string[] left)
    {
        ApplyChangesOperation operation = Assert.IsType<ApplyChangesOperation>(
            Assert.Single(action.GetOperationsAsync(CancellationToken.None).GetAwaiter().GetResult()));
        Project changed = operation.ChangedSolution.GetProject(_project.Id)!;
        Assert.Equal(left, DiagnosticsOf(changed).Select(diagnostic => diagnostic.Id));
        return [.. changed.Documents.Skip(1).Select(document => document.GetTextAsync().GetAwaiter().GetResult().ToString())];
    }

    /// <summary>Lets the workspace run the generator, whose members users call.</summary>
    private sealed class GeneratorReference : AnalyzerReference
    {
        private readonly ImmutableArray<ISourceGenerator> _generators = [new NetworkGenerator().AsSourceGenerator()];

        public override string FullPath => nameof(NetworkGenerator);

        public override object Id => FullPath;

        public override ImmutableArray<DiagnosticAnalyzer> GetAnalyzers(string language) => [];

        public override ImmutableArray<DiagnosticAnalyzer> GetAnalyzersForAllLanguages() => [];

        public override ImmutableArray<ISourceGenerator> GetGenerators(string language) => _generators;

        public override ImmutableArray<ISourceGenerator> GetGeneratorsForAllLanguages() => _generators;
    }

    /// <summary>Files that an editor has open.</summary>
    private sealed class Known(ImmutableArray<Diagnostic> diagnostics) : FixAllContext.DiagnosticProvider
    {
        public override Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult<IEnumerable<Diagnostic>>(diagnostics);

        public override Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(
            Document document, CancellationToken cancellationToken) =>
            Task.FromResult(diagnostics.Where(diagnostic => diagnostic.Location.SourceTree!.FilePath == document.FilePath));

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(
            Project project, CancellationToken cancellationToken) =>
            Task.FromResult<IEnumerable<Diagnostic>>([]);
    }
}
