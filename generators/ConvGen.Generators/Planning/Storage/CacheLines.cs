namespace ConvGen.Generators.Planning.Storage;

/// <summary>Rounds sizes up to cache lines of 64 bytes, independently of the vector width.</summary>
internal static class CacheLines
{
    /// <summary>The given number of floats, padded to whole cache lines.</summary>
    public static int Padded(int floats) => (floats + 15) / 16 * 16;

    /// <summary>
    /// The given number of floats, padded to an odd number of cache lines. Some address bits select the cache set of a line: blocks at a
    /// distance of an odd number of lines use all sets, while at a distance of a power of two they would compete for a few.
    /// </summary>
    public static int PaddedToOdd(int floats) => Padded(floats) | 16;
}
