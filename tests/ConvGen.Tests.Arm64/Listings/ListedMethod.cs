namespace ConvGen.Tests.Arm64.Listings;

/// <summary>A method as the JIT lists it.</summary>
/// <param name="Name">The full name of the method, without its signature: <c>Namespace.NetKernels256.Conv1Forward:Run</c>.</param>
/// <param name="IsOptimized">Whether the JIT optimized the code.</param>
/// <param name="Blocks">Its blocks in the order of their addresses.</param>
public sealed record ListedMethod(string Name, bool IsOptimized, IReadOnlyList<ListedBlock> Blocks)
{
    /// <summary>The name from the class that contains the method's class on: <c>NetKernels256.Conv1Forward:Run</c>.</summary>
    public string ShortName => string.Join('.', Name.Split('.')[^2..]);

    /// <summary>Whether the method multiplies and adds vectors.</summary>
    public bool MultipliesAndAdds =>
        Blocks.Any(block => block.Instructions.Any(instruction => instruction.Mnemonic is "fmla" or "fmls"));

    /// <summary>The calls and spills that run again in each iteration of a loop.</summary>
    public IEnumerable<ListedInstruction> CallsAndSpillsInLoops =>
        from index in Enumerable.Range(0, Blocks.Count)
        let offending = Blocks[index].Instructions.Where(instruction => instruction.IsCall || instruction.UsesFrame)
        where offending.Any() && IsInLoop(index)
        from instruction in offending
        select instruction;

    /// <summary>Whether control can return to a block after leaving it.</summary>
    private bool IsInLoop(int block)
    {
        HashSet<int> reached = [];
        Stack<int> open = new(Successors(block));
        while (open.TryPop(out int next))
        {
            if (next == block)
            {
                return true;
            }

            if (reached.Add(next))
            {
                foreach (int successor in Successors(next))
                {
                    open.Push(successor);
                }
            }
        }

        return false;
    }

    private IEnumerable<int> Successors(int block)
    {
        foreach (string target in Blocks[block].BranchTargets)
        {
            yield return IndexOf(target);
        }

        if (Blocks[block].FallsThrough && block + 1 < Blocks.Count)
        {
            yield return block + 1;
        }
    }

    private int IndexOf(string label)
    {
        for (int index = 0; index < Blocks.Count; index++)
        {
            if (Blocks[index].Label == label)
            {
                return index;
            }
        }

        throw new FormatException($"{Name} branches to {label}, which is not listed.");
    }
}
