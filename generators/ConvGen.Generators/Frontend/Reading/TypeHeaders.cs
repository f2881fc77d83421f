using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ConvGen.Generators.Frontend.Reading;

/// <summary>The headers of the partial declarations that add generated code to a type.</summary>
internal static class TypeHeaders
{
    private static readonly SymbolDisplayFormat EscapedName = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers);

    public static TypeHeader Of(INamedTypeSymbol type) => new(KeywordOf(type), Escape(type.Name));

    /// <summary>The namespace of a type; empty for the global namespace.</summary>
    public static string NamespaceOf(INamedTypeSymbol type) =>
        type.ContainingNamespace.IsGlobalNamespace ? "" : type.ContainingNamespace.ToDisplayString(EscapedName);

    private static string KeywordOf(INamedTypeSymbol type) => (type.TypeKind, type.IsRecord) switch
    {
        (TypeKind.Struct, false) => "struct",
        (TypeKind.Struct, true) => "record struct",
        (TypeKind.Interface, _) => "interface",
        (_, true) => "record",
        _ => "class",
    };

    /// <summary>Escapes a type name. C# warns about type names that consist of lower-case letters only, unless they are escaped like
    /// keywords.</summary>
    private static string Escape(string name) =>
        SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None
        && SyntaxFacts.GetContextualKeywordKind(name) == SyntaxKind.None
        && !name.All(c => c is >= 'a' and <= 'z')
            ? name
            : "@" + name;
}
