using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConvGen.Generators.Frontend.Reading;

/// <summary>Finds the source location of a <see cref="Site"/>. Only the analyzer needs it.</summary>
internal static class SiteLocator
{
    public static Location Locate(Site site, INamedTypeSymbol type, CancellationToken cancellation) => site switch
    {
        Site.TypeName name => LocateTypeName(type, name.Outward, cancellation),
        Site.Member member => LocateMember(type, member.DocumentationId),
        Site.Network => SyntaxOf(
            type, ConvGenAttributes.IndexOfNetwork(ConvGenAttributes.Of(type)), cancellation).Name.GetLocation(),
        Site.Attribute attribute => SyntaxOf(type, attribute.Index, cancellation).Name.GetLocation(),
        Site.Argument argument => LocateArgument(type, argument, cancellation),
        _ => throw Unreachable.Kind(site),
    };

    private static Location LocateTypeName(INamedTypeSymbol type, int outward, CancellationToken cancellation)
    {
        // Of several declarations, the one with the attributes, or the one that contains it.
        SyntaxNode? node = SyntaxOf(type, index: 0, cancellation);
        for (int passed = -1; node is not null; node = node.Parent)
        {
            if (node is TypeDeclarationSyntax declaration && ++passed == outward)
            {
                return declaration.Identifier.GetLocation();
            }
        }

        return type.Locations[0];
    }

    private static Location LocateMember(INamedTypeSymbol type, string documentationId) =>
        Members.WrittenByUser(type).First(member => member.GetDocumentationCommentId() == documentationId).Locations[0];

    /// <summary>Finds the expression of an argument by its name (with a colon or equals sign), or by its position.</summary>
    private static Location LocateArgument(INamedTypeSymbol type, Site.Argument site, CancellationToken cancellation)
    {
        AttributeSyntax syntax = SyntaxOf(type, site.Index, cancellation);
        IMethodSymbol? constructor = ConvGenAttributes.Of(type)[site.Index].AttributeConstructor;
        ExpressionSyntax? found = site.Names
            .Select(name => FindArgument(syntax, constructor, name, site.Element))
            .FirstOrDefault(argument => argument is not null);
        return (found ?? (SyntaxNode)syntax.Name).GetLocation();
    }

    /// <param name="syntax">The attribute.</param>
    /// <param name="constructor">Its constructor, if it is known.</param>
    /// <param name="name">The name of the parameter or property.</param>
    /// <param name="element">The index of the element of a list, which is an argument of its own or inside an array.</param>
    private static ExpressionSyntax? FindArgument(AttributeSyntax syntax, IMethodSymbol? constructor, string name, int element)
    {
        if (syntax.ArgumentList is not { Arguments: var arguments })
        {
            return null;
        }

        for (int i = 0; i < arguments.Count; i++)
        {
            AttributeArgumentSyntax argument = arguments[i];
            string? given = argument.NameEquals?.Name.Identifier.ValueText
                ?? argument.NameColon?.Name.Identifier.ValueText
                ?? (i < constructor?.Parameters.Length ? constructor.Parameters[i].Name : null);
            if (given == name)
            {
                if (element == Site.Argument.WholeList)
                {
                    return argument.Expression;
                }

                bool isArgument = i + element < arguments.Count && IsPositional(arguments[i + element]);
                return FindElement(argument.Expression, element) ?? (isArgument ? arguments[i + element] : argument).Expression;
            }
        }

        return null;
    }

    /// <summary>The element of an array with this index; null for another expression.</summary>
    private static ExpressionSyntax? FindElement(ExpressionSyntax expression, int index)
    {
        InitializerExpressionSyntax? elements = expression switch
        {
            ArrayCreationExpressionSyntax array => array.Initializer,
            ImplicitArrayCreationExpressionSyntax array => array.Initializer,
            _ => null,
        };
        return index < elements?.Expressions.Count ? elements.Expressions[index]
            : expression is CollectionExpressionSyntax list && index < list.Elements.Count
                ? (list.Elements[index] as ExpressionElementSyntax)?.Expression
            : null;
    }

    private static bool IsPositional(AttributeArgumentSyntax argument) => argument is { NameEquals: null, NameColon: null };

    private static AttributeSyntax SyntaxOf(INamedTypeSymbol type, int index, CancellationToken cancellation) =>
        (AttributeSyntax)ConvGenAttributes.Of(type)[index].ApplicationSyntaxReference!.GetSyntax(cancellation);
}
