using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ConvGen.CompilerServices;

/// <content>
/// The same functions over sixteen floats. Every lane has the bits that it has in a vector of eight. Functions that are long
/// series compute two halves of eight lanes, so that each polynomial is written once; the short ones, which stand in the
/// innermost loops of kernels, compute all sixteen lanes at once.
/// </content>
public static partial class VectorMath
{
    /// <summary>e^x, within 2 units in the last place: infinity from 88.73 on, subnormal below -87.3, 0 below -104, NaN
    /// for NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Exp(Vector512<float> x) => Vector512.Create(Exp(x.GetLower()), Exp(x.GetUpper()));

    /// <summary>e^x - 1 for x &lt;= 0, with a small relative error even for tiny x; NaN for NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> ExpMinusOne(Vector512<float> x) =>
        Vector512.Create(ExpMinusOne(x.GetLower()), ExpMinusOne(x.GetUpper()));

    /// <summary>ln x, within 2 units in the last place: -infinity for 0, NaN for negative numbers and NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Log(Vector512<float> x) => Vector512.Create(Log(x.GetLower()), Log(x.GetUpper()));

    /// <summary>ln(1 + x) for x >= 0, with a small relative error even for tiny x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> LogOnePlus(Vector512<float> x) =>
        Vector512.Create(LogOnePlus(x.GetLower()), LogOnePlus(x.GetUpper()));

    /// <summary>tanh x, with a small relative error for every x, even near 0; NaN for NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Tanh(Vector512<float> x) => Vector512.Create(Tanh(x.GetLower()), Tanh(x.GetUpper()));

    /// <summary>1 / (1 + e^-x), within 2 units in the last place; NaN for NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Sigmoid(Vector512<float> x) => Vector512.Create(Sigmoid(x.GetLower()), Sigmoid(x.GetUpper()));

    /// <summary>ln(1 + e^x) = max(x, 0) + ln(1 + e^-|x|), which never overflows; NaN for NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Softplus(Vector512<float> x) => Vector512.Create(Softplus(x.GetLower()), Softplus(x.GetUpper()));

    /// <summary>x if x > 0, otherwise e^x - 1; NaN for NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> ELU(Vector512<float> x) => Vector512.Create(ELU(x.GetLower()), ELU(x.GetUpper()));

    /// <summary>x / (1 + e^-x); NaN for NaN and, as in PyTorch, for minus infinity.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> SiLU(Vector512<float> x) => Vector512.Create(SiLU(x.GetLower()), SiLU(x.GetUpper()));

    /// <summary>x / (1 + e^-x), and its derivative.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> SiLU(Vector512<float> x, out Vector512<float> slope)
    {
        Vector256<float> lower = SiLU(x.GetLower(), out Vector256<float> lowerSlope);
        Vector256<float> upper = SiLU(x.GetUpper(), out Vector256<float> upperSlope);
        slope = Vector512.Create(lowerSlope, upperSlope);
        return Vector512.Create(lower, upper);
    }

    /// <summary>x times the normal distribution function; NaN for NaN and, as in PyTorch, for minus infinity.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> GELU(Vector512<float> x) => Vector512.Create(GELU(x.GetLower()), GELU(x.GetUpper()));

    /// <summary>x times the normal distribution function, and its derivative.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> GELU(Vector512<float> x, out Vector512<float> slope)
    {
        Vector256<float> lower = GELU(x.GetLower(), out Vector256<float> lowerSlope);
        Vector256<float> upper = GELU(x.GetUpper(), out Vector256<float> upperSlope);
        slope = Vector512.Create(lowerSlope, upperSlope);
        return Vector512.Create(lower, upper);
    }

    /// <summary>x tanh(ln(1 + e^x)); NaN for NaN and, as in PyTorch, for minus infinity.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Mish(Vector512<float> x) => Vector512.Create(Mish(x.GetLower()), Mish(x.GetUpper()));

    /// <summary>x tanh(ln(1 + e^x)), and its derivative.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Mish(Vector512<float> x, out Vector512<float> slope)
    {
        Vector256<float> lower = Mish(x.GetLower(), out Vector256<float> lowerSlope);
        Vector256<float> upper = Mish(x.GetUpper(), out Vector256<float> upperSlope);
        slope = Vector512.Create(lowerSlope, upperSlope);
        return Vector512.Create(lower, upper);
    }

    /// <summary>0 if x &lt;= -3, 1 if x >= 3, otherwise (x + 3) / 6, within 2 units in the last place; NaN for NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> HardSigmoid(Vector512<float> x)
    {
        Vector512<float> distance = Larger(Vector512.Create(3f) - Vector512.Abs(x), Vector512<float>.Zero);
        Vector512<float> share = distance / Vector512.Create(6f);
        return Select(Vector512.GreaterThan(x, Vector512<float>.Zero), Vector512<float>.One - share, share);
    }

    /// <summary>x times the hard sigmoid, within 2 units in the last place; NaN for NaN and, as in PyTorch, for minus infinity.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> HardSwish(Vector512<float> x) =>
        x * (Clip(x + Vector512.Create(3f), 0f, 6f) / Vector512.Create(6f));

    /// <summary>x times the hard sigmoid, and its derivative: 0 if x &lt;= -3, 1 if x >= 3, otherwise
    /// x / 3 + 1 / 2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> HardSwish(Vector512<float> x, out Vector512<float> slope)
    {
        var three = Vector512.Create(3f);
        Vector512<float> inside = x / three + Vector512.Create(0.5f);
        Vector512<float> above = Select(Vector512.GreaterThanOrEqual(x, three), Vector512<float>.One, inside);
        slope = Vector512.AndNot(above, Vector512.LessThanOrEqual(x, -three));
        return HardSwish(x);
    }

    /// <summary>x, but <paramref name="min"/> below it and <paramref name="max"/> above it; NaN for NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Clip(Vector512<float> x, float min, float max)
    {
        Vector512<float> lower = Vector512.Create(min), upper = Vector512.Create(max);
        return Avx512F.IsSupported
            ? Avx512F.Min(upper, Avx512F.Max(lower, x))
            : Vector512.Create(Clip(x.GetLower(), min, max), Clip(x.GetUpper(), min, max));
    }

    /// <summary>0 if x &lt;= 0, otherwise x; NaN for NaN, as in PyTorch.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> ReLU(Vector512<float> x) =>
        Vector512.ConditionalSelect(Vector512.LessThanOrEqual(x, Vector512<float>.Zero), Vector512<float>.Zero, x);

    /// <summary>In each lane, <paramref name="value"/> where the mask has all bits set, and <paramref name="other"/> where it has
    /// none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Select(Vector512<float> mask, Vector512<float> value, Vector512<float> other) =>
        Vector512.ConditionalSelect(mask, value, other);

    /// <summary>In each lane, <paramref name="value"/> where the mask has all bits set, and <paramref name="other"/> where it has
    /// none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Select(Vector512<int> mask, Vector512<int> value, Vector512<int> other) =>
        Vector512.ConditionalSelect(mask, value, other);

    /// <summary>x if x > 0, otherwise slope * x; NaN for NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> LeakyReLU(Vector512<float> x, float slope) =>
        Vector512.ConditionalSelect(Vector512.GreaterThan(x, Vector512<float>.Zero), x, x * Vector512.Create(slope));

    /// <summary>The larger value, or NaN if either is NaN: PyTorch's rule for max pooling. Of equal values the first is
    /// returned, which determines the sign of a zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Maximum(Vector512<float> best, Vector512<float> next) =>
        NaNIfUnordered(next, next, Larger(best, next));

    /// <summary>The largest value of a pooling window of four, or NaN if one of them is NaN. Of equal values the first is
    /// returned.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Maximum(
        Vector512<float> first, Vector512<float> second, Vector512<float> third, Vector512<float> fourth) =>
        NaNIfUnordered(
            first, second, NaNIfUnordered(third, fourth, Larger(Larger(first, second), Larger(third, fourth))));

    /// <summary>The larger value if neither is NaN. Of equal values the first is returned; a NaN in <paramref name="best"/> is
    /// kept, a NaN in <paramref name="next"/> is ignored.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Larger(Vector512<float> best, Vector512<float> next) => Avx512F.IsSupported
        ? Avx512F.Max(next, best)
        : Vector512.ConditionalSelect(Vector512.GreaterThan(next, best), next, best);

    /// <summary>In each lane, <paramref name="offset"/> if <paramref name="value"/> equals <paramref name="largest"/>, else
    /// <paramref name="otherwise"/>. Applied to a window from its last value to its first, it finds the offset of the first
    /// largest value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> OffsetWhereEqual(
        Vector512<float> value, Vector512<float> largest, int offset, Vector512<int> otherwise) =>
        Vector512.ConditionalSelect(Vector512.Equals(value, largest).AsInt32(), Vector512.Create(offset), otherwise);

    /// <summary>In each lane, <paramref name="offset"/> if <paramref name="value"/> is NaN, else <paramref name="otherwise"/>. Applied
    /// to a window from its first value to its last, it finds the offset of the last NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> OffsetWhereNaN(Vector512<float> value, int offset, Vector512<int> otherwise) =>
        Vector512.ConditionalSelect(Vector512.Equals(value, value).AsInt32(), otherwise, Vector512.Create(offset));

    /// <summary>Whether any lane is NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool HasNaN(Vector512<float> x) => !Vector512.EqualsAll(x, x);

    /// <summary>The offset of the value that PyTorch would choose from a pooling window of four: the first of the largest, or
    /// the last NaN if there is one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Winner(
        Vector512<float> first,
        Vector512<float> second,
        Vector512<float> third,
        Vector512<float> fourth,
        Vector512<float> largest,
        int firstOffset,
        int secondOffset,
        int thirdOffset,
        int fourthOffset)
    {
        var winner = Vector512.Create(fourthOffset);
        winner = OffsetWhereEqual(third, largest, thirdOffset, winner);
        winner = OffsetWhereEqual(second, largest, secondOffset, winner);
        winner = OffsetWhereEqual(first, largest, firstOffset, winner);
        if (HasNaN(largest))
        {
            winner = OffsetWhereNaN(first, firstOffset, winner);
            winner = OffsetWhereNaN(second, secondOffset, winner);
            winner = OffsetWhereNaN(third, thirdOffset, winner);
            winner = OffsetWhereNaN(fourth, fourthOffset, winner);
        }

        return winner;
    }

    /// <summary>Whether no lane is NaN or infinite.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AreFinite(Vector512<float> x) => Vector512.EqualsAll(x - x, Vector512<float>.Zero);

    /// <summary>The even lanes of each quarter of both vectors: a0 a2 b0 b2, a4 a6 b4 b6, a8 a10 b8 b10, a12 a14 b12 b14.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> EvenLanes(Vector512<float> a, Vector512<float> b) => Avx512F.IsSupported
        ? Avx512F.Shuffle(a, b, 0b10_00_10_00)
        : Vector512.Create(EvenLanes(a.GetLower(), b.GetLower()), EvenLanes(a.GetUpper(), b.GetUpper()));

    /// <summary>The odd lanes of each quarter of both vectors: a1 a3 b1 b3, a5 a7 b5 b7, a9 a11 b9 b11, a13 a15 b13 b15.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> OddLanes(Vector512<float> a, Vector512<float> b) => Avx512F.IsSupported
        ? Avx512F.Shuffle(a, b, 0b11_01_11_01)
        : Vector512.Create(OddLanes(a.GetLower(), b.GetLower()), OddLanes(a.GetUpper(), b.GetUpper()));

    /// <summary>The lower half of one vector and the upper half of another, in their positions.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Halves(Vector512<float> lower, Vector512<float> upper) => upper.WithLower(lower.GetLower());

    /// <summary>The sum of the sixteen lanes, in one fixed order: lanes 0 to 7 and lanes 8 to 15 are added pair by pair, then the
    /// eight sums in the order of <see cref="SumLanes(Vector256{float})"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float SumLanes(Vector512<float> x) => SumLanes(x.GetLower() + x.GetUpper());

    /// <summary>The largest of the sixteen lanes, broadcast to all lanes; any lane's value if one is NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> LargestLane(Vector512<float> x)
    {
        Vector256<float> largest = LargestLane(Vector256.MaxNative(x.GetLower(), x.GetUpper()));
        return Vector512.Create(largest, largest);
    }

    /// <summary>The value, or all bits set, which is a NaN, where a or b is NaN. This selection is compiled to a masked
    /// instruction; to make a vector of the mask first would take another one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> NaNIfUnordered(Vector512<float> a, Vector512<float> b, Vector512<float> value) =>
        Avx512F.IsSupported
            ? Vector512.ConditionalSelect(Avx512F.CompareOrdered(a, b), value, Vector512<float>.AllBitsSet)
            : value | ~(Vector512.Equals(a, a) & Vector512.Equals(b, b));
}
