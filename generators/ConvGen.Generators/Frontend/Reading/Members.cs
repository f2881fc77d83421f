using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace ConvGen.Generators.Frontend.Reading;

/// <summary>The generated members of a network, and the members that the user wrote.</summary>
internal static class Members
{
    /// <summary>The ending of all generated file names.</summary>
    private const string GeneratedFileEnd = ".g.cs";

    private const string Floats = "System.ReadOnlySpan<float>";

    private static readonly string[] GeneratedProperties =
        ["InputLength", "OutputLength", "ParameterCount", "Summary", "Outputs", "Parameters", "VectorBits"];

    /// <summary>The generated fields, properties, methods and types of every network; methods with the types of their
    /// parameters.</summary>
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

    /// <summary>The number of generated members of every network, without its layers.</summary>
    public static int GeneratedCount => Generated.Length;

    public static bool IsGenerated(string name) => GeneratedNames.Contains(name);

    /// <summary>Whether <paramref name="member"/>, written by the user, conflicts with a generated member: it has the same name (methods
    /// may be overloaded) or the name of a property accessor.</summary>
    public static bool MeetsGenerated(ISymbol member) =>
        GeneratedProperties.Any(property => MeetsAccessor(member, property))
        || (IsGenerated(member.Name) && Generated.Any(generated => Meets(member, generated.Name, generated.Parameters)));

    /// <summary>Identifies a generated member by its name, and for a method by the types of its parameters.</summary>
    public static string Key(string name, string? parameters = null) => parameters is null ? name : $"{name}({parameters})";

    /// <summary>The keys of the generated members that conflict with members of the user.</summary>
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

    /// <summary>The members in the user's source. The analyzer also sees generated members and the generator does not; both must get the
    /// same result.</summary>
    public static IEnumerable<ISymbol> WrittenByUser(INamedTypeSymbol type) =>
        Own(type).Where(member => !member.IsImplicitlyDeclared && !IsInGeneratedFile(member));

    /// <summary>A member of this name that the class has without the generator: one that the user wrote, one that the compiler adds to a
    /// record, or an inherited one.</summary>
    public static ISymbol? FindExisting(INamedTypeSymbol type, string name) =>
        Own(type).Where(member => member.Name == name)
            .Concat(type.Ancestors().SelectMany(ancestor => ancestor.GetMembers(name)).Where(IsHandedDown))
            .FirstOrDefault(member => !IsInGeneratedFile(member));

    /// <summary>A member that the user wrote with the name of an accessor of this property.</summary>
    public static ISymbol? FindInPlaceOfAccessor(INamedTypeSymbol type, string property) =>
        WrittenByUser(type).FirstOrDefault(member => MeetsAccessor(member, property));

    /// <summary>The members of the class and its accessible inherited members, without implicit constructors and the members of
    /// <c>object</c>.</summary>
    public static IEnumerable<ISymbol> WithInherited(INamedTypeSymbol type) => Own(type).Concat(Inherited(type));

    /// <summary>The members inherited from base classes other than <c>object</c>: all except private members and constructors.</summary>
    public static IEnumerable<ISymbol> Inherited(INamedTypeSymbol type) => type.Ancestors()
        .Where(ancestor => ancestor.SpecialType != SpecialType.System_Object)
        .SelectMany(ancestor => ancestor.GetMembers())
        .Where(IsHandedDown);

    private static bool Meets(ISymbol member, string name, string? parameters) =>
        name == member.Name
        && (parameters is null
            || member is not IMethodSymbol method
            || (method.Arity == 0 && ParametersOf(method) == parameters));

    /// <summary>The members of the class. Roslyn creates member symbols on demand, so they are not requested for a class without members,
    /// as most networks are: this runs at every keystroke.</summary>
    private static ImmutableArray<ISymbol> Own(INamedTypeSymbol type) =>
        type.IsRecord || type.MemberNames.Any() || !type.GetTypeMembers().IsEmpty ? type.GetMembers() : [];

    private static bool IsHandedDown(ISymbol member) =>
        member.DeclaredAccessibility != Accessibility.Private
        && member is not IMethodSymbol { MethodKind: MethodKind.Constructor or MethodKind.StaticConstructor };

    /// <summary>Whether a member has the name of a property accessor. C# reserves the names of both accessors, even if the property has
    /// only one.</summary>
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
