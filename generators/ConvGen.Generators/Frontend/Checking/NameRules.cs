using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ConvGen.Generators.Frontend.Checking;

/// <summary>Which names the layers may have: identifiers, each once, and none that the class needs otherwise.</summary>
internal static class NameRules
{
    /// <summary>C# takes identifiers of 511 characters; generated ones are a little longer than the name that they are made
    /// of.</summary>
    private const int MostCharacters = 400;

    /// <summary>Metadata takes names of 1,023 bytes.</summary>
    private const int MostBytes = 900;

    private static readonly string[] Accessors = ["get_", "set_"];

    public static void Check(INamedTypeSymbol type, EquatableArray<LayerDeclaration> layers, ProblemList problems)
    {
        EquatableArray<string> names = LayerNames.Of(layers);
        Dictionary<string, int> owners = new(StringComparer.OrdinalIgnoreCase);
        for (int i = 0; i < layers.Count; i++)
        {
            LayerDeclaration layer = layers[i];
            string name = names[i];
            if (layer is LossDeclaration)
            {
                continue;
            }

            Site site = new Site.Argument(layer.AttributeIndex, ["Name"]);
            if (DescribeInvalid(name) is { } invalid)
            {
                problems.Add(Rules.InvalidName, site, name, invalid);
            }
            else if (owners.TryGetValue(name, out int owner))
            {
                problems.Add(
                    Rules.DuplicateName, site, name, Numbers.Plain(i + 1), Numbers.Plain(owner + 1),
                    layers[owner].Kind, names[owner] == name ? "" : $" called {names[owner]}");
            }
            else
            {
                owners.Add(name, i);
                if (layer.MemberType is not null && DescribeClash(type, name) is { } clash)
                {
                    problems.Add(Rules.NameClash, site, name, clash);
                }
            }
        }
    }

    /// <summary>The layers that can become properties, also where others have bad names.</summary>
    public static EquatableArray<LayerMember> MembersOf(INamedTypeSymbol type, EquatableArray<LayerDeclaration> layers)
    {
        EquatableArray<string> names = LayerNames.Of(layers);
        HashSet<string> taken = new(StringComparer.Ordinal);
        return
        [
            .. LayerMember.Of(layers, names).Where(member =>
                DescribeInvalid(member.Name) is null && DescribeClash(type, member.Name) is null && taken.Add(member.Name)),
        ];
    }

    private static string? DescribeInvalid(string name) =>
        !SyntaxFacts.IsValidIdentifier(name) ? "it is not a C# identifier"
        : SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None ? "it is a keyword of C#"
        : name.FirstOrDefault(IsInvisible) is var invisible and not '\0'
            ? $"it contains the invisible character U+{(int)invisible:X4}, which C# skips"
        : name.Length > MostCharacters
            ? $"it is {Numbers.Grouped(name.Length)} characters long; at most {MostCharacters} are possible"
        : Encoding.UTF8.GetByteCount(name) is var bytes and > MostBytes
            ? $"it is {Numbers.Grouped(bytes)} bytes long; at most {MostBytes} are possible"
        : null;

    /// <summary>Allowed in identifiers, and no part of them: two names that differ in one of these are the same to C#.</summary>
    private static bool IsInvisible(char c) => CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.Format;

    private static string? DescribeClash(INamedTypeSymbol type, string name) =>
        name == type.Name ? "a member cannot have the name of its class"
        : Members.IsGenerated(name) ? "every network has a generated member of this name"
        : Accessors.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal))
            ? "names that begin like this belong to the accessors of properties"
        : Members.FindExisting(type, name) is { } member
            ? $"{member.ContainingType.Name} already has a member of this name"
        : Members.FindInPlaceOfAccessor(type, name) is { } accessor
            ? $"{type.Name} has a member {accessor.Name}, a name that belongs to its accessors"
        : null;
}
