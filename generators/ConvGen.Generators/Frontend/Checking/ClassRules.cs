using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ConvGen.Generators.Frontend.Checking;

/// <summary>Checks that a generated part can be added to the class.</summary>
internal static class ClassRules
{
    /// <summary>The oldest version of C# that compiles the generated code.</summary>
    private const LanguageVersion OldestLanguage = LanguageVersion.CSharp13;

    private static readonly SymbolDisplayFormat NameAndParameters = new(
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters,
        memberOptions: SymbolDisplayMemberOptions.IncludeParameters,
        parameterOptions: SymbolDisplayParameterOptions.IncludeType,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.UseSpecialTypes);

    /// <summary>The types and namespaces inside a namespace or type, by case-insensitive name. Cached, because every keystroke checks all
    /// networks, most of which share a namespace.</summary>
    private static readonly ConditionalWeakTable<INamespaceOrTypeSymbol, ILookup<string, INamespaceOrTypeSymbol>> MembersByName = new();

    /// <summary>Checks the class itself. A class with an error here gets no generated part. Returns false for a type that cannot be a
    /// network, for which no other problem is reported.</summary>
    public static bool Check(INamedTypeSymbol type, ProblemList problems, CancellationToken cancellation)
    {
        if (UnsupportedClass.Describe(type, cancellation) is { } description)
        {
            string subject = type.Name.Length == 0 ? "This class" : type.Name;
            problems.Add(Rules.UnsupportedType, new Site.TypeName(0), subject, description);
            return false;
        }

        CheckLanguage(type, problems);
        CheckPartial(type, problems, cancellation);
        CheckClassName(type, problems);
        return true;
    }

    private static void CheckLanguage(INamedTypeSymbol type, ProblemList problems)
    {
        if (type.DeclaringSyntaxReferences[0].SyntaxTree.Options is CSharpParseOptions { LanguageVersion: var version }
            && version < OldestLanguage)
        {
            problems.Add(
                Rules.LanguageTooOld, new Site.TypeName(0), type.Name, OldestLanguage.ToDisplayString(),
                version.ToDisplayString());
        }
    }

    private static void CheckPartial(INamedTypeSymbol type, ProblemList problems, CancellationToken cancellation)
    {
        if (!IsPartial(type, cancellation))
        {
            problems.Add(Rules.ClassNotPartial, new Site.TypeName(0), type.Name);
        }

        int outward = 0;
        foreach (INamedTypeSymbol outer in type.OuterTypes())
        {
            outward++;
            if (!IsPartial(outer, cancellation))
            {
                problems.Add(Rules.OuterTypeNotPartial, new Site.TypeName(outward), outer.Name, type.Name);
            }
        }
    }

    private static bool IsPartial(INamedTypeSymbol type, CancellationToken cancellation) =>
        type.Declarations(cancellation).All(part => part.Modifiers.Any(SyntaxKind.PartialKeyword));

    private static void CheckClassName(INamedTypeSymbol type, ProblemList problems)
    {
        string? clash =
            Members.IsGenerated(type.Name) ? "every network has a generated member of this name"
            : FindTwin(type) is { } twin
                ? $"the name of network {twin.ToDisplayString()} differs only in case, so their files would collide"
            : null;
        if (clash is not null)
        {
            problems.Add(Rules.ClassNameClash, new Site.TypeName(0), type.Name, clash);
        }
    }

    /// <summary>Another network whose full name differs only in case. Their generated files would have the same names on case-insensitive
    /// file systems.</summary>
    private static INamedTypeSymbol? FindTwin(INamedTypeSymbol type) =>
        FindTwin(type, [.. type.NamePath()], depth: 0, type.ContainingAssembly.GlobalNamespace);

    private static INamedTypeSymbol? FindTwin(INamedTypeSymbol type, string[] path, int depth, INamespaceOrTypeSymbol outer)
    {
        foreach (INamespaceOrTypeSymbol found in MembersByName.GetValue(outer, GroupByName)[path[depth]])
        {
            INamedTypeSymbol? twin = depth + 1 < path.Length
                ? FindTwin(type, path, depth + 1, found)
                : found is INamedTypeSymbol other && !SymbolEqualityComparer.Default.Equals(other, type)
                    && ConvGenAttributes.IsNetwork(other) ? other : null;
            if (twin is not null)
            {
                return twin;
            }
        }

        return null;
    }

    private static ILookup<string, INamespaceOrTypeSymbol> GroupByName(INamespaceOrTypeSymbol outer) =>
        outer.GetMembers().OfType<INamespaceOrTypeSymbol>().ToLookup(member => member.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>Checks the members that the user wrote. If one conflicts with a generated member, all other members are still
    /// generated.</summary>
    public static void CheckMembers(INamedTypeSymbol type, ProblemList problems)
    {
        foreach (ISymbol member in Members.WrittenByUser(type).Where(Members.MeetsGenerated))
        {
            problems.Add(
                Rules.MemberExists, new Site.Member(member.GetDocumentationCommentId() ?? ""), type.Name,
                member.ToDisplayString(NameAndParameters));
        }
    }
}
