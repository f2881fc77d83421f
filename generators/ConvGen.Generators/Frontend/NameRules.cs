using ConvGen.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ConvGen.Generators.Frontend;

/// <summary>Which names the layers may have: identifiers, each once, and none that the class needs otherwise.</summary>
internal static class NameRules
{
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
                    LayerNames.KindOf(layers[owner]), names[owner] == name ? "" : $" called {names[owner]}");
            }
            else
            {
                owners.Add(name, i);
                if (LayerNames.BecomesMember(layer) && DescribeClash(type, name) is { } clash)
                {
                    problems.Add(Rules.NameClash, site, name, clash);
                }
            }
        }
    }

    private static string? DescribeInvalid(string name) =>
        !SyntaxFacts.IsValidIdentifier(name) ? "it is not a C# identifier"
        : SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None ? "it is a keyword of C#"
        : null;

    private static string? DescribeClash(INamedTypeSymbol type, string name) =>
        name == type.Name ? "a member cannot have the name of its class"
        : Members.IsGenerated(name) ? "every network has a generated member of this name"
        : Members.FindExisting(type, name) is { } member
            ? $"{member.ContainingType.Name} already has a member of this name"
        : null;
}
