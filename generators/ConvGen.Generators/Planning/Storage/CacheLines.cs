namespace ConvGen.Generators.Planning.Storage;

/// <summary>Sizes in cache lines of 64 bytes, whatever the width of a vector.</summary>
internal static class CacheLines
{
    /// <summary>The given number of floats, padded to whole cache lines.</summary>
    public static int Padded(int floats) => (floats + 15) / 16 * 16;

    /// <summary>
    /// The given number of floats, padded to an odd number of cache lines. A cache finds the place of a line by some of its address bits:
    /// what lies an odd number of lines apart is spread over all places, where a power of two would crowd it into a few.
    /// </summary>
    public static int PaddedToOdd(int floats) => Padded(floats) | 16;
}
