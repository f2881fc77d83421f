using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ConvGen.Generators;

/// <summary>
/// Reports errors in declarations, at the exact argument. It calls the same functions as <see cref="NetworkGenerator"/>, which reports
/// nothing, so every class either gets its generated files or has a diagnostic.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class NetworkAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = Rules.All;

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterSymbolAction(AnalyzeDeclaration, SymbolKind.NamedType);
        context.RegisterOperationAction(AnalyzeUse, OperationKind.ObjectCreation, OperationKind.Invocation);
    }

    private static void AnalyzeDeclaration(SymbolAnalysisContext context)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        ReadResult read = DeclarationReader.Read(type, context.CancellationToken);
        IEnumerable<Problem> problems = read.Declaration is { } declaration
            ? read.Problems.Concat(ShapeInference.Infer(declaration).Problems)
            : read.Problems;
        if (read.Declaration is not null && UnreadArguments.Find(type) is { } unread)
        {
            problems = problems.Append(unread);
        }

        foreach (Problem problem in problems)
        {
            context.ReportDiagnostic(Diagnostic.Create(
                problem.Rule,
                SiteLocator.Locate(problem.Site, type, context.CancellationToken),
                ImmutableDictionary<string, string?>.Empty.Add(Problem.RemedyKey, problem.Remedy),
                [.. problem.Arguments]));
        }
    }

    private static void AnalyzeUse(OperationAnalysisContext context)
    {
        if (UseRules.FindTrainingWithoutLoss(context.Operation) is { } use)
        {
            context.ReportDiagnostic(Diagnostic.Create(
                Rules.TrainingWithoutLoss, use.Location, use.Network.Name, use.Action));
        }
    }
}
