using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ConvGen.Generators.Frontend.Reading;

/// <summary>How a type is opened again in another file.</summary>
internal static class TypeHeaders
{
    private static readonly SymbolDisplayFormat EscapedName = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers);

    public static TypeHeader Of(INamedTypeSymbol type) => new(KeywordOf(type), Escape(type.Name));

    /// <summary>Empty for the global namespace.</summary>
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

    /// <summary>C# warns of types whose names are lower-case letters alone, unless they are escaped like keywords.</summary>
    private static string Escape(string name) =>
        SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None
        && SyntaxFacts.GetContextualKeywordKind(name) == SyntaxKind.None
        && !name.All(c => c is >= 'a' and <= 'z')
            ? name
            : "@" + name;
}
