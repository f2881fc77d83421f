using ConvGen.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConvGen.Generators.Frontend;

/// <summary>What must hold for the class itself, so that a generated part can be added to it.</summary>
internal static class ClassRules
{
    private static readonly SymbolDisplayFormat s_nameAndParameters = new(
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters,
        memberOptions: SymbolDisplayMemberOptions.IncludeParameters,
        parameterOptions: SymbolDisplayParameterOptions.IncludeType,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.UseSpecialTypes);

    public static void Check(INamedTypeSymbol type, ProblemList problems, CancellationToken cancellation)
    {
        if (DescribeUnsupported(type, cancellation) is { } description)
        {
            string subject = type.Name.Length == 0 ? "This class" : type.Name;
            problems.Add(Rules.UnsupportedType, new Site.TypeName(0), subject, description);
            return;
        }

        CheckPartial(type, problems, cancellation);
        CheckClassName(type, problems);
        foreach (ISymbol member in Members.WrittenByUser(type).Where(Members.MeetsGenerated))
        {
            cancellation.ThrowIfCancellationRequested();
            problems.Add(
                Rules.MemberExists, new Site.Member(member.GetDocumentationCommentId()!), type.Name,
                member.ToDisplayString(s_nameAndParameters));
        }
    }

    private static string? DescribeUnsupported(INamedTypeSymbol type, CancellationToken cancellation)
    {
        if (NamePathOf(type).Any(name => name.Length == 0))
        {
            return type.Name.Length == 0 ? "without a name yet" : "inside something without a name yet";
        }

        if (type.TypeKind != TypeKind.Class)
        {
            return type.TypeKind == TypeKind.Interface ? "an interface" : "a struct";
        }

        if (type.IsGenericType)
        {
            return OuterTypes(type).FirstOrDefault(outer => outer.Arity > 0) is { } generic && type.Arity == 0
                ? $"inside the generic type {generic.Name}"
                : "generic";
        }

        return
            type.IsStatic ? "static"
            : type.IsAbstract ? "abstract"
            : type.IsFileLocal ? "file-local"
            : OuterTypes(type).FirstOrDefault(outer => outer.IsFileLocal) is { } local ? $"inside the file-local type {local.Name}"
            : DeclarationsOf(type, cancellation).Any(part => part.ParameterList is not null) ? "a class with a primary constructor"
            : Members.WithInherited(type).Any(IsRequired) ? "a class with required members"
            : type.BaseType is { } ancestor && !CanBeConstructed(ancestor) ? $"derived from {ancestor.Name}, which needs constructor arguments"
            : null;
    }

    private static bool IsRequired(ISymbol member) => member is IPropertySymbol { IsRequired: true } or IFieldSymbol { IsRequired: true };

    /// <summary>Whether a constructor of a derived class can leave out <c>: base(...)</c>.</summary>
    private static bool CanBeConstructed(INamedTypeSymbol ancestor) =>
        ancestor.TypeKind == TypeKind.Error
        || ancestor.InstanceConstructors.Any(constructor =>
            constructor.DeclaredAccessibility != Accessibility.Private
            && constructor.Parameters.All(parameter => parameter.IsOptional || parameter.IsParams));

    private static void CheckPartial(INamedTypeSymbol type, ProblemList problems, CancellationToken cancellation)
    {
        if (!IsPartial(type, cancellation))
        {
            problems.Add(Rules.ClassNotPartial, new Site.TypeName(0), type.Name);
        }

        int outward = 0;
        foreach (INamedTypeSymbol outer in OuterTypes(type))
        {
            outward++;
            if (!IsPartial(outer, cancellation))
            {
                problems.Add(Rules.OuterTypeNotPartial, new Site.TypeName(outward), outer.Name, type.Name);
            }
        }
    }

    private static void CheckClassName(INamedTypeSymbol type, ProblemList problems)
    {
        if (Members.IsGenerated(type.Name))
        {
            problems.Add(Rules.ClassNameClash, new Site.TypeName(0), type.Name, "every network has a generated member of this name");
        }
        else if (FindTwin(type) is { } twin)
        {
            problems.Add(
                Rules.ClassNameClash, new Site.TypeName(0), type.Name,
                $"the network {twin.ToDisplayString()} differs in case alone, and both would get the same files");
        }
    }

    /// <summary>Another network whose full name differs in case alone, and whose files would have the same names.</summary>
    private static INamedTypeSymbol? FindTwin(INamedTypeSymbol type)
    {
        IEnumerable<INamespaceOrTypeSymbol> found = [type.ContainingAssembly.GlobalNamespace];
        foreach (string name in NamePathOf(type))
        {
            found = found.SelectMany(outer => outer.GetMembers()).OfType<INamespaceOrTypeSymbol>()
                .Where(member => string.Equals(member.Name, name, StringComparison.OrdinalIgnoreCase));
        }

        return found.OfType<INamedTypeSymbol>().FirstOrDefault(twin =>
            !SymbolEqualityComparer.Default.Equals(twin, type)
            && ConvGenAttributes.Of(twin).Any(attribute => ConvGenAttributes.KindOf(attribute) == ConvGenAttributes.Network));
    }

    private static bool IsPartial(INamedTypeSymbol type, CancellationToken cancellation) =>
        DeclarationsOf(type, cancellation).All(part => part.Modifiers.Any(SyntaxKind.PartialKeyword));

    private static IEnumerable<TypeDeclarationSyntax> DeclarationsOf(INamedTypeSymbol type, CancellationToken cancellation) =>
        type.DeclaringSyntaxReferences.Select(part => part.GetSyntax(cancellation)).OfType<TypeDeclarationSyntax>();

    /// <summary>The names of namespaces, outer types and the class, from the outside in.</summary>
    private static Stack<string> NamePathOf(INamedTypeSymbol type)
    {
        Stack<string> path = new();
        for (ISymbol part = type; part is not INamespaceSymbol { IsGlobalNamespace: true }; part = part.ContainingSymbol)
        {
            path.Push(part.Name);
        }

        return path;
    }

    private static IEnumerable<INamedTypeSymbol> OuterTypes(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? outer = type.ContainingType; outer is not null; outer = outer.ContainingType)
        {
            yield return outer;
        }
    }
}
