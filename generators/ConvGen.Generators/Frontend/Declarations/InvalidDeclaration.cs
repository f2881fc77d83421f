using Microsoft.CodeAnalysis;

namespace ConvGen.Generators.Frontend.Declarations;

/// <summary>
/// A network whose declaration has an error. The generator emits its members with bodies that throw, so that code using the network
/// compiles and the error in the declaration is the only one reported.
/// </summary>
internal sealed record InvalidDeclaration : NetworkClass
{
    /// <summary>The value of <see cref="UnreadAttribute"/> if all attributes could be read.</summary>
    public const int NoAttribute = -1;

    /// <summary>The id of the first error, such as <c>CVG012</c>.</summary>
    public required string Diagnostic { get; init; }

    /// <summary>The length of an input sample in floats, or 1 if the declaration does not give it. At least 1, so that code can divide by
    /// it.</summary>
    public required int InputLength { get; init; }

    /// <summary>The length of an output in floats, or 1 if it cannot be found without computing shapes.</summary>
    public required int OutputLength { get; init; }

    /// <summary>The layers that become properties, with valid and unique names.</summary>
    public required EquatableArray<LayerMember> Layers { get; init; }

    /// <summary>The keys (<see cref="Members.Key"/>) of generated members that conflict with a member of the user and are left
    /// out.</summary>
    public EquatableArray<string> Taken { get; init; }

    /// <summary>The index of the first attribute whose arguments could not be read, or <see cref="NoAttribute"/>.</summary>
    public int UnreadAttribute { get; init; } = NoAttribute;

    /// <summary>Creates the invalid declaration for one that was read but has invalid shapes.</summary>
    public static InvalidDeclaration Of(NetworkDeclaration declaration, IEnumerable<Problem> problems)
    {
        EquatableArray<string> names = LayerNames.Of(declaration.Layers);
        return Of(
            declaration, declaration.Input, declaration.Layers, problems, [.. LayerMember.Of(declaration.Layers, names)]);
    }

    public static InvalidDeclaration Of(
        NetworkClass network, InputDeclaration input, EquatableArray<LayerDeclaration> layers, IEnumerable<Problem> problems,
        EquatableArray<LayerMember> members)
    {
        int inputLength = (int)Math.Min((double)input.Channels * input.Height * input.Width, Limits.SampleFloats);
        return new InvalidDeclaration
        {
            Namespace = network.Namespace,
            ContainingTypes = network.ContainingTypes,
            Type = network.Type,
            Diagnostic = problems.First(problem => problem.Rule.DefaultSeverity == DiagnosticSeverity.Error).Rule.Id,
            InputLength = inputLength,
            OutputLength = layers.Aggregate(inputLength, (length, layer) => layer.OutputLength(length)),
            Layers = members,
            UnreadAttribute = problems.FirstOrDefault(problem => problem.Rule == Rules.ArgumentNotConstant)?.Site switch
            {
                Site.Attribute site => site.Index,
                Site.Argument site => site.Index,
                null or Site.TypeName or Site.Member or Site.Network => NoAttribute,
                { } site => throw Unreachable.Kind(site),
            },
        };
    }
}

/// <summary>A layer that becomes a property, and the class of the runtime that is its type.</summary>
internal sealed record LayerMember(string Name, string Type)
{
    /// <summary>The layers that become properties.</summary>
    /// <param name="layers">All layers.</param>
    /// <param name="names">Their names.</param>
    public static IEnumerable<LayerMember> Of(EquatableArray<LayerDeclaration> layers, EquatableArray<string> names) => layers
        .Zip(names, (layer, name) => layer.MemberType is { } type ? new LayerMember(name, type) : null)
        .OfType<LayerMember>();
}
