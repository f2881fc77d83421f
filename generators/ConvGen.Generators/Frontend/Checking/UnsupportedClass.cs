using System.Text;
using Microsoft.CodeAnalysis;

namespace ConvGen.Generators.Frontend.Checking;

/// <summary>Types that look like a network and cannot be one.</summary>
internal static class UnsupportedClass
{
    /// <summary>Metadata takes names of 1,023 bytes, and members are called
    /// <c>ConvGen.INetwork&lt;Full.Name&gt;.Member</c>.</summary>
    private const int MostBytes = 950;

    /// <summary>Why the type cannot be a network, to be read after "Net is"; null when it can. The first reason counts.</summary>
    public static string? Describe(INamedTypeSymbol type, CancellationToken cancellation) =>
        DescribeMissingName(type)
        ?? DescribeKind(type)
        ?? DescribeSurroundings(type)
        ?? DescribeConstruction(type, cancellation)
        ?? DescribeAncestors(type);

    private static string? DescribeMissingName(INamedTypeSymbol type) =>
        type.Name.Length == 0 ? "without a name yet"
        : type.NamePath().Any(name => name.Length == 0) ? "inside something without a name yet"
        : Encoding.UTF8.GetByteCount(string.Join(".", type.NamePath())) is var bytes and > MostBytes
            ? $"named, with all that is around it, by {Numbers.Grouped(bytes)} bytes, of which metadata takes {MostBytes}"
        : null;

    private static string? DescribeKind(INamedTypeSymbol type) =>
        type.TypeKind != TypeKind.Class ? $"of the kind {type.TypeKind.ToString().ToLowerInvariant()}"
        : type.Arity > 0 ? "generic"
        : type.IsStatic ? "static"
        : type.IsAbstract ? "abstract"
        : type.IsFileLocal ? "file-local"
        : null;

    private static string? DescribeSurroundings(INamedTypeSymbol type) =>
        type.OuterTypes().FirstOrDefault(outer => outer.Arity > 0) is { } generic ? $"inside the generic type {generic.Name}"
        : type.OuterTypes().FirstOrDefault(outer => outer.IsFileLocal) is { } local ? $"inside the file-local type {local.Name}"
        : null;

    /// <summary>The generated constructor takes a seed, sets nothing of the user's, and calls <c>base()</c>.</summary>
    private static string? DescribeConstruction(INamedTypeSymbol type, CancellationToken cancellation) =>
        type.Declarations(cancellation).Any(part => part.ParameterList is not null) ? "a class with a primary constructor"
        : Members.WithInherited(type).Any(IsRequired) ? "a class with required members"
        : type.BaseType is { } ancestor && !CanBeConstructed(ancestor)
            ? $"derived from {ancestor.Name}, which needs constructor arguments"
        : null;

    /// <summary>Generated members would hide inherited ones, with a warning.</summary>
    private static string? DescribeAncestors(INamedTypeSymbol type)
    {
        if (type.Ancestors().FirstOrDefault(ConvGenAttributes.IsNetwork) is { } network)
        {
            return $"derived from {network.Name}, which is a network itself";
        }

        return Members.Inherited(type).FirstOrDefault(member => Members.MeetsGenerated(member)) is { } hidden
            ? $"derived from {hidden.ContainingType.Name}, which has a member {hidden.Name} as every network has"
            : null;
    }

    private static bool IsRequired(ISymbol member) =>
        member is IPropertySymbol { IsRequired: true } or IFieldSymbol { IsRequired: true };

    private static bool CanBeConstructed(INamedTypeSymbol ancestor) =>
        ancestor.TypeKind == TypeKind.Error
        || ancestor.InstanceConstructors.Any(constructor =>
            constructor.DeclaredAccessibility != Accessibility.Private
            && constructor.Parameters.All(parameter => parameter.IsOptional || parameter.IsParams));
}
