using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConvGen.Generators.Frontend.Reading;

/// <summary>The containing types, base classes and declarations of a type.</summary>
internal static class TypeSymbols
{
    /// <summary>The containing types, innermost first.</summary>
    public static IEnumerable<INamedTypeSymbol> OuterTypes(this INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? outer = type.ContainingType; outer is not null; outer = outer.ContainingType)
        {
            yield return outer;
        }
    }

    /// <summary>All base classes, nearest first, up to <c>object</c>.</summary>
    public static IEnumerable<INamedTypeSymbol> Ancestors(this INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? ancestor = type.BaseType; ancestor is not null; ancestor = ancestor.BaseType)
        {
            yield return ancestor;
        }
    }

    /// <summary>The names of the namespaces, the containing types and the type itself, outermost first.</summary>
    public static Stack<string> NamePath(this INamedTypeSymbol type)
    {
        Stack<string> path = new();
        for (ISymbol part = type; part is not INamespaceSymbol { IsGlobalNamespace: true }; part = part.ContainingSymbol)
        {
            path.Push(part.Name);
        }

        return path;
    }

    /// <summary>The declarations of a type: several if it is partial.</summary>
    public static IEnumerable<TypeDeclarationSyntax> Declarations(this INamedTypeSymbol type, CancellationToken cancellation) =>
        type.DeclaringSyntaxReferences.Select(part => part.GetSyntax(cancellation)).OfType<TypeDeclarationSyntax>();
}
