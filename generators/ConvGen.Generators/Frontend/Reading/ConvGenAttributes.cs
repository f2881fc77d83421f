using Microsoft.CodeAnalysis;

namespace ConvGen.Generators.Frontend.Reading;

/// <summary>Finds the attributes of the ConvGen namespace on a class, in source order.</summary>
internal static class ConvGenAttributes
{
    /// <summary>The metadata name of the attribute that makes a class a network.</summary>
    public const string NetworkMetadataName = "ConvGen.NetworkAttribute";

    /// <summary>The kind of <see cref="NetworkMetadataName"/>.</summary>
    public const string Network = "Network";

    private const string Namespace = "ConvGen";
    private const string Suffix = "Attribute";

    /// <summary>All ConvGen attributes of a class. A layer's <see cref="LayerDeclaration.AttributeIndex"/> is an index into this
    /// list.</summary>
    public static IReadOnlyList<AttributeData> Of(INamedTypeSymbol type)
    {
        List<AttributeData>? found = null;
        foreach (AttributeData attribute in type.GetAttributes())
        {
            if (KindOf(attribute) is not null && attribute.ApplicationSyntaxReference is not null)
            {
                (found ??= []).Add(attribute);
            }
        }

        return found ?? (IReadOnlyList<AttributeData>)[];
    }

    /// <summary>Whether the class has a <c>[Network]</c>.</summary>
    public static bool IsNetwork(INamedTypeSymbol type) => type.GetAttributes().Any(attribute => KindOf(attribute) == Network);

    /// <summary>Whether the class declares a loss.</summary>
    public static bool HasLoss(INamedTypeSymbol type) =>
        type.GetAttributes().Any(attribute => Enum.TryParse(KindOf(attribute), out LossFunction _));

    /// <summary>The declaration of the class with the first <c>[Network]</c>; invalid code may have several.</summary>
    public static SyntaxNode? DeclarationOf(INamedTypeSymbol type, CancellationToken cancellation)
    {
        IReadOnlyList<AttributeData> attributes = Of(type);
        return attributes[IndexOfNetwork(attributes)].ApplicationSyntaxReference?.GetSyntax(cancellation).Parent?.Parent;
    }

    /// <summary>The index of the first <c>[Network]</c> in the list.</summary>
    public static int IndexOfNetwork(IReadOnlyList<AttributeData> attributes)
    {
        int index = 0;
        while (KindOf(attributes[index]) != Network)
        {
            index++;
        }

        return index;
    }

    /// <summary>Whether this is the namespace of ConvGen's attributes.</summary>
    public static bool IsNamespace(INamespaceSymbol? space) =>
        space is { Name: Namespace, ContainingNamespace.IsGlobalNamespace: true };

    /// <summary>The short name of an attribute: <c>Conv</c> for ConvGen's <c>ConvAttribute</c>; null for attributes of other
    /// namespaces.</summary>
    public static string? KindOf(AttributeData attribute) =>
        attribute.AttributeClass is { TypeKind: TypeKind.Class, ContainingType: null } type
        && IsNamespace(type.ContainingNamespace)
        && type.Name.EndsWith(Suffix, StringComparison.Ordinal)
            ? type.Name.Substring(0, type.Name.Length - Suffix.Length)
            : null;
}
