using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ConvGen.RandomNumbers;

/// <summary>Computes <see cref="Philox"/> for eight counters at once, with bit-identical results.</summary>
/// <remarks>The counters differ only in their first word; the other words and the key are passed to the constructor. Each word is in
/// the lower half of a 64-bit lane, as 32x32-bit multiplication requires; the upper half is ignored. One vector holds the even
/// blocks, another the odd ones.</remarks>
internal readonly struct PhiloxVectors
{
    /// <summary>The number of blocks that are drawn at once.</summary>
    public const int Blocks = 8;

    /// <summary>The number of words of a block.</summary>
    public const int Words = 4;

    private readonly Vector256<ulong> _counter1, _counter2, _counter3, _key0, _key1;

    public PhiloxVectors(int seed, uint key1, uint counter1, uint counter2, RandomPurpose purpose)
    {
        _counter1 = Vector256.Create((ulong)counter1);
        _counter2 = Vector256.Create((ulong)counter2);
        _counter3 = Vector256.Create((ulong)purpose);
        _key0 = Vector256.Create((ulong)(uint)seed);
        _key1 = Vector256.Create((ulong)key1);
    }

    /// <summary>Computes the words of eight consecutive blocks; lane i belongs to block <paramref name="first"/> + i.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Draw(
        uint first, out Vector256<uint> word0, out Vector256<uint> word1, out Vector256<uint> word2, out Vector256<uint> word3)
    {
        var multiplier0 = Vector256.Create((ulong)Philox.Multiplier0);
        var multiplier1 = Vector256.Create((ulong)Philox.Multiplier1);
        Vector256<ulong> k0 = _key0, k1 = _key1;
        Vector256<ulong> even0 = Vector256.Create((ulong)first) + Vector256.Create(0ul, 2, 4, 6);
        Vector256<ulong> even1 = _counter1, even2 = _counter2, even3 = _counter3;
        Vector256<ulong> odd0 = even0 + Vector256.Create(1ul);
        Vector256<ulong> odd1 = _counter1, odd2 = _counter2, odd3 = _counter3;
        for (int round = 0; round < Philox.Rounds; round++)
        {
            Vector256<ulong> product0 = Product(even0, multiplier0), product1 = Product(even2, multiplier1);
            even0 = Vector256.ShiftRightLogical(product1, 32) ^ even1 ^ k0;
            even1 = product1;
            even2 = Vector256.ShiftRightLogical(product0, 32) ^ even3 ^ k1;
            even3 = product0;
            product0 = Product(odd0, multiplier0);
            product1 = Product(odd2, multiplier1);
            odd0 = Vector256.ShiftRightLogical(product1, 32) ^ odd1 ^ k0;
            odd1 = product1;
            odd2 = Vector256.ShiftRightLogical(product0, 32) ^ odd3 ^ k1;
            odd3 = product0;
            k0 += Vector256.Create((ulong)Philox.Weyl0);
            k1 += Vector256.Create((ulong)Philox.Weyl1);
        }

        word0 = Together(even0, odd0);
        word1 = Together(even1, odd1);
        word2 = Together(even2, odd2);
        word3 = Together(even3, odd3);
    }

    /// <summary>Returns the products of the lower halves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ulong> Product(Vector256<ulong> a, Vector256<ulong> b) => Avx2.IsSupported
        ? Avx2.Multiply(a.AsUInt32(), b.AsUInt32())
        : (a & Vector256.Create((ulong)uint.MaxValue)) * b;

    /// <summary>Returns the lower halves of both, interleaved: even0, odd0, even1, odd1, ...</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Together(Vector256<ulong> even, Vector256<ulong> odd) =>
        ((even & Vector256.Create((ulong)uint.MaxValue)) | Vector256.ShiftLeft(odd, 32)).AsUInt32();
}
