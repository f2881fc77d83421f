using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace ConvGen.CodeFixes;

/// <summary>CVG014: keeps either <c>Same = true</c> or the explicit padding. CVG030: pads a convolution so that its
/// kernel fits.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(SamePaddingFix)), Shared]
public sealed class SamePaddingFix : TextFix
{
    private const string Contradiction = "CVG014";
    private const string TooLarge = "CVG030";
    private const string Same = "Same";

    private static readonly HashSet<string> Paddings =
        new(StringComparer.Ordinal) { "Pad", "PadTop", "PadLeft", "PadBottom", "PadRight" };

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Contradiction, TooLarge];

    private protected override IEnumerable<Remedy> Describe(Diagnostic diagnostic, SyntaxNode root, SemanticModel model)
    {
        if (Declared.AttributeAt(root, diagnostic) is not { ArgumentList: { } arguments } attribute)
        {
            yield break;
        }

        AttributeArgumentSyntax[] paddings =
            [.. arguments.Arguments.Where(argument => NameOf(argument) is { } name && Paddings.Contains(name))];
        AttributeArgumentSyntax? same = arguments.Arguments.FirstOrDefault(argument => NameOf(argument) == Same);
        if (diagnostic.Id == Contradiction && same is not null)
        {
            yield return new Remedy(
                "Remove the padding, keep Same = true", "KeepSame", [.. paddings.SelectMany(Removal.Of)]);
            yield return new Remedy("Remove Same = true, keep the padding", "KeepPadding", Removal.Of(same));
        }

        bool isConvolution = Declared.KindOf(attribute, model) is "Conv" or "DepthwiseConv" or "Conv1D";
        if (diagnostic.Id == TooLarge && isConvolution && same is null && paddings.Length == 0)
        {
            int end = arguments.Arguments.Last().Span.End;
            yield return new Remedy(
                "Pad with Same = true", "PadWithSame", [new TextChange(new TextSpan(end, 0), ", Same = true")]);
        }
    }

    private static string? NameOf(AttributeArgumentSyntax argument) => argument.NameEquals?.Name.Identifier.ValueText;
}
