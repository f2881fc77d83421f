using System.Runtime.InteropServices;

namespace ConvGen.Threading;

/// <summary>
/// Distributes the parts of some work. Each worker first does its own share, then steals from the shares of others. The fixed
/// shares keep each worker's data in its cache from run to run; stealing avoids waiting for late workers.
/// </summary>
internal sealed class SharedParts
{
    private readonly Share[] _shares;

    /// <param name="workers">The number of workers, at least 1.</param>
    public SharedParts(int workers) => _shares = new Share[workers];

    /// <summary>Starts a new run. Must not be called while workers take parts.</summary>
    /// <param name="ends">The end of every worker's share, ascending; a share starts at the end of the previous one.</param>
    public void Reset(ReadOnlySpan<int> ends)
    {
        int start = 0;
        for (int worker = 0; worker < _shares.Length; worker++)
        {
            _shares[worker].Next = start;
            _shares[worker].End = start = ends[worker];
        }
    }

    /// <summary>Takes a part that no other worker has taken; returns false if all are taken.</summary>
    /// <param name="worker">The number of the worker.</param>
    /// <param name="part">The number of the part.</param>
    public bool TryTake(int worker, out int part)
    {
        for (int i = 0; i < _shares.Length; i++)
        {
            int owner = worker + i < _shares.Length ? worker + i : worker + i - _shares.Length;
            ref Share share = ref _shares[owner];

            // Reading first lets workers that find nothing leave the cache line with its owner.
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

    /// <summary>Two cache lines, because processors fetch them in pairs: avoids false sharing between neighbours.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 128)]
    private struct Share
    {
        public int Next;
        public int End;
    }
}
