namespace ConvGen.Tests.Runtime;

/// <summary>Measures the bytes that an action allocates on its thread.</summary>
internal static class Allocations
{
    private const int Tries = 3;

    /// <summary>Returns the fewest bytes of a few attempts. A garbage collection during an attempt, which any other test may cause,
    /// counts the unused part of the thread's allocation buffer as allocated. What the action itself allocates is counted in every
    /// attempt.</summary>
    public static long Of(Action work)
    {
        long least = long.MaxValue;
        for (int attempt = 0; attempt < Tries && least > 0; attempt++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            work();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
