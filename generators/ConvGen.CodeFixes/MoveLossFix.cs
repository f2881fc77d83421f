using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace ConvGen.CodeFixes;

/// <summary>CVG020 and CVG065: moves the loss after the last layer and out of its bracket.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MoveLossFix)), Shared]
public sealed class MoveLossFix : TextFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ["CVG020", "CVG065"];

    private protected override IEnumerable<Remedy> Describe(Diagnostic diagnostic, SyntaxNode root, SemanticModel model)
    {
        if (Declared.AttributeAt(root, diagnostic)?.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } type)
        {
            yield break;
        }

        IReadOnlyList<AttributeSyntax> attributes = Declared.AttributesOf(type, model);
        AttributeSyntax[] losses = [.. attributes.Where(attribute => Declared.IsLoss(attribute, model))];
        AttributeSyntax last = attributes[attributes.Count - 1];

        // With two losses, the intended one is not known.
        if (losses.Length == 1 && losses[0] != last)
        {
            yield return new Remedy(
                "Move the loss to the end",
                nameof(MoveLossFix),
                [.. Removal.Of(losses[0]), new TextChange(new TextSpan(last.Span.End, 0), $", {losses[0]}")]);
        }
    }
}
