using Microsoft.CodeAnalysis.Text;

namespace ConvGen.CodeFixes;

/// <summary>One code action of an editor's menu: its title, the key shared by remedies of the same kind, and its text
/// changes.</summary>
internal sealed class Remedy(string title, string key, IReadOnlyList<TextChange> changes)
{
    public string Title { get; } = title;

    public string Key { get; } = key;

    public IReadOnlyList<TextChange> Changes { get; } = changes;
}
