namespace ConvGen.Internal;

/// <summary>Workspaces for any number of threads at once, without a lock and, once warm, without an allocation.</summary>
internal sealed class WorkspacePool(int floats)
{
    // More threads than that at once get workspaces of their own, which are freed after their use.
    private readonly AlignedMemory?[] slots = new AlignedMemory?[Math.Max(16, 2 * Environment.ProcessorCount)];

    /// <summary>Takes a workspace for one thread, a new one if all are in use.</summary>
    public AlignedMemory Rent()
    {
        foreach (ref AlignedMemory? slot in slots.AsSpan())
        {
            // Reading first keeps threads from fighting over the cache lines of empty slots.
            if (Volatile.Read(ref slot) is not null && Interlocked.Exchange(ref slot, null) is { } workspace)
            {
                return workspace;
            }
        }

        return new AlignedMemory(floats);
    }

    /// <summary>Gives it back. A pass that throws keeps its workspace from returning: its content would be unknown.</summary>
    public void Return(AlignedMemory workspace)
    {
        foreach (ref AlignedMemory? slot in slots.AsSpan())
        {
            if (Volatile.Read(ref slot) is null && Interlocked.CompareExchange(ref slot, workspace, null) is null)
            {
                return;
            }
        }

        workspace.Dispose();
    }
}
