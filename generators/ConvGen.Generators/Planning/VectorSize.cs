namespace ConvGen.Generators.Planning;

/// <summary>Sizes in vectors of eight floats.</summary>
internal static class VectorSize
{
    /// <summary>Floats in a <c>Vector256&lt;float&gt;</c>.</summary>
    public const int Lanes = 8;

    /// <summary>Vectors that hold so many floats.</summary>
    public static int Vectors(int floats) => (floats + Lanes - 1) / Lanes;

    /// <summary>So many floats, padded to whole vectors.</summary>
    public static int Padded(int floats) => Vectors(floats) * Lanes;

    /// <summary>So many floats, padded to whole cache lines of 64 bytes.</summary>
    public static int CacheLines(int floats) => (floats + 15) / 16 * 16;

    /// <summary>
    /// So many floats, padded to an odd number of cache lines. A cache finds the place of a line by some of its address bits:
    /// what lies an odd number of lines apart is spread over all places, where a power of two would crowd it into a few.
    /// </summary>
    public static int OddCacheLines(int floats) => CacheLines(floats) | 16;
}
