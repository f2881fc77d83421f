using Microsoft.CodeAnalysis;

namespace ConvGen.Generators.Frontend.Declarations;

/// <summary>
/// A network whose declaration has an error: what the code that uses it needs to compile, so that the error is the only one that
/// people see. It is generated with members that throw.
/// </summary>
internal sealed record InvalidDeclaration : NetworkClass
{
    /// <summary>No attribute of the class is unreadable.</summary>
    public const int NoAttribute = -1;

    /// <summary>The id of the first error, such as <c>CVG012</c>.</summary>
    public required string Diagnostic { get; init; }

    /// <summary>Floats of an input sample, as far as the declaration can be read. At least 1, so that code may divide by it.</summary>
    public required int InputLength { get; init; }

    /// <summary>Floats of an output, or 1 where the declaration does not say it without shapes.</summary>
    public required int OutputLength { get; init; }

    /// <summary>The layers that become properties, with valid and different names.</summary>
    public required EquatableArray<LayerMember> Layers { get; init; }

    /// <summary>The generated members whose place a member of the user takes, by <see cref="Members.Key"/>.</summary>
    public EquatableArray<string> Taken { get; init; }

    /// <summary>The index of the first attribute whose arguments could not be read, or <see cref="NoAttribute"/>.</summary>
    public int UnreadAttribute { get; init; } = NoAttribute;

    /// <summary>A declaration that was read and whose shapes do not fit.</summary>
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
