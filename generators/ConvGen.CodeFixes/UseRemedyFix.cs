using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace ConvGen.CodeFixes;

/// <summary>Replaces an argument by a valid number that the compiler suggests: the largest kernel that fits, the
/// largest padding, a number of groups that divides.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UseRemedyFix)), Shared]
public sealed class UseRemedyFix : TextFix
{
    /// <summary>The diagnostic's property with the suggested number.</summary>
    private const string RemedyKey = "ConvGen.Remedy";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } =
        ["CVG011", "CVG012", "CVG030", "CVG031", "CVG035", "CVG036"];

    private protected override IEnumerable<Remedy> Describe(Diagnostic diagnostic, SyntaxNode root, SemanticModel model)
    {
        // If the source has no such argument, the location is the attribute, which has no number to replace.
        if (diagnostic.Properties.TryGetValue(RemedyKey, out string? number)
            && number is not null
            && Declared.NodeAt(root, diagnostic) is ExpressionSyntax { Parent: AttributeArgumentSyntax } argument)
        {
            yield return new Remedy($"Use {number} instead", nameof(UseRemedyFix), [new TextChange(argument.Span, number)]);
        }
    }
}
