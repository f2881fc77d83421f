using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace ConvGen.CodeFixes;

/// <summary>CVG021, CVG023, CVG024, CVG025, CVG027 and CVG080: removes a second loss, an activation or dropout before the loss, a
/// layer that changes nothing, or an output beside the loss.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RemoveLayerFix)), Shared]
public sealed class RemoveLayerFix : TextFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ["CVG021", "CVG023", "CVG024", "CVG025", "CVG027", "CVG080"];

    private protected override IEnumerable<Remedy> Describe(Diagnostic diagnostic, SyntaxNode root, SemanticModel model)
    {
        if (Declared.AttributeAt(root, diagnostic) is { } attribute && Declared.KindOf(attribute, model) is { } kind)
        {
            yield return new Remedy($"Remove [{kind}]", nameof(RemoveLayerFix), Removal.Of(attribute));
        }
    }
}
