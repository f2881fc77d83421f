using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ConvGen.Generators.Frontend.Checking;

/// <summary>Checks layer names: they must be identifiers, unique, and different from all other members of the class.</summary>
internal static class NameRules
{
    /// <summary>C# allows 511 characters in an identifier. Generated identifiers append a few characters to the layer's name.</summary>
    private const int MostCharacters = 400;

    /// <summary>Metadata allows names of 1,023 bytes.</summary>
    private const int MostBytes = 900;

    private static readonly string[] Accessors = ["get_", "set_"];

    public static void Check(INamedTypeSymbol type, EquatableArray<LayerDeclaration> layers, ProblemList problems)
    {
        EquatableArray<string> names = LayerNames.Of(layers);
        Dictionary<string, (int Number, int Index)> owners = new(StringComparer.OrdinalIgnoreCase);
        int number = 0;
        for (int i = 0; i < layers.Count; i++)
        {
            LayerDeclaration layer = layers[i];
            string name = names[i];
            if (layer is LossDeclaration or StructureDeclaration)
            {
                continue;
            }

            number++;
            if (layer.GivenName is not null && layers.Count(other => other.AttributeIndex == layer.AttributeIndex) > 1)
            {
                // RepeatExpansion has reported that a repeated layer has a name.
                continue;
            }

            Site site = new Site.Argument(layer.AttributeIndex, ["Name"]);
            if (DescribeInvalid(name) is { } invalid)
            {
                problems.Add(Rules.InvalidName, site, name, invalid);
            }
            else if (owners.TryGetValue(name, out (int Number, int Index) owner))
            {
                problems.Add(
                    Rules.DuplicateName, site, name, Numbers.Plain(number), Numbers.Plain(owner.Number),
                    WithArticle(layers[owner.Index].Kind), names[owner.Index] == name ? "" : $" called {names[owner.Index]}");
            }
            else
            {
                owners.Add(name, (number, i));
                if (layer.MemberType is not null && DescribeClash(type, name) is { } clash)
                {
                    problems.Add(Rules.NameClash, site, name, clash);
                }
            }
        }
    }

    /// <summary>The layers that can become properties, even if the names of other layers are invalid.</summary>
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

    /// <summary><c>a Dense</c>, <c>an Add</c>: kinds are read as words, except L2Pool.</summary>
    private static string WithArticle(string kind) => $"{("AEIO".IndexOf(kind[0]) >= 0 || kind == "L2Pool" ? "an" : "a")} {kind}";

    private static string? DescribeInvalid(string name) =>
        !SyntaxFacts.IsValidIdentifier(name) ? "it is not a C# identifier"
        : SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None ? "it is a C# keyword"
        : name.FirstOrDefault(IsInvisible) is var invisible and not '\0'
            ? $"it contains the invisible character U+{(int)invisible:X4}, which C# ignores"
        : name.Length > MostCharacters
            ? $"it is {Numbers.Grouped(name.Length)} characters long; at most {MostCharacters} are supported"
        : Encoding.UTF8.GetByteCount(name) is var bytes and > MostBytes
            ? $"it is {Numbers.Grouped(bytes)} bytes long; at most {MostBytes} are supported"
        : null;

    /// <summary>True for formatting characters, which C# allows in identifiers and ignores: names that differ only in these are
    /// equal.</summary>
    private static bool IsInvisible(char c) => CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.Format;

    private static string? DescribeClash(INamedTypeSymbol type, string name) =>
        name == type.Name ? "a member cannot have the name of its class"
        : Members.IsGenerated(name) ? "every network has a generated member of this name"
        : Accessors.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal))
            ? "names that begin with get_ or set_ are reserved for property accessors"
        : Members.FindExisting(type, name) is { } member
            ? $"{member.ContainingType.Name} already has a member of this name"
        : Members.FindInPlaceOfAccessor(type, name) is { } accessor
            ? $"{type.Name} has a member {accessor.Name}, a name that is reserved for the accessors of this property"
        : null;
}
