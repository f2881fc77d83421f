using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConvGen.CodeFixes;

/// <summary>The attributes of a network in the source.</summary>
internal static class Declared
{
    /// <summary>The attribute that makes a class a network.</summary>
    public const string Network = "Network";

    private const string Suffix = "Attribute";

    private static readonly HashSet<string> Losses = new(StringComparer.Ordinal)
    {
        "SoftmaxCrossEntropy", "SigmoidCrossEntropy", "MeanSquaredError", "QuadraticCost", "CrossEntropyCost",
    };

    /// <summary>ConvGen's attributes on one declaration of a class, in their order.</summary>
    public static IReadOnlyList<AttributeSyntax> AttributesOf(TypeDeclarationSyntax type, SemanticModel model) =>
        [.. type.AttributeLists.SelectMany(list => list.Attributes).Where(attribute => KindOf(attribute, model) is not null)];

    /// <summary>The name of an attribute without namespace and suffix; null for attributes of other
    /// libraries.</summary>
    public static string? KindOf(AttributeSyntax attribute, SemanticModel model) =>
        model.GetTypeInfo(attribute).Type is { } type ? KindOf(type) : null;

    /// <summary>The same for the class of the attribute.</summary>
    public static string? KindOf(ITypeSymbol type) =>
        type is { Name: var name, ContainingNamespace: { Name: "ConvGen", ContainingNamespace.IsGlobalNamespace: true } }
        && name.EndsWith(Suffix, StringComparison.Ordinal)
            ? name.Substring(0, name.Length - Suffix.Length)
            : null;

    public static bool IsLoss(AttributeSyntax attribute, SemanticModel model) =>
        KindOf(attribute, model) is { } kind && Losses.Contains(kind);

    /// <summary>The qualifier of an attribute's name: empty, <c>ConvGen.</c> or <c>global::ConvGen.</c>.</summary>
    public static string QualifierOf(AttributeSyntax attribute) => attribute.Name switch
    {
        QualifiedNameSyntax qualified => $"{qualified.Left}.",
        AliasQualifiedNameSyntax aliased => $"{aliased.Alias}::",
        _ => "",
    };

    /// <summary>The attribute at, or around, the location of a diagnostic.</summary>
    public static AttributeSyntax? AttributeAt(SyntaxNode root, Diagnostic diagnostic) =>
        NodeAt(root, diagnostic).FirstAncestorOrSelf<AttributeSyntax>();

    public static SyntaxNode NodeAt(SyntaxNode root, Diagnostic diagnostic) =>
        root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);
}
