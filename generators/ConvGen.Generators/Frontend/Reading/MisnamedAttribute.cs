using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace ConvGen.Generators.Frontend.Reading;

/// <summary>An attribute of a network with a name that does not exist. It holds plain values, so that it can be cached.</summary>
internal sealed record MisnamedAttribute(string Path, TextSpan Span, LinePositionSpan Lines, string Name, string Advice)
{
    /// <summary>Whether a node could be a misnamed attribute, by its name alone.</summary>
    public static bool IsCandidate(SyntaxNode node) =>
        node is AttributeSyntax { Parent.Parent: TypeDeclarationSyntax } attribute && MeantAttributes.Find(NameOf(attribute)) is not null;

    /// <summary>Reads a candidate; null for an attribute that exists or that belongs to another library.</summary>
    public static MisnamedAttribute? Read(AttributeSyntax attribute, SemanticModel model, CancellationToken cancellation)
    {
        string name = NameOf(attribute);
        if (MeantAttributes.Find(name) is not { } meant
            || Exists(attribute, model, cancellation)
            || !BelongsToNetwork(attribute, model, cancellation))
        {
            return null;
        }

        FileLinePositionSpan place = attribute.SyntaxTree.GetLineSpan(attribute.Name.Span, cancellation);
        return new MisnamedAttribute(place.Path, attribute.Name.Span, place.Span, name, meant.Advice);
    }

    public Diagnostic ToDiagnostic() =>
        Diagnostic.Create(Rules.UnknownAttribute, Location.Create(Path, Span, Lines), Name, Advice);

    private static string NameOf(AttributeSyntax attribute) => attribute.Name switch
    {
        QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
        AliasQualifiedNameSyntax aliased => aliased.Name.Identifier.ValueText,
        SimpleNameSyntax simple => simple.Identifier.ValueText,
        _ => "",
    };

    /// <summary>Whether the name resolves to an attribute class. If it is ambiguous or has wrong arguments, the compiler reports that
    /// itself. Classes that are not attributes are ignored.</summary>
    private static bool Exists(AttributeSyntax attribute, SemanticModel model, CancellationToken cancellation)
    {
        ITypeSymbol? type = model.GetTypeInfo(attribute, cancellation).Type;
        while (type is not null and not { Name: nameof(Attribute), ContainingNamespace.Name: nameof(System) })
        {
            type = type.BaseType;
        }

        return type is not null || model.GetSymbolInfo(attribute, cancellation).CandidateReason is CandidateReason.Ambiguous;
    }

    /// <summary>Whether the class has an attribute of ConvGen, or is partial in a file that imports ConvGen; for a qualified name, whether
    /// the qualifier is ConvGen's namespace.</summary>
    private static bool BelongsToNetwork(AttributeSyntax attribute, SemanticModel model, CancellationToken cancellation)
    {
        var type = (TypeDeclarationSyntax)attribute.Parent!.Parent!;
        return attribute.Name is QualifiedNameSyntax { Left: var left }
            ? model.GetSymbolInfo(left, cancellation).Symbol is INamespaceSymbol space && ConvGenAttributes.IsNamespace(space)
            : (model.GetDeclaredSymbol(type, cancellation) is { } symbol && ConvGenAttributes.Of(symbol).Count > 0)
                || (type.Modifiers.Any(SyntaxKind.PartialKeyword)
                    && model.LookupNamespacesAndTypes(attribute.SpanStart, name: $"{ConvGenAttributes.Network}Attribute")
                        .Any(found => ConvGenAttributes.IsNamespace(found.ContainingNamespace)));
    }
}
