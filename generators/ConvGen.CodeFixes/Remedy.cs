using Microsoft.CodeAnalysis.Text;

namespace ConvGen.CodeFixes;

/// <summary>One entry of the menu that an editor opens: its title, a key that remedies of the same kind share, and what it
/// changes.</summary>
internal sealed class Remedy(string title, string key, IReadOnlyList<TextChange> changes)
{
    public string Title { get; } = title;

    public string Key { get; } = key;

    public IReadOnlyList<TextChange> Changes { get; } = changes;
}
