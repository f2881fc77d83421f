namespace ConvGen.RandomNumbers;

/// <summary>Creates random permutations.</summary>
internal static class Permutation
{
    /// <summary>Shuffles the numbers 0 to n - 1 in an order that depends only on the seed and the stream (Fisher-Yates in
    /// Durstenfeld's version).</summary>
    public static void Fill(Span<int> order, int seed, RandomStream stream)
    {
        for (int i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        for (int i = order.Length - 1; i > 0; i--)
        {
            int j = BelowOrEqual(i, Philox.Block(seed, stream, i).Low);
            (order[i], order[j]) = (order[j], order[i]);
        }
    }

    // The high word of a 64 by 64 bit product scales the bits to 0 .. i; the bias, i / 2^64, is negligible.
    private static int BelowOrEqual(int i, ulong bits) => (int)Math.BigMul(bits, (ulong)i + 1, out _);
}
