namespace ConvGen.Generators.Frontend.Declarations;

/// <summary>
/// The class of a network, with what another file needs to declare a part of it. Roslyn's cache holds only the two records derived from
/// it. Equal values produce the same files, so they must not hold a symbol, a syntax node, a location or a mutable collection; a test
/// walks the object graph to check this.
/// </summary>
internal abstract record NetworkClass
{
    /// <summary>The namespace of the class; empty for the global namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary>The containing types of the class, outermost first.</summary>
    public required EquatableArray<TypeHeader> ContainingTypes { get; init; }

    public required TypeHeader Type { get; init; }
}

/// <summary>The attributes of one class as plain values.</summary>
internal sealed record NetworkDeclaration : NetworkClass
{
    public required InputDeclaration Input { get; init; }

    public required InitScheme Init { get; init; }

    /// <summary>The layers in source order, the loss (if any) last.</summary>
    public required EquatableArray<LayerDeclaration> Layers { get; init; }
}

/// <summary>The header of a partial declaration of a type: <c>partial class Name</c>. Keyword is <c>class</c>, <c>record</c>,
/// <c>struct</c>, ...; Name is spelled as in source (with an @ if it is a keyword).</summary>
internal sealed record TypeHeader(string Keyword, string Name);

/// <summary>The network's input. For <c>[Network(length)]</c>, Height and Width are 1 and IsFlat is true.</summary>
internal sealed record InputDeclaration(int Channels, int Height, int Width, bool IsFlat);

/// <summary>The weight initialisers, named after their papers, with the values of the runtime's <c>Init</c>.</summary>
internal enum InitScheme
{
    He,
    Glorot,
    LeCun,
    Book,
}
