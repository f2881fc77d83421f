namespace ConvGen.Tests.Arm64.Listings;

/// <summary>An instruction of Arm64 as the JIT lists it.</summary>
/// <param name="Mnemonic">The instruction, such as <c>ldr</c>.</param>
/// <param name="Operands">Its operands, such as <c>q16, [fp, #0x20]</c>.</param>
public sealed record ListedInstruction(string Mnemonic, string Operands)
{
    /// <summary>Whether it calls a method.</summary>
    public bool IsCall => Mnemonic is "bl" or "blr";

    /// <summary>Whether it loads a register from the stack frame or stores one there: a spill.</summary>
    public bool UsesFrame =>
        (Mnemonic.StartsWith("ld", StringComparison.Ordinal) || Mnemonic.StartsWith("st", StringComparison.Ordinal))
        && (HasBase("fp") || HasBase("sp"));

    /// <summary>Whether it only moves the next instruction to an aligned address.</summary>
    public bool IsPadding => Mnemonic is "align" or "nop";

    /// <summary>The label that it may continue at, or null.</summary>
    public string? BranchTarget
    {
        get
        {
            // b, the conditional branches such as blt, cbz and cbnz, tbz and tbnz. An adr of a label is no branch.
            bool isBranch = Mnemonic[0] == 'b' || Mnemonic.StartsWith("cb", StringComparison.Ordinal)
                || Mnemonic.StartsWith("tb", StringComparison.Ordinal);
            string last = Operands[(Operands.LastIndexOf(' ') + 1)..];
            return isBranch && last.StartsWith("G_M", StringComparison.Ordinal) ? last : null;
        }
    }

    private bool HasBase(string register) =>
        Operands.Contains($"[{register},", StringComparison.Ordinal) || Operands.Contains($"[{register}]", StringComparison.Ordinal);

    /// <summary>The instruction as the JIT lists it.</summary>
    public override string ToString() => Operands.Length == 0 ? Mnemonic : $"{Mnemonic} {Operands}";
}
