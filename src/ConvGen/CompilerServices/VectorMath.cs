using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace ConvGen.CompilerServices;

/// <summary>
/// The functions of activations and losses over eight or sixteen floats. Apart from <c>MultiplyAddEstimate</c>, they use
/// only portable vector operations whose results IEEE 754 defines exactly. That one is a fused multiply-add wherever the processor has
/// one (FMA; every Arm64), so that each lane has the same bits on all of these. On processors without FMA (WebAssembly, x64 before 2013), products and
/// sums are rounded separately: each lane has the same bits on all of these, and the same accuracy is stated for both. The library's
/// own <c>Vector256.Exp</c>, <c>Max</c> and <c>Sum</c>, whose bits may differ between processors, are not used. If one instruction of
/// AVX or Arm64 replaces several portable ones, it is used where it is available, and gives the same bits. Polynomials are from the
/// Cephes library (Moshier).
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static partial class VectorMath
{
    // 1.5 * 2^23: added to a small number, it leaves the nearest integer in the low bits of the sum.
    private const float IntegerShift = 12582912f;

    // ln 2 as the nearest float and the remainder.
    private const float Ln2 = 0.693147182f, Ln2Rest = -1.90465421e-9f;

    /// <summary>e^x, within 2 units in the last place: infinity from 88.73 on, subnormal below -87.3, 0 below -104, NaN
    /// for NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Exp(Vector256<float> x)
    {
        // Beyond these bounds the result is constant. With NaN as the second operand the result is NaN on every processor.
        x = Vector256.MaxNative(Vector256.Create(-104f), Vector256.MinNative(Vector256.Create(89f), x));

        Vector256<float> power = Vector256<float>.One + ExpMinusOne(x, out Vector256<int> exponent);
        return TimesPowerOfTwo(power, exponent);
    }

    /// <summary>ln x, within 2 units in the last place: -infinity for 0, NaN for negative numbers and NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Log(Vector256<float> x)
    {
        // Subnormal numbers are first scaled into the normal range: ln x = ln(2^23 x) - 23 ln 2.
        var isSubnormal = Vector256.LessThan(x, Vector256.Create(1.17549435e-38f));
        Vector256<float> normal = Select(isSubnormal, x * Vector256.Create(8388608f), x);
        Vector256<float> bias = Select(isSubnormal, Vector256.Create(127f + 23f), Vector256.Create(127f));

        // x = 2^k (1 + f) with 1 + f between sqrt(1/2) and sqrt(2).
        Vector256<int> sqrtHalf = Vector256.Create(0x3F3504F3), one = Vector256.Create(0x3F800000);
        Vector256<int> bits = normal.AsInt32() + (one - sqrtHalf);
        Vector256<float> mantissa = ((bits & Vector256.Create(0x007F_FFFF)) + sqrtHalf).AsSingle();
        Vector256<float> f = mantissa - Vector256<float>.One;

        // Both terms exceed the shift by integers below 2^23, so that the difference is exact.
        Vector256<int> biased = Vector256.ShiftRightLogical(bits, 23) + Vector256.Create(IntegerShift).AsInt32();
        Vector256<float> k = biased.AsSingle() - Vector256.Create(IntegerShift) - bias;

        Vector256<float> tail = LogTail(f, k * Vector256.Create(Ln2Rest));
        var result = Vector256.MultiplyAddEstimate(k, Vector256.Create(Ln2), f + tail);

        // Arguments without a finite logarithm: infinity and NaN are returned unchanged; zero gives -infinity and negative
        // numbers give NaN.
        var isFinite = Vector256.LessThan(x, Vector256.Create(float.PositiveInfinity));
        var isPositive = Vector256.GreaterThan(x, Vector256<float>.Zero);
        var isZero = Vector256.Equals(x, Vector256<float>.Zero);
        result = Select(isFinite, result, x);
        Vector256<float> outside = Select(
            isZero, Vector256.Create(float.NegativeInfinity), Vector256.Create(float.NaN));
        return Select(isPositive, result, outside);
    }

    /// <summary>ln(1 + x) for x >= 0, with a small relative error even for tiny x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> LogOnePlus(Vector256<float> x)
    {
        // u = 1 + x is rounded. That changes little in ln(u) / (u - 1), but would change ln(u) alone (Kahan).
        Vector256<float> u = Vector256<float>.One + x;
        Vector256<float> corrected = Log(u) * (x / (u - Vector256<float>.One));
        return Select(Vector256.Equals(u, Vector256<float>.One), x, corrected);
    }

    /// <summary>tanh x, with a small relative error for every x, even near 0; NaN for NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Tanh(Vector256<float> x)
    {
        var magnitude = Vector256.Abs(x);

        // Near 0, where 1 - 2 / (1 + e^2x) would cancel: x + x^3 p(x^2).
        Vector256<float> square = x * x;
        var p = Vector256.Create(-5.70498872745e-3f);
        p = Vector256.MultiplyAddEstimate(p, square, Vector256.Create(2.06390887954e-2f));
        p = Vector256.MultiplyAddEstimate(p, square, Vector256.Create(-5.37397155531e-2f));
        p = Vector256.MultiplyAddEstimate(p, square, Vector256.Create(1.33314422036e-1f));
        p = Vector256.MultiplyAddEstimate(p, square, Vector256.Create(-3.33332819422e-1f));
        var near = Vector256.MultiplyAddEstimate(p * square, x, x);

        var two = Vector256.Create(2f);
        Vector256<float> far = Vector256<float>.One - two / (Vector256<float>.One + Exp(two * magnitude));
        Vector256<float> signed = Select(Vector256.LessThan(x, Vector256<float>.Zero), -far, far);
        return Select(Vector256.LessThan(magnitude, Vector256.Create(0.625f)), near, signed);
    }

    /// <summary>0 if x &lt;= 0, otherwise x; NaN for NaN, as in PyTorch.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> ReLU(Vector256<float> x) =>
        AdvSimd.IsSupported
            ? Unsafe.BitCast<FloatHalves, Vector256<float>>(new FloatHalves
            {
                Lower = AdvSimd.BitwiseClear(x.GetLower(), AdvSimd.CompareLessThanOrEqual(x.GetLower(), Vector128<float>.Zero)),
                Upper = AdvSimd.BitwiseClear(x.GetUpper(), AdvSimd.CompareLessThanOrEqual(x.GetUpper(), Vector128<float>.Zero)),
            })
            : Select(Vector256.LessThanOrEqual(x, Vector256<float>.Zero), Vector256<float>.Zero, x);

    /// <summary>The larger value, or NaN if either is NaN: PyTorch's rule for max pooling. Of equal values the first is
    /// returned, which determines the sign of a zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Maximum(Vector256<float> best, Vector256<float> next) =>
        Larger(best, next) | ~Vector256.Equals(next, next);

    /// <summary>The largest value of a pooling window of four. Testing pairs for NaN saves comparisons, which compete with
    /// multiply-adds for the same execution units.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Maximum(
        Vector256<float> first, Vector256<float> second, Vector256<float> third, Vector256<float> fourth) =>
        AdvSimd.IsSupported
            ? Unsafe.BitCast<FloatHalves, Vector256<float>>(new FloatHalves
            {
                Lower = Maximum(first.GetLower(), second.GetLower(), third.GetLower(), fourth.GetLower()),
                Upper = Maximum(first.GetUpper(), second.GetUpper(), third.GetUpper(), fourth.GetUpper()),
            })
            : Larger(Larger(first, second), Larger(third, fourth)) | NaNIn(first, second) | NaNIn(third, fourth);

    /// <summary>In each lane, <paramref name="offset"/> if <paramref name="value"/> equals <paramref name="largest"/>, else
    /// <paramref name="otherwise"/>. Applied to a window from its last value to its first, it finds the offset of the first
    /// largest value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> OffsetWhereEqual(
        Vector256<float> value, Vector256<float> largest, int offset, Vector256<int> otherwise) =>
        Select(Vector256.Equals(value, largest).AsInt32(), Vector256.Create(offset), otherwise);

    /// <summary>In each lane, <paramref name="offset"/> if <paramref name="value"/> is NaN, else <paramref name="otherwise"/>. Applied
    /// to a window from its first value to its last, it finds the offset of the last NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> OffsetWhereNaN(Vector256<float> value, int offset, Vector256<int> otherwise) =>
        Select(Vector256.Equals(value, value).AsInt32(), otherwise, Vector256.Create(offset));

    /// <summary>Whether any lane is NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool HasNaN(Vector256<float> x) => AdvSimd.IsSupported
        ? (Vector128.Equals(x.GetLower(), x.GetLower()) & Vector128.Equals(x.GetUpper(), x.GetUpper())).AsInt32() != Vector128<int>.AllBitsSet
        : !Vector256.EqualsAll(x, x);

    /// <summary>The offset of the value that PyTorch would choose from a pooling window of four: the first of the largest, or
    /// the last NaN if there is one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Winner(
        Vector256<float> first,
        Vector256<float> second,
        Vector256<float> third,
        Vector256<float> fourth,
        Vector256<float> largest,
        int firstOffset,
        int secondOffset,
        int thirdOffset,
        int fourthOffset)
    {
        if (AdvSimd.IsSupported)
        {
            Vector128<int> lower = FirstLargest(
                first.GetLower(), second.GetLower(), third.GetLower(), largest.GetLower(),
                firstOffset, secondOffset, thirdOffset, fourthOffset);
            Vector128<int> upper = FirstLargest(
                first.GetUpper(), second.GetUpper(), third.GetUpper(), largest.GetUpper(),
                firstOffset, secondOffset, thirdOffset, fourthOffset);
            if (HasNaN(largest))
            {
                lower = OffsetWhereNaN(first.GetLower(), firstOffset, lower);
                upper = OffsetWhereNaN(first.GetUpper(), firstOffset, upper);
                lower = OffsetWhereNaN(second.GetLower(), secondOffset, lower);
                upper = OffsetWhereNaN(second.GetUpper(), secondOffset, upper);
                lower = OffsetWhereNaN(third.GetLower(), thirdOffset, lower);
                upper = OffsetWhereNaN(third.GetUpper(), thirdOffset, upper);
                lower = OffsetWhereNaN(fourth.GetLower(), fourthOffset, lower);
                upper = OffsetWhereNaN(fourth.GetUpper(), fourthOffset, upper);
            }

            return Unsafe.BitCast<IntegerHalves, Vector256<int>>(new IntegerHalves { Lower = lower, Upper = upper });
        }

        var winner = Vector256.Create(fourthOffset);
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
    public static bool AreFinite(Vector256<float> x) => Vector256.EqualsAll(x - x, Vector256<float>.Zero);

    /// <summary>Whether none of <paramref name="count"/> values is NaN or infinite.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static bool AreFinite(ref float values, int count)
    {
        // Without the sign bit, floats compare like their bits as integers, and infinity and NaN are the largest.
        const uint Infinity = 0x7F80_0000;
        var magnitude = Vector256.Create(0x7FFF_FFFFu);
        Vector256<uint> largest = Vector256<uint>.Zero;
        int i = 0;
        for (; i <= count - Vector256<float>.Count; i += Vector256<float>.Count)
        {
            largest = Vector256.Max(largest, Vector256.LoadUnsafe(ref values, (nuint)i).AsUInt32() & magnitude);
        }

        for (; i < count; i++)
        {
            largest = Vector256.Max(largest, Vector256.Create(BitConverter.SingleToUInt32Bits(Unsafe.Add(ref values, i))) & magnitude);
        }

        return Vector256.LessThanAll(largest, Vector256.Create(Infinity));
    }

    /// <summary>The even lanes of each half of both vectors: a0 a2 b0 b2, a4 a6 b4 b6. Applied twice to four vectors, this and
    /// <see cref="OddLanes(Vector256{float}, Vector256{float})"/> transpose rows into columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> EvenLanes(Vector256<float> a, Vector256<float> b) => Avx.IsSupported
        ? Avx.Shuffle(a, b, 0b10_00_10_00)
        : AdvSimd.Arm64.IsSupported
        ? Unsafe.BitCast<FloatHalves, Vector256<float>>(new FloatHalves
        {
            Lower = AdvSimd.Arm64.UnzipEven(a.GetLower(), b.GetLower()),
            Upper = AdvSimd.Arm64.UnzipEven(a.GetUpper(), b.GetUpper()),
        })
        : Vector256.Create(
            Pairs(a.GetLower(), b.GetLower(), Vector128.Create(0, 2, 0, 2)),
            Pairs(a.GetUpper(), b.GetUpper(), Vector128.Create(0, 2, 0, 2)));

    /// <summary>The odd lanes of each half of both vectors: a1 a3 b1 b3, a5 a7 b5 b7.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> OddLanes(Vector256<float> a, Vector256<float> b) => Avx.IsSupported
        ? Avx.Shuffle(a, b, 0b11_01_11_01)
        : AdvSimd.Arm64.IsSupported
        ? Unsafe.BitCast<FloatHalves, Vector256<float>>(new FloatHalves
        {
            Lower = AdvSimd.Arm64.UnzipOdd(a.GetLower(), b.GetLower()),
            Upper = AdvSimd.Arm64.UnzipOdd(a.GetUpper(), b.GetUpper()),
        })
        : Vector256.Create(
            Pairs(a.GetLower(), b.GetLower(), Vector128.Create(1, 3, 1, 3)),
            Pairs(a.GetUpper(), b.GetUpper(), Vector128.Create(1, 3, 1, 3)));

    /// <summary>The lanes of a in the first two places of the order, and those of b in its last two. WebAssembly's interpreter runs this
    /// as instructions; for vectors of 256 bits and for floats it would shuffle lane by lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Pairs(Vector128<float> a, Vector128<float> b, Vector128<int> order) =>
        Vector128.ConditionalSelect(
            Vector128.Create(-1, -1, 0, 0),
            Vector128.Shuffle(a.AsInt32(), order),
            Vector128.Shuffle(b.AsInt32(), order)).AsSingle();

    /// <summary>The lower half of one vector and the upper half of another, in their positions.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Halves(Vector256<float> lower, Vector256<float> upper) => Avx.IsSupported
        ? Avx.Blend(lower, upper, 0b1111_0000)
        : AdvSimd.IsSupported
        ? Unsafe.BitCast<FloatHalves, Vector256<float>>(new FloatHalves { Lower = lower.GetLower(), Upper = upper.GetUpper() })
        : Vector256.Create(lower.GetLower(), upper.GetUpper());

    /// <summary>The sum of the eight lanes, in one fixed order: ((0+4) + (2+6)) + ((1+5) + (3+7)).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float SumLanes(Vector256<float> x)
    {
        Vector128<float> four = x.GetLower() + x.GetUpper();
        Vector128<float> two = four + Vector128.Shuffle(four, Vector128.Create(2, 3, 0, 1));
        return two.GetElement(0) + two.GetElement(1);
    }

    /// <summary>The largest of the eight lanes, broadcast to all lanes; any lane's value if one is NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> LargestLane(Vector256<float> x)
    {
        if (AdvSimd.Arm64.IsSupported)
        {
            var largest = Vector128.Create(
                AdvSimd.Arm64.MaxAcross(AdvSimd.Max(x.GetLower(), x.GetUpper())).ToScalar());
            return Unsafe.BitCast<FloatHalves, Vector256<float>>(new FloatHalves { Lower = largest, Upper = largest });
        }

        x = Vector256.MaxNative(x, Vector256.Shuffle(x, Vector256.Create(4, 5, 6, 7, 0, 1, 2, 3)));
        x = Vector256.MaxNative(x, Vector256.Shuffle(x, Vector256.Create(2, 3, 0, 1, 6, 7, 4, 5)));
        return Vector256.MaxNative(x, Vector256.Shuffle(x, Vector256.Create(1, 0, 3, 2, 5, 4, 7, 6)));
    }

    /// <summary>The larger value if neither is NaN, at a third of the cost of <see cref="Maximum(Vector256{float},
    /// Vector256{float})"/>. Of equal values the first is returned; a NaN in <paramref name="best"/> is kept, a NaN in
    /// <paramref name="next"/> is ignored.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Larger(Vector256<float> best, Vector256<float> next) => Avx.IsSupported
        ? Avx.Max(next, best)
        : AdvSimd.IsSupported
        ? Unsafe.BitCast<FloatHalves, Vector256<float>>(new FloatHalves
        {
            Lower = Larger(best.GetLower(), next.GetLower()),
            Upper = Larger(best.GetUpper(), next.GetUpper()),
        })
        : Select(Vector256.GreaterThan(next, best), next, best);

    /// <summary>All bits set, which is a NaN, if either value is NaN; otherwise zero bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> NaNIn(Vector256<float> a, Vector256<float> b) => Avx.IsSupported
        ? Avx.CompareUnordered(a, b)
        : ~(Vector256.Equals(a, a) & Vector256.Equals(b, b));

    /// <summary>s and n in e^x = 2^n (1 + s), with -0.3 &lt;= s &lt;= 0.42.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> ExpMinusOne(Vector256<float> x, out Vector256<int> exponent)
    {
        // x = n ln 2 + r with |r| <= ln(2) / 2, so that e^x = 2^n e^r.
        var shifted =
            Vector256.MultiplyAddEstimate(x, Vector256.Create(1.44269504f), Vector256.Create(IntegerShift));
        Vector256<float> n = shifted - Vector256.Create(IntegerShift);
        Vector256<float> r = FusedMultiplyAdd(n, Vector256.Create(-Ln2), x);
        r = Vector256.MultiplyAddEstimate(n, Vector256.Create(-Ln2Rest), r);
        exponent = shifted.AsInt32() - Vector256.Create(IntegerShift).AsInt32();
        return ExpMinusOneNearZero(r);
    }

    /// <summary>e^r - 1 = r + r^2 p(r), for |r| &lt;= ln(2) / 2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> ExpMinusOneNearZero(Vector256<float> r)
    {
        var p = Vector256.Create(1.9875691500e-4f);
        p = Vector256.MultiplyAddEstimate(p, r, Vector256.Create(1.3981999507e-3f));
        p = Vector256.MultiplyAddEstimate(p, r, Vector256.Create(8.3334519073e-3f));
        p = Vector256.MultiplyAddEstimate(p, r, Vector256.Create(4.1665795894e-2f));
        p = Vector256.MultiplyAddEstimate(p, r, Vector256.Create(1.6666665459e-1f));
        p = Vector256.MultiplyAddEstimate(p, r, Vector256.Create(5.0000001201e-1f));
        return Vector256.MultiplyAddEstimate(p, r * r, r);
    }

    /// <summary>rest + ln(1 + f) - f, for 1 + f between sqrt(1/2) and sqrt(2).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> LogTail(Vector256<float> f, Vector256<float> rest)
    {
        // ln(1 + f) = f - f^2 / 2 + f^3 p(f).
        var p = Vector256.Create(7.0376836292e-2f);
        p = Vector256.MultiplyAddEstimate(p, f, Vector256.Create(-1.1514610310e-1f));
        p = Vector256.MultiplyAddEstimate(p, f, Vector256.Create(1.1676998740e-1f));
        p = Vector256.MultiplyAddEstimate(p, f, Vector256.Create(-1.2420140846e-1f));
        p = Vector256.MultiplyAddEstimate(p, f, Vector256.Create(1.4249322787e-1f));
        p = Vector256.MultiplyAddEstimate(p, f, Vector256.Create(-1.6668057665e-1f));
        p = Vector256.MultiplyAddEstimate(p, f, Vector256.Create(2.0000714765e-1f));
        p = Vector256.MultiplyAddEstimate(p, f, Vector256.Create(-2.4999993993e-1f));
        p = Vector256.MultiplyAddEstimate(p, f, Vector256.Create(3.3333331174e-1f));
        Vector256<float> square = f * f;
        var tail = Vector256.MultiplyAddEstimate(square * f, p, rest);
        return Vector256.MultiplyAddEstimate(square, Vector256.Create(-0.5f), tail);
    }

    /// <summary>2^n times a value; see <see cref="PowersOfTwo"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> TimesPowerOfTwo(Vector256<float> value, Vector256<int> n)
    {
        Vector256<float> power = PowersOfTwo(n, out Vector256<float> otherPower);
        return value * power * otherPower;
    }

    /// <summary>2^n as two factors, because n may exceed the exponent range of one float. Of the products with a value, only the second
    /// can leave the normal range, so that the result is rounded once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> PowersOfTwo(Vector256<int> n, out Vector256<float> otherPower)
    {
        var half = Vector256.ShiftRightArithmetic(n, 1);
        otherPower = PowerOfTwo(n - half);
        return PowerOfTwo(half);
    }

    /// <summary>2^n for -126 &lt;= n &lt;= 127, by writing n into the exponent bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> PowerOfTwo(Vector256<int> n) =>
        Vector256.ShiftLeft(n + Vector256.Create(127), 23).AsSingle();
}
