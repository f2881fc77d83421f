using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConvGen.CodeFixes;

/// <summary>CVG004: moves the layers of a class, possibly from several files, to the declaration with
/// [Network].</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MergeDeclarationsFix)), Shared]
public sealed class MergeDeclarationsFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ["CVG004"];

    /// <summary>No fix-all: the merged layer order must be reviewed.</summary>
    public override FixAllProvider? GetFixAllProvider() => null;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        Document document = context.Document;
        SyntaxNode? root = await document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        SemanticModel? model = await document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false);
        if (root is null || model is null
            || Declared.AttributeAt(root, context.Diagnostics[0])?.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } type
            || model.GetDeclaredSymbol(type, context.CancellationToken) is not INamedTypeSymbol symbol)
        {
            return;
        }

        var network = SplitNetwork.Read(symbol, model.Compilation, context.CancellationToken);
        SolutionEdits edits = new(document.Project.Solution);
        if (network.Home is not null && network.Parts.All(part => edits.CanEdit(part.Type.SyntaxTree)))
        {
            context.RegisterCodeFix(
                CodeAction.Create(
                    "Move all layers to the declaration with [Network]",
                    cancellation =>
                    {
                        SolutionEdits merge = new(document.Project.Solution);
                        network.Merge(merge);
                        return merge.ApplyAsync(cancellation);
                    },
                    nameof(MergeDeclarationsFix)),
                context.Diagnostics[0]);
        }
    }
}
