using System.Runtime.InteropServices;

namespace ConvGen.Threading;

/// <summary>
/// Parts of some work, of which every worker has a share of its own and takes from others' only when that is done. Run after
/// run, a worker then finds in its cache what it wrote there the last time, and nobody waits for one who comes late.
/// </summary>
internal sealed class SharedParts
{
    private readonly Share[] shares;

    /// <param name="workers">How many workers, at least 1.</param>
    public SharedParts(int workers) => shares = new Share[workers];

    /// <summary>Begins anew. Nobody may be taking parts.</summary>
    /// <param name="ends">For every worker the part behind its share, ascending; a share begins where the one before it
    /// ends.</param>
    public void Reset(ReadOnlySpan<int> ends)
    {
        int start = 0;
        for (int worker = 0; worker < shares.Length; worker++)
        {
            shares[worker].Next = start;
            shares[worker].End = start = ends[worker];
        }
    }

    /// <summary>Takes a part, which nobody else gets; false when all are taken.</summary>
    /// <param name="worker">Who takes it.</param>
    /// <param name="part">Which part.</param>
    public bool TryTake(int worker, out int part)
    {
        for (int i = 0; i < shares.Length; i++)
        {
            int owner = worker + i < shares.Length ? worker + i : worker + i - shares.Length;
            ref Share share = ref shares[owner];

            // Reading first keeps those who find nothing from taking the cache line away from the owner.
            if (Volatile.Read(ref share.Next) < share.End)
            {
                part = Interlocked.Increment(ref share.Next) - 1;
                if (part < share.End)
                {
                    return true;
                }
            }
        }

        part = -1;
        return false;
    }

    /// <summary>Two cache lines: processors fetch them in pairs, and neighbours must not share what both write.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 128)]
    private struct Share
    {
        public int Next;
        public int End;
    }
}
