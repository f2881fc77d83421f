using System.Text;
using Microsoft.CodeAnalysis;

namespace ConvGen.Generators.Frontend.Checking;

/// <summary>Finds types with the attributes of a network that cannot be networks.</summary>
internal static class UnsupportedClass
{
    /// <summary>Metadata allows names of 1,023 bytes, and the longest generated member names are
    /// <c>ConvGen.INetwork&lt;Full.Name&gt;.Member</c>.</summary>
    private const int MostBytes = 950;

    /// <summary>The first reason why the type cannot be a network, worded to follow "Net is"; null if it can be one.</summary>
    public static string? Describe(INamedTypeSymbol type, CancellationToken cancellation) =>
        DescribeMissingName(type)
        ?? DescribeKind(type)
        ?? DescribeSurroundings(type)
        ?? DescribeConstruction(type, cancellation)
        ?? DescribeAncestors(type);

    private static string? DescribeMissingName(INamedTypeSymbol type) =>
        type.Name.Length == 0 ? "not named yet"
        : type.NamePath().Any(name => name.Length == 0) ? "inside a type or namespace that is not named yet"
        : Encoding.UTF8.GetByteCount(string.Join(".", type.NamePath())) is var bytes and > MostBytes
            ? $"a class whose full name is too long ({Numbers.Grouped(bytes)} bytes; at most {MostBytes} are supported)"
        : null;

    private static string? DescribeKind(INamedTypeSymbol type) =>
        type.TypeKind == TypeKind.Interface ? "an interface"
        : type.TypeKind != TypeKind.Class ? $"a {type.TypeKind.ToString().ToLowerInvariant()}"
        : type.Arity > 0 ? "generic"
        : type.IsStatic ? "static"
        : type.IsAbstract ? "abstract"
        : type.IsFileLocal ? "file-local"
        : null;

    private static string? DescribeSurroundings(INamedTypeSymbol type) =>
        type.OuterTypes().FirstOrDefault(outer => outer.Arity > 0) is { } generic ? $"inside the generic type {generic.Name}"
        : type.OuterTypes().FirstOrDefault(outer => outer.IsFileLocal) is { } local ? $"inside the file-local type {local.Name}"
        : null;

    /// <summary>Finds classes that the generated constructor cannot initialise: it takes a seed, sets no member of the user's, and calls
    /// <c>base()</c>.</summary>
    private static string? DescribeConstruction(INamedTypeSymbol type, CancellationToken cancellation) =>
        type.Declarations(cancellation).Any(part => part.ParameterList is not null) ? "a class with a primary constructor"
        : Members.WithInherited(type).Any(IsRequired) ? "a class with required members"
        : type.BaseType is { } ancestor && !CanBeConstructed(ancestor)
            ? $"derived from {ancestor.Name}, which needs constructor arguments"
        : null;

    /// <summary>Finds base classes whose members generated ones would hide, which the compiler warns about.</summary>
    private static string? DescribeAncestors(INamedTypeSymbol type)
    {
        if (type.Ancestors().FirstOrDefault(ConvGenAttributes.IsNetwork) is { } network)
        {
            return $"derived from {network.Name}, which is a network itself";
        }

        return Members.Inherited(type).FirstOrDefault(member => Members.MeetsGenerated(member)) is { } hidden
            ? $"derived from {hidden.ContainingType.Name}, whose member {hidden.Name} has the name of a generated member"
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
