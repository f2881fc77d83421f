using System.Runtime.CompilerServices;

namespace ConvGen.RandomNumbers;

/// <summary>
/// The counter-based generator Philox4x32-10 (Salmon, Moraes, Dror and Shaw, "Parallel Random Numbers: As Easy as 1, 2, 3",
/// SC 2011): a keyed hash of a counter. Block i of a stream depends only on the seed, the stream and i, so values do not depend
/// on the order, layout or thread in which they are drawn.
/// </summary>
internal static class Philox
{
    internal const uint Multiplier0 = 0xD2511F53, Multiplier1 = 0xCD9E8D57;
    internal const uint Weyl0 = 0x9E3779B9, Weyl1 = 0xBB67AE85;
    internal const int Rounds = 10;

    /// <summary>Returns 128 random bits: block <paramref name="index"/> of a stream.</summary>
    /// <param name="seed">The user's seed.</param>
    /// <param name="stream">The stream; see <see cref="RandomStream"/>.</param>
    /// <param name="index">The position in the stream.</param>
    /// <param name="part">The part of the stream: parts are independent of each other.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static RandomBlock Block(int seed, RandomStream stream, long index, int part = 0) =>
        Mix(
            new RandomBlock((uint)index, (uint)(index >> 32), (uint)stream.Number, (uint)stream.Purpose),
            key0: (uint)seed,
            key1: (uint)part);

    /// <summary>The generator's function, which the paper's test vectors check.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static RandomBlock Mix(RandomBlock counter, uint key0, uint key1)
    {
        (uint c0, uint c1, uint c2, uint c3) = counter;
        for (int round = 0; round < Rounds; round++)
        {
            ulong product0 = (ulong)Multiplier0 * c0;
            ulong product1 = (ulong)Multiplier1 * c2;
            c0 = (uint)(product1 >> 32) ^ c1 ^ key0;
            c1 = (uint)product1;
            c2 = (uint)(product0 >> 32) ^ c3 ^ key1;
            c3 = (uint)product0;
            key0 += Weyl0;
            key1 += Weyl1;
        }

        return new RandomBlock(c0, c1, c2, c3);
    }
}

/// <summary>128 bits, as the four words of a Philox counter or of its result.</summary>
internal readonly record struct RandomBlock(uint Word0, uint Word1, uint Word2, uint Word3)
{
    /// <summary>The first half as one number.</summary>
    public ulong Low => Word0 | (ulong)Word1 << 32;

    /// <summary>The second half as one number.</summary>
    public ulong High => Word2 | (ulong)Word3 << 32;
}

/// <summary>One of the independent sequences under a seed.</summary>
/// <param name="Purpose">The use of the numbers.</param>
/// <param name="Number">The number of the stream: the parameter's position in its network, or the epoch.</param>
internal readonly record struct RandomStream(RandomPurpose Purpose, int Number);

/// <summary>The uses of random numbers; different uses never share a stream.</summary>
internal enum RandomPurpose
{
    Weights = 1,
    Shuffle = 2,
    Dropout = 3,
    DataOrder = 4,
    Augmentation = 5,
}
