using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace ConvGen.Generators.Frontend.Reading;

/// <summary>The members that every network gets, and those that the user wrote.</summary>
internal static class Members
{
    /// <summary>How the names of all files end that the generator emits.</summary>
    private const string GeneratedFileEnd = ".g.cs";

    private const string Floats = "System.ReadOnlySpan<float>";

    private static readonly string[] GeneratedProperties = ["InputLength", "OutputLength", "ParameterCount", "Summary", "Parameters"];

    /// <summary>Fields, properties, methods and types of every network; methods with the types of their parameters.</summary>
    private static readonly (string Name, string? Parameters)[] Generated =
    [
        (".ctor", "int"),
        .. GeneratedProperties.Select(name => (name, default(string))),
        ("Create", "int"),
        ("Predict", $"{Floats}, System.Span<float>"),
        ("Classify", Floats),
        ("Trace", Floats),
        ("CreateGradients", ""),
        ("Backpropagate", $"{Floats}, System.ReadOnlySpan<int>, ConvGen.Gradients"),
        ("Backpropagate", $"{Floats}, {Floats}, ConvGen.Gradients"),
        ("__core", null),
        ("__Program", null),
        ("__CreateProgram", "ref ConvGen.CompilerServices.NetworkProgram?"),
    ];

    private static readonly HashSet<string> GeneratedNames =
        new(Generated.Select(member => member.Name), StringComparer.Ordinal);

    /// <summary>How many members every network gets, besides its layers.</summary>
    public static int GeneratedCount => Generated.Length;

    public static bool IsGenerated(string name) => GeneratedNames.Contains(name);

    /// <summary>Whether <paramref name="member"/>, written by the user, would meet a generated member: any member of the same
    /// name, except that methods may be overloaded, or of an accessor.</summary>
    public static bool MeetsGenerated(ISymbol member) =>
        GeneratedProperties.Any(property => MeetsAccessor(member, property))
        || (IsGenerated(member.Name) && Generated.Any(generated => Meets(member, generated.Name, generated.Parameters)));

    /// <summary>Tells generated members apart: the name, and for a method the types of its parameters.</summary>
    public static string Key(string name, string? parameters = null) => parameters is null ? name : $"{name}({parameters})";

    /// <summary>The keys of the generated members whose place a member of the user takes.</summary>
    public static EquatableArray<string> TakenByUser(INamedTypeSymbol type)
    {
        ISymbol[] written = [.. WrittenByUser(type).Where(MeetsGenerated)];
        return
        [
            .. Generated
                .Where(generated => written.Any(member =>
                    Meets(member, generated.Name, generated.Parameters)
                    || (GeneratedProperties.Contains(generated.Name) && MeetsAccessor(member, generated.Name))))
                .Select(generated => Key(generated.Name, generated.Parameters)),
        ];
    }

    /// <summary>The members that stand in the user's source. The analyzer also sees the generated ones, the generator does
    /// not; both must come to the same answer.</summary>
    public static IEnumerable<ISymbol> WrittenByUser(INamedTypeSymbol type) =>
        Own(type).Where(member => !member.IsImplicitlyDeclared && !IsInGeneratedFile(member));

    /// <summary>A member of this name that the class has without the generator: the user's own, one that the compiler adds to
    /// a record, or one that a base class hands down.</summary>
    public static ISymbol? FindExisting(INamedTypeSymbol type, string name) =>
        Own(type).Where(member => member.Name == name)
            .Concat(type.Ancestors().SelectMany(ancestor => ancestor.GetMembers(name)).Where(IsHandedDown))
            .FirstOrDefault(member => !IsInGeneratedFile(member));

    /// <summary>A member that the user wrote in the place of an accessor of this property.</summary>
    public static ISymbol? FindInPlaceOfAccessor(INamedTypeSymbol type, string property) =>
        WrittenByUser(type).FirstOrDefault(member => MeetsAccessor(member, property));

    /// <summary>The members of the class, but for a constructor that the compiler adds, and those of its base classes that it can
    /// see, other than <c>object</c>.</summary>
    public static IEnumerable<ISymbol> WithInherited(INamedTypeSymbol type) => Own(type).Concat(Inherited(type));

    /// <summary>What base classes but <c>object</c> hand down: all except private members and constructors.</summary>
    public static IEnumerable<ISymbol> Inherited(INamedTypeSymbol type) => type.Ancestors()
        .Where(ancestor => ancestor.SpecialType != SpecialType.System_Object)
        .SelectMany(ancestor => ancestor.GetMembers())
        .Where(IsHandedDown);

    private static bool Meets(ISymbol member, string name, string? parameters) =>
        name == member.Name
        && (parameters is null
            || member is not IMethodSymbol method
            || (method.Arity == 0 && ParametersOf(method) == parameters));

    /// <summary>Roslyn makes the symbols of members when they are asked for; so a class without any, as most networks are, is not
    /// asked at every keystroke.</summary>
    private static ImmutableArray<ISymbol> Own(INamedTypeSymbol type) =>
        type.IsRecord || type.MemberNames.Any() || !type.GetTypeMembers().IsEmpty ? type.GetMembers() : [];

    private static bool IsHandedDown(ISymbol member) =>
        member.DeclaredAccessibility != Accessibility.Private
        && member is not IMethodSymbol { MethodKind: MethodKind.Constructor or MethodKind.StaticConstructor };

    /// <summary>C# keeps the names of both accessors for a property, also of the one that it lacks.</summary>
    private static bool MeetsAccessor(ISymbol member, string property) =>
        (MeetsAccessor(member, "get_", parameters: 0) || MeetsAccessor(member, "set_", parameters: 1))
        && member.Name.Length == "get_".Length + property.Length
        && member.Name.EndsWith(property, StringComparison.Ordinal);

    private static bool MeetsAccessor(ISymbol member, string prefix, int parameters) =>
        member.Name.StartsWith(prefix, StringComparison.Ordinal)
        && (member is not IMethodSymbol method
            || (method.AssociatedSymbol is null && method.Arity == 0 && method.Parameters.Length == parameters));

    private static bool IsInGeneratedFile(ISymbol member) =>
        member.DeclaringSyntaxReferences.Any(reference =>
            reference.SyntaxTree.FilePath.EndsWith(GeneratedFileEnd, StringComparison.OrdinalIgnoreCase));

    private static string ParametersOf(IMethodSymbol method) => string.Join(
        ", ",
        method.Parameters.Select(parameter =>
            (parameter.RefKind == RefKind.None ? "" : "ref ") + parameter.Type.ToDisplayString()));
}
