using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace ConvGen.CodeFixes;

/// <summary>CVG073: adds a shortcut that changes the shape as the layers of its block do.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AddShortcutFix)), Shared]
public sealed class AddShortcutFix : TextFix
{
    /// <summary>The diagnostic's property with the layer of the shortcut, such as <c>Conv(32, 1, Stride = 2)</c>.</summary>
    private const string RemedyKey = "ConvGen.Remedy";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ["CVG073"];

    private protected override IEnumerable<Remedy> Describe(Diagnostic diagnostic, SyntaxNode root, SemanticModel model)
    {
        if (diagnostic.Properties.TryGetValue(RemedyKey, out string? layer)
            && layer is not null
            && Declared.AttributeAt(root, diagnostic) is { Parent: AttributeListSyntax list } end)
        {
            string qualifier = Declared.QualifierOf(end);
            yield return new Remedy(
                $"Add [Shortcut, {layer}]", nameof(AddShortcutFix),
                [Insert($"{qualifier}Shortcut, {qualifier}{layer}", end, list)]);
        }
    }

    /// <summary>Inserts the shortcut into the list of [EndResidual], or on a line of its own if [EndResidual] begins a line.</summary>
    private static TextChange Insert(string shortcut, AttributeSyntax end, AttributeListSyntax list)
    {
        if (list.Attributes[0] == end && IsFirstOnLine(list.OpenBracketToken))
        {
            // Indented like the layers of the block.
            string own = IndentationOf(list.OpenBracketToken);
            string layers = IndentationOf(FirstOnLineBefore(list));
            string deeper = layers.StartsWith(own, StringComparison.Ordinal) ? layers.Substring(own.Length) : "";
            return At(list.SpanStart, $"{deeper}[{shortcut}]{LineEndOf(list)}{own}");
        }

        string separator = IsFirstOnLine(end.GetFirstToken()) ? LineEndOf(list) + IndentationOf(end.GetFirstToken()) : " ";
        return At(end.SpanStart, $"{shortcut},{separator}");
    }

    private static TextChange At(int position, string text) => new(new TextSpan(position, 0), text);

    /// <summary>The first token of the line before an attribute list.</summary>
    private static SyntaxToken FirstOnLineBefore(AttributeListSyntax list)
    {
        SyntaxToken token = list.OpenBracketToken.GetPreviousToken();
        while (!IsFirstOnLine(token))
        {
            token = token.GetPreviousToken();
        }

        return token;
    }

    private static bool IsFirstOnLine(SyntaxToken token)
    {
        SyntaxToken before = token.GetPreviousToken();
        return before.IsKind(SyntaxKind.None)
            || before.TrailingTrivia.Concat(token.LeadingTrivia).Any(trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia));
    }

    private static string IndentationOf(SyntaxToken token) =>
        token.LeadingTrivia is { Count: > 0 } trivia && trivia[trivia.Count - 1] is var space && space.IsKind(SyntaxKind.WhitespaceTrivia)
            ? space.ToString()
            : "";

    /// <summary>The first line end of the file.</summary>
    private static string LineEndOf(AttributeListSyntax list)
    {
        SyntaxTrivia end = list.SyntaxTree.GetRoot().DescendantTrivia()
            .FirstOrDefault(trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia));
        return end.IsKind(SyntaxKind.EndOfLineTrivia) ? end.ToString() : "\n";
    }
}
