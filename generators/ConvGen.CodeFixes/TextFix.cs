using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;

namespace ConvGen.CodeFixes;

/// <summary>A fix within one file. It changes text, not syntax trees, so that all other text keeps its formatting.
/// Also supports fix-all: the changes of all diagnostics of a file at once.</summary>
public abstract class TextFix : CodeFixProvider
{
    /// <inheritdoc/>
    public sealed override FixAllProvider GetFixAllProvider() => FixAllProvider.Create(FixDocumentAsync);

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        Diagnostic diagnostic = context.Diagnostics[0];
        IEnumerable<Remedy> remedies =
            await DescribeAsync(context.Document, diagnostic, context.CancellationToken).ConfigureAwait(false);
        foreach (Remedy remedy in remedies)
        {
            context.RegisterCodeFix(
                CodeAction.Create(
                    remedy.Title,
                    cancellation => ApplyAsync(context.Document, remedy.Changes, cancellation),
                    equivalenceKey: remedy.Key),
                diagnostic);
        }
    }

    /// <summary>The remedies for a diagnostic, the best first; empty if the intention is not clear.</summary>
    private protected abstract IEnumerable<Remedy> Describe(Diagnostic diagnostic, SyntaxNode root, SemanticModel model);

    private async Task<IEnumerable<Remedy>> DescribeAsync(
        Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        SyntaxNode? root = await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false);
        SemanticModel? model = await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false);
        return root is null || model is null ? [] : Describe(diagnostic, root, model);
    }

    private async Task<Document?> FixDocumentAsync(
        FixAllContext context, Document document, ImmutableArray<Diagnostic> diagnostics)
    {
        List<TextChange> all = [];
        foreach (Diagnostic diagnostic in diagnostics)
        {
            IEnumerable<Remedy> remedies =
                await DescribeAsync(document, diagnostic, context.CancellationToken).ConfigureAwait(false);
            Remedy? chosen = remedies.FirstOrDefault(remedy => remedy.Key == context.CodeActionEquivalenceKey);
            all.AddRange(chosen?.Changes ?? []);
        }

        return await ApplyAsync(document, WithoutOverlaps(all), context.CancellationToken).ConfigureAwait(false);
    }

    /// <summary>Two diagnostics may ask for the same change. If their changes conflict, the second one needs another
    /// run of fix-all.</summary>
    private static List<TextChange> WithoutOverlaps(IEnumerable<TextChange> changes)
    {
        List<TextChange> kept = [];
        foreach (TextChange change in changes.Distinct().OrderBy(change => change.Span.Start).ThenBy(change => change.Span.End))
        {
            if (kept.Count == 0 || kept[kept.Count - 1].Span.End <= change.Span.Start)
            {
                kept.Add(change);
            }
        }

        return kept;
    }

    private static async Task<Document> ApplyAsync(
        Document document, IEnumerable<TextChange> changes, CancellationToken cancellation)
    {
        SourceText text = await document.GetTextAsync(cancellation).ConfigureAwait(false);
        return document.WithText(text.WithChanges(changes));
    }
}
