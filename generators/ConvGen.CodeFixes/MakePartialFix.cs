using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace ConvGen.CodeFixes;

/// <summary>CVG001 and CVG002: makes the class and the types around it partial.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MakePartialFix)), Shared]
public sealed class MakePartialFix : TextFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ["CVG001", "CVG002"];

    private protected override IEnumerable<Remedy> Describe(Diagnostic diagnostic, SyntaxNode root, SemanticModel model)
    {
        if (root.FindToken(diagnostic.Location.SourceSpan.Start).Parent is not TypeDeclarationSyntax named)
        {
            yield break;
        }

        TypeDeclarationSyntax[] types =
        [
            .. named.AncestorsAndSelf().OfType<TypeDeclarationSyntax>()
                .Where(type => !type.Modifiers.Any(SyntaxKind.PartialKeyword)),
        ];
        string subject = types.Length > 1
            ? $"{named.Identifier.ValueText} and the types around it"
            : string.Join("", types.Select(type => type.Identifier.ValueText));

        // Every version of C# accepts the word directly before the keyword.
        yield return new Remedy(
            $"Make {subject} partial",
            nameof(MakePartialFix),
            [.. types.Select(type => new TextChange(new TextSpan(type.Keyword.SpanStart, 0), "partial "))]);
    }
}
