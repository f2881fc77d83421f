using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConvGen.Generators.Frontend.Reading;

/// <summary>What lies around and above a type.</summary>
internal static class TypeSymbols
{
    /// <summary>The types around this one, from the inside out.</summary>
    public static IEnumerable<INamedTypeSymbol> OuterTypes(this INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? outer = type.ContainingType; outer is not null; outer = outer.ContainingType)
        {
            yield return outer;
        }
    }

    /// <summary>The base class, its base class and so on up to <c>object</c>.</summary>
    public static IEnumerable<INamedTypeSymbol> Ancestors(this INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? ancestor = type.BaseType; ancestor is not null; ancestor = ancestor.BaseType)
        {
            yield return ancestor;
        }
    }

    /// <summary>The names of namespaces, outer types and the type itself, from the outside in.</summary>
    public static Stack<string> NamePath(this INamedTypeSymbol type)
    {
        Stack<string> path = new();
        for (ISymbol part = type; part is not INamespaceSymbol { IsGlobalNamespace: true }; part = part.ContainingSymbol)
        {
            path.Push(part.Name);
        }

        return path;
    }

    /// <summary>The parts of a partial type, or its one declaration.</summary>
    public static IEnumerable<TypeDeclarationSyntax> Declarations(this INamedTypeSymbol type, CancellationToken cancellation) =>
        type.DeclaringSyntaxReferences.Select(part => part.GetSyntax(cancellation)).OfType<TypeDeclarationSyntax>();
}
