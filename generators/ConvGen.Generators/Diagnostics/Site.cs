namespace ConvGen.Generators.Diagnostics;

/// <summary>
/// The place of a problem, described without syntax nodes. Stages that have no access to syntax can name the place; the analyzer turns it
/// into a source location.
/// </summary>
internal abstract record Site
{
    private Site()
    {
    }

    /// <summary>The name of the class (0 steps outward) or of a type around it (1 is the next one).</summary>
    public sealed record TypeName(int Outward) : Site;

    /// <summary>A member that the user wrote in the class. The documentation id distinguishes overloads.</summary>
    public sealed record Member(string DocumentationId) : Site;

    /// <summary>The name of the <c>[Network]</c> attribute.</summary>
    public sealed record Network : Site;

    /// <summary>The name of the attribute with this index among the ConvGen attributes of the class.</summary>
    public sealed record Attribute(int Index) : Site;

    /// <summary>An argument of that attribute: the first of <paramref name="Names"/> (constructor parameters or properties) that appears
    /// in the source, or else the attribute's name.</summary>
    public sealed record Argument(int Index, EquatableArray<string> Names) : Site
    {
        /// <summary>The <see cref="Element"/> of a problem with a whole list.</summary>
        public const int WholeList = -1;

        /// <summary>The index of the element, for an argument that is a list.</summary>
        public int Element { get; init; }
    }
}
