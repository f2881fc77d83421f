using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace ConvGen.CodeFixes;

/// <summary>CVG050: adds a loss to the declaration of the network that is trained, which may lie in another file.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AddLossFix)), Shared]
public sealed class AddLossFix : CodeFixProvider
{
    private const string Output = "Output";

    private static readonly ImmutableArray<string> Losses = ["SoftmaxCrossEntropy", "SigmoidCrossEntropy", "MeanSquaredError"];

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ["CVG050"];

    /// <summary>No fix-all: each network may need another loss.</summary>
    public override FixAllProvider? GetFixAllProvider() => null;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        Solution solution = context.Document.Project.Solution;
        SyntaxNode? root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        SemanticModel? model = await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false);
        if (root is null || model is null
            || FindNetwork(Declared.NodeAt(root, context.Diagnostics[0]), model) is not { } network
            || FindLastLayer(network, context.CancellationToken) is not { } last
            || !new SolutionEdits(solution).CanEdit(last.SyntaxTree))
        {
            return;
        }

        // The cross-entropies apply an output function themselves.
        bool isSigmoid = last.Name.ToString().EndsWith("Sigmoid", StringComparison.Ordinal);
        foreach (string loss in Losses.Where(loss => !isSigmoid || !loss.EndsWith("CrossEntropy", StringComparison.Ordinal)))
        {
            context.RegisterCodeFix(
                CodeAction.Create(
                    $"Add [{loss}] to {network.Name}", cancellation => AddAsync(solution, last, loss, cancellation), loss),
                context.Diagnostics[0]);
        }
    }

    private static INamedTypeSymbol? FindNetwork(SyntaxNode place, SemanticModel model) =>
        place.FirstAncestorOrSelf<BaseObjectCreationExpressionSyntax>() is { } creation
            ? (model.GetTypeInfo(creation).Type as INamedTypeSymbol)?.TypeArguments.FirstOrDefault() as INamedTypeSymbol
            : place.FirstAncestorOrSelf<InvocationExpressionSyntax>() is { } call
                ? model.GetSymbolInfo(call).Symbol?.ContainingType
            : null;

    /// <summary>The last of ConvGen's attributes in source order, on a class that has a layer besides [Network] and no output besides the
    /// last value, because a network with a loss has one output.</summary>
    private static AttributeSyntax? FindLastLayer(INamedTypeSymbol network, CancellationToken cancellation)
    {
        AttributeData? last = network.GetAttributes()
            .LastOrDefault(attribute => attribute.AttributeClass is { } type && Declared.KindOf(type) is not null);
        return last is { AttributeClass: { } kind } && Declared.KindOf(kind) != Declared.Network
            && network.GetAttributes().Where(attribute => attribute.AttributeClass is { } type && Declared.KindOf(type) == Output)
                .All(attribute => attribute == last)
            ? last.ApplicationSyntaxReference?.GetSyntax(cancellation) as AttributeSyntax
            : null;
    }

    private static Task<Solution> AddAsync(
        Solution solution, AttributeSyntax last, string loss, CancellationToken cancellation)
    {
        SolutionEdits edits = new(solution);
        edits.Add(
            last.SyntaxTree,
            new TextChange(new TextSpan(last.Span.End, 0), $", {Declared.QualifierOf(last)}{loss}"));
        return edits.ApplyAsync(cancellation);
    }
}
