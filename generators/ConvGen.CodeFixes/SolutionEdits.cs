using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace ConvGen.CodeFixes;

/// <summary>Applies changes of several files together.</summary>
internal sealed class SolutionEdits(Solution solution)
{
    private readonly Dictionary<DocumentId, List<TextChange>> _changes = [];

    /// <summary>Whether a file is written by the user, and so may be changed.</summary>
    public bool CanEdit(SyntaxTree tree) => solution.GetDocument(tree) is not null and not SourceGeneratedDocument;

    public void Add(SyntaxTree tree, params IEnumerable<TextChange> changes)
    {
        DocumentId id = solution.GetDocument(tree)!.Id;
        if (!_changes.TryGetValue(id, out List<TextChange>? known))
        {
            _changes.Add(id, known = []);
        }

        known.AddRange(changes);
    }

    public async Task<Solution> ApplyAsync(CancellationToken cancellation)
    {
        Solution changed = solution;
        foreach (KeyValuePair<DocumentId, List<TextChange>> edits in _changes)
        {
            SourceText text = await solution.GetDocument(edits.Key)!.GetTextAsync(cancellation).ConfigureAwait(false);
            changed = changed.WithDocumentText(
                edits.Key, text.WithChanges(edits.Value.OrderBy(change => change.Span.Start)));
        }

        return changed;
    }
}
