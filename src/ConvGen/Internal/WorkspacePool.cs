namespace ConvGen.Internal;

/// <summary>A lock-free pool of workspaces for any number of threads. Allocates nothing after warm-up.</summary>
internal sealed class WorkspacePool(int floats)
{
    // More concurrent threads get additional workspaces, which are freed after use.
    private readonly AlignedMemory?[] _slots = new AlignedMemory?[Math.Max(16, 2 * Environment.ProcessorCount)];

    /// <summary>Rents a workspace, a new one if all are in use.</summary>
    public AlignedMemory Rent()
    {
        foreach (ref AlignedMemory? slot in _slots.AsSpan())
        {
            // Reading first avoids contention for the cache lines of empty slots.
            if (Volatile.Read(ref slot) is not null && Interlocked.Exchange(ref slot, null) is { } workspace)
            {
                return workspace;
            }
        }

        return new AlignedMemory(floats);
    }

    /// <summary>Returns a workspace. After a pass has thrown, its workspace must not be returned: its content is unknown.</summary>
    public void Return(AlignedMemory workspace)
    {
        foreach (ref AlignedMemory? slot in _slots.AsSpan())
        {
            if (Volatile.Read(ref slot) is null && Interlocked.CompareExchange(ref slot, workspace, null) is null)
            {
                return;
            }
        }

        workspace.Dispose();
    }
}
