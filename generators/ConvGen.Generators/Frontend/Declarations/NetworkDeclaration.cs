namespace ConvGen.Generators.Frontend.Declarations;

/// <summary>
/// The class of a network and how it is opened again in another file. The only values in Roslyn's cache are the two kinds of it.
/// Two that compare equal produce the same files, so nothing here may hold a symbol, a syntax node, a location or a mutable
/// collection; a test walks the object graph and holds that.
/// </summary>
internal abstract record NetworkClass
{
    /// <summary>The namespace of the class, or the empty string for the global one.</summary>
    public required string Namespace { get; init; }

    /// <summary>The types around the class, outermost first.</summary>
    public required EquatableArray<TypeHeader> ContainingTypes { get; init; }

    public required TypeHeader Type { get; init; }
}

/// <summary>What the attributes on one class say, as plain values.</summary>
internal sealed record NetworkDeclaration : NetworkClass
{
    public required InputDeclaration Input { get; init; }

    public required InitScheme Init { get; init; }

    /// <summary>The layers in source order, the loss (if any) last.</summary>
    public required EquatableArray<LayerDeclaration> Layers { get; init; }
}

/// <summary>How a type is reopened: <c>partial class Name</c>. Keyword is <c>class</c>, <c>record</c>, <c>struct</c>, ...;
/// Name is spelled as in source (with an @ where it is a keyword).</summary>
internal sealed record TypeHeader(string Keyword, string Name);

/// <summary>The network's input; Height and Width are 1 and IsFlat is set for <c>[Network(length)]</c>.</summary>
internal sealed record InputDeclaration(int Channels, int Height, int Width, bool IsFlat);

/// <summary>The initialisers, named after their papers; the values are those of the runtime's <c>Init</c>.</summary>
internal enum InitScheme
{
    He,
    Glorot,
    LeCun,
    Book,
}
