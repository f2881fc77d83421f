namespace ConvGen.Generators.Frontend.Declarations;

/// <summary>A layer that computes one value from several.</summary>
internal abstract record MergeDeclaration : LayerDeclaration
{
    public sealed override string? MemberType => null;

    /// <summary>1: the shapes of branches are not known before inference.</summary>
    public sealed override int OutputLength(int inputLength) => 1;
}

/// <summary><c>[Add]</c>: adds the output of an earlier layer.</summary>
internal sealed record AddDeclaration : MergeDeclaration
{
    /// <summary>The name of the layer; empty if the user gave null.</summary>
    public required string Source { get; init; }

    public override string Kind => "Add";
}

/// <summary><c>[EndResidual]</c>: adds the value at <see cref="ResidualDeclaration"/>, or the output of the shortcut.</summary>
internal sealed record EndResidualDeclaration : MergeDeclaration
{
    public override string Kind => "EndResidual";

    public override string NameStem => "Add";
}

/// <summary><c>[Multiply]</c>: multiplies by the output of an earlier layer.</summary>
internal sealed record MultiplyDeclaration : MergeDeclaration
{
    /// <summary>The name of the layer; empty if the user gave null.</summary>
    public required string Source { get; init; }

    public override string Kind => "Multiply";
}

/// <summary><c>[Concat]</c>: appends the channels of earlier layers' outputs.</summary>
internal sealed record ConcatDeclaration : MergeDeclaration
{
    /// <summary>The names of the layers, in order; empty where the user gave null.</summary>
    public required EquatableArray<string> Sources { get; init; }

    public override string Kind => "Concat";
}
