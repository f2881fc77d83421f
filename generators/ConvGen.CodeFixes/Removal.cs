using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace ConvGen.CodeFixes;

/// <summary>Text changes that remove a node with the comma or the empty line that would be left, but keep
/// comments.</summary>
internal static class Removal
{
    /// <summary>Removes an attribute, and its brackets if it is alone in them.</summary>
    public static IReadOnlyList<TextChange> Of(AttributeSyntax attribute) =>
        attribute.Parent is AttributeListSyntax { Attributes: { Count: > 1 } attributes }
            ? Of(attribute, attributes)
            : Of((AttributeListSyntax)attribute.Parent!);

    /// <summary>Removes an attribute list and the white space after it, unless a comment follows.</summary>
    public static IReadOnlyList<TextChange> Of(AttributeListSyntax list)
    {
        SyntaxToken next = list.GetLastToken().GetNextToken();
        bool isAlone = IsBlank(list.GetTrailingTrivia()) && IsBlank(next.LeadingTrivia);
        return [Remove(isAlone ? TextSpan.FromBounds(list.SpanStart, next.SpanStart) : list.Span)];
    }

    /// <summary>Removes an argument of an attribute, and the parentheses if it is alone in them.</summary>
    public static IReadOnlyList<TextChange> Of(AttributeArgumentSyntax argument) =>
        argument.Parent is AttributeArgumentListSyntax { Arguments: { Count: > 1 } arguments }
            ? Of(argument, arguments)
            : [Remove(argument.Parent!.Span)];

    private static IReadOnlyList<TextChange> Of<T>(T item, SeparatedSyntaxList<T> list)
        where T : SyntaxNode
    {
        // Removes the comma before the argument, or for the first argument the one after it, so that two neighbours can
        // be removed at once.
        int index = list.IndexOf(item);
        SyntaxToken comma = list.GetSeparator(Math.Max(0, index - 1));
        TextSpan whole = index == 0
            ? TextSpan.FromBounds(item.SpanStart, list[1].SpanStart)
            : TextSpan.FromBounds(list[index - 1].Span.End, item.Span.End);
        return item.SyntaxTree.GetRoot().DescendantTrivia(whole).Any(trivia => whole.Contains(trivia.Span) && !IsBlank(trivia))
            ? [.. new[] { Remove(item.Span), Remove(comma.Span) }.OrderBy(change => change.Span.Start)]
            : [Remove(whole)];
    }

    private static bool IsBlank(SyntaxTriviaList trivia) => trivia.All(IsBlank);

    private static bool IsBlank(SyntaxTrivia trivia) =>
        trivia.IsKind(SyntaxKind.WhitespaceTrivia) || trivia.IsKind(SyntaxKind.EndOfLineTrivia);

    private static TextChange Remove(TextSpan span) => new(span, "");
}
