namespace ConvGen.Tests.Arm64.Listings;

/// <summary>Instructions after a label. Branches may leave the block between them, but enter it only at the label.</summary>
/// <param name="Label">The label, such as <c>G_M000_IG04</c>.</param>
/// <param name="Instructions">The instructions in their order.</param>
public sealed record ListedBlock(string Label, IReadOnlyList<ListedInstruction> Instructions)
{
    /// <summary>The labels that branches of the block lead to.</summary>
    public IEnumerable<string> BranchTargets => Instructions.Select(instruction => instruction.BranchTarget).OfType<string>();

    /// <summary>Whether the next block can follow this one.</summary>
    public bool FallsThrough =>
        Instructions.LastOrDefault(instruction => !instruction.IsPadding) is not { Mnemonic: "b" or "br" or "ret" or "brk" };
}
