using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConvGen.CodeFixes;

/// <summary>CVG017 and CVG066: removes an argument that has no effect, or the name of a repeated layer.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RemoveArgumentFix)), Shared]
public sealed class RemoveArgumentFix : TextFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ["CVG017", "CVG066"];

    private protected override IEnumerable<Remedy> Describe(Diagnostic diagnostic, SyntaxNode root, SemanticModel model)
    {
        if (Declared.NodeAt(root, diagnostic).FirstAncestorOrSelf<AttributeArgumentSyntax>() is { NameEquals: { } name } argument)
        {
            yield return new Remedy(
                $"Remove {name.Name.Identifier.ValueText}", nameof(RemoveArgumentFix), Removal.Of(argument));
        }
    }
}
