using Microsoft.CodeAnalysis;

namespace ConvGen.Tool.Explain;

/// <summary>The declaration of a network.</summary>
/// <param name="Name">The class with its namespace.</param>
/// <param name="Place">The file and the line of its <c>[Network]</c>.</param>
/// <param name="Shapes">The layers with their shapes.</param>
/// <param name="Attributes">The source text of each layer's attribute, in the order of the layers of <paramref name="Shapes"/>.</param>
internal sealed record DeclaredNetwork(string Name, string Place, ShapedNetwork Shapes, IReadOnlyList<string> Attributes)
{
    /// <summary>Whether the class has this name, with or without its namespace.</summary>
    public bool IsCalled(string name) => Name == name || Name.EndsWith("." + name, StringComparison.Ordinal);

    /// <summary>Reads a declaration without errors.</summary>
    public static DeclaredNetwork Of(INamedTypeSymbol type)
    {
        NetworkDeclaration declaration = DeclarationReader.Read(type, CancellationToken.None).Declaration
            ?? throw new InvalidOperationException($"The declaration of {type} has an error that was not reported.");
        ShapedNetwork shapes = ShapeInference.Infer(declaration).Network
            ?? throw new InvalidOperationException($"The shapes of {type} have an error that was not reported.");
        SyntaxNode[] attributes = [.. ConvGenAttributes.Of(type).Select(attribute => attribute.ApplicationSyntaxReference!.GetSyntax())];
        FileLinePositionSpan place = attributes[0].GetLocation().GetLineSpan();
        return new DeclaredNetwork(
            type.ToDisplayString(),
            $"{place.Path}, line {place.StartLinePosition.Line + 1}",
            shapes,
            [
                .. declaration.Layers.Where(layer => layer is not LossDeclaration)
                    .Select(layer => OneLine(attributes[layer.AttributeIndex].ToString())),
            ]);
    }

    private static string OneLine(string source) =>
        string.Join(" ", source.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
