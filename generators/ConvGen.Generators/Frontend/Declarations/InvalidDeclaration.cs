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
            declaration, declaration.Input, declaration.Layers, problems,
            [
                .. Enumerable.Range(0, names.Count)
                    .Where(i => LayerNames.BecomesMember(declaration.Layers[i]))
                    .Select(i => LayerMember.Of(declaration.Layers[i], names[i])),
            ]);
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
            OutputLength = OutputLengthOf(layers, inputLength),
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

    /// <summary>The output length as the last layer that changes sizes states it.</summary>
    private static int OutputLengthOf(EquatableArray<LayerDeclaration> layers, int inputLength) =>
        layers.LastOrDefault(layer => layer is not (ActivationDeclaration or DropoutDeclaration or LossDeclaration)) switch
        {
            null => inputLength,
            DenseDeclaration dense => dense.Units,

            // The size of an image takes shapes, which a declaration with an error may not have.
            ConvDeclaration or PoolDeclaration or GlobalAveragePoolDeclaration or GlobalMaxPoolDeclaration => 1,
            { } layer => throw Unreachable.Kind(layer),
        };
}

/// <summary>A layer that becomes a property: a <c>ConvLayer</c> or a <c>DenseLayer</c>.</summary>
internal sealed record LayerMember(string Name, bool IsConvolution)
{
    public static LayerMember Of(LayerDeclaration layer, string name) => new(name, layer switch
    {
        ConvDeclaration => true,
        DenseDeclaration => false,
        _ => throw Unreachable.Kind(layer),
    });
}
