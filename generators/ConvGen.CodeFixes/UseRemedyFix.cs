using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace ConvGen.CodeFixes;

/// <summary>Writes the number that an argument should be, where the compiler knows it: the largest kernel that fits, the most
/// padding, a number of groups that divides.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UseRemedyFix)), Shared]
public sealed class UseRemedyFix : TextFix
{
    /// <summary>The compiler's name for that number among the properties of a diagnostic.</summary>
    private const string RemedyKey = "ConvGen.Remedy";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } =
        ["CVG011", "CVG012", "CVG030", "CVG031", "CVG035", "CVG036"];

    private protected override IEnumerable<Remedy> Describe(Diagnostic diagnostic, SyntaxNode root, SemanticModel model)
    {
        // Without an argument in the source the place is the attribute, which has no number to replace.
        if (diagnostic.Properties.TryGetValue(RemedyKey, out string? number)
            && number is not null
            && Declared.NodeAt(root, diagnostic) is ExpressionSyntax { Parent: AttributeArgumentSyntax } argument)
        {
            yield return new Remedy($"Use {number} instead", nameof(UseRemedyFix), [new TextChange(argument.Span, number)]);
        }
    }
}
