using System.Collections.Immutable;
using System.Composition;
using ConvGen.Generators.Frontend.Reading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace ConvGen.CodeFixes;

/// <summary>CVG043: replaces an attribute name by the intended one, or removes an attribute that is not needed. It
/// fixes the compiler's own diagnostics at the same place, because editors offer no fixes for diagnostics of
/// generators.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AttributeNameFix)), Shared]
public sealed class AttributeNameFix : TextFix
{
    private const string Softmax = "SoftmaxCrossEntropy";

    /// <summary>Attributes without arguments: arguments that another library's layer takes are removed.</summary>
    private static readonly HashSet<string> Bare = new(StringComparer.Ordinal)
    {
        "GlobalAveragePool", "GlobalMaxPool", "Sigmoid", "Tanh", "ReLU", "ReLU6", "ELU", "SiLU", "GELU", "Softplus",
        "HardSigmoid", "HardSwish", "Mish", "BatchNorm", "LayerNorm", "InstanceNorm", "Softmax",
        "Residual", "Shortcut", "EndResidual", "EndRepeat",
        Softmax, "SigmoidCrossEntropy", "MeanSquaredError", "QuadraticCost", "CrossEntropyCost",
    };

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ["CS0234", "CS0246", "CS0616"];

    private protected override IEnumerable<Remedy> Describe(Diagnostic diagnostic, SyntaxNode root, SemanticModel model)
    {
        if (Declared.AttributeAt(root, diagnostic) is not { Parent.Parent: TypeDeclarationSyntax type } attribute
            || NameOf(attribute) is not { } name
            || !name.Span.Contains(diagnostic.Location.SourceSpan)
            || MeantAttributes.Find(name.Identifier.ValueText) is not { } meant
            || !BelongsToNetwork(attribute, type, model))
        {
            yield break;
        }

        bool isThere = meant.Replacement == Softmax
            && Declared.AttributesOf(type, model).Any(other => Declared.KindOf(other, model) == Softmax);
        if (meant.CanGo || isThere)
        {
            yield return new Remedy($"Remove [{name}]", nameof(AttributeNameFix), Removal.Of(attribute));
        }
        else if (meant.Replacement is { } kind)
        {
            TextChange[] changes = Bare.Contains(kind) && attribute.ArgumentList is { } arguments
                ? [new TextChange(name.Span, kind), new TextChange(arguments.Span, "")]
                : [new TextChange(name.Span, kind)];
            yield return new Remedy($"Use [{kind}] instead", $"{nameof(AttributeNameFix)}.{kind}", changes);
        }
    }

    /// <summary>The name without its namespace, unless the namespace is not ConvGen's.</summary>
    private static SimpleNameSyntax? NameOf(AttributeSyntax attribute) => attribute.Name switch
    {
        QualifiedNameSyntax qualified => qualified.Right,
        SimpleNameSyntax simple => simple,
        _ => null,
    };

    private static bool BelongsToNetwork(AttributeSyntax attribute, TypeDeclarationSyntax type, SemanticModel model) =>
        attribute.Name is QualifiedNameSyntax { Left: var left }
            ? model.GetSymbolInfo(left).Symbol is INamespaceSymbol { Name: "ConvGen", ContainingNamespace.IsGlobalNamespace: true }
            : Declared.AttributesOf(type, model).Count > 0
                || model.LookupNamespacesAndTypes(attribute.SpanStart, name: "NetworkAttribute")
                    .OfType<ITypeSymbol>().Any(found => Declared.KindOf(found) == Declared.Network);
}
