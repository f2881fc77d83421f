namespace ConvGen.Generators.Frontend.Declarations;

/// <summary>An attribute that says which values the layers after it read. It computes nothing and has no name.</summary>
internal abstract record StructureDeclaration : LayerDeclaration
{
    public sealed override string? MemberType => null;

    /// <summary>1: the shapes of brackets and branches are not known before inference.</summary>
    public sealed override int OutputLength(int inputLength) => 1;
}

/// <summary><c>[Residual]</c>: remembers the current value for the <see cref="EndResidualDeclaration"/>.</summary>
internal sealed record ResidualDeclaration : StructureDeclaration
{
    public override string Kind => "Residual";
}

/// <summary><c>[Shortcut]</c>: continues from the value at the innermost <see cref="ResidualDeclaration"/>.</summary>
internal sealed record ShortcutDeclaration : StructureDeclaration
{
    public override string Kind => "Shortcut";
}

/// <summary><c>[Repeat]</c>: the layers up to <see cref="EndRepeatDeclaration"/> are written out <see cref="Times"/> times.</summary>
internal sealed record RepeatDeclaration : StructureDeclaration
{
    public required int Times { get; init; }

    public override string Kind => "Repeat";
}

/// <summary><c>[EndRepeat]</c>: ends the layers of a <see cref="RepeatDeclaration"/>.</summary>
internal sealed record EndRepeatDeclaration : StructureDeclaration
{
    public override string Kind => "EndRepeat";
}

/// <summary><c>[From]</c>: continues from the output of an earlier layer.</summary>
internal sealed record FromDeclaration : StructureDeclaration
{
    /// <summary>The name of the layer; empty if the user gave null.</summary>
    public required string Source { get; init; }

    public override string Kind => "From";
}

/// <summary><c>[Output]</c>: makes the current value an output of the network.</summary>
internal sealed record OutputDeclaration : StructureDeclaration
{
    /// <summary>The name of the output; empty if the user gave null.</summary>
    public required string OutputName { get; init; }

    public override string Kind => "Output";
}
