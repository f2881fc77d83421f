namespace ConvGen.Tests.Runtime;

/// <summary>Measures the bytes that an action allocates on its thread.</summary>
internal static class Allocations
{
    private const int Tries = 3;

    /// <summary>The fewest bytes of a few tries. A collection in the middle, which any other test may cause, counts the unused rest of
    /// the thread's allocation buffer as allocated; what the work itself allocates shows in every try.</summary>
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
