using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace ConvGen.CompilerServices;

/// <content>
/// What Arm64 computes on each half of a vector. There a <see cref="Vector256{T}"/> is a pair of registers, and each of its methods must be
/// inlined, which adds local variables. Beyond 512 of them the JIT stops inlining and calls instead. So these functions work on halves
/// of type <see cref="Vector128{T}"/>, whose methods are single instructions, and join the halves by reinterpretation, which needs three
/// local variables instead of the nine of <see cref="Vector256.Create(Vector128{float}, Vector128{float})"/>.
/// </content>
public static partial class VectorMath
{
    /// <summary>In each lane, <paramref name="value"/> where the mask has all bits set, and <paramref name="other"/> where it has
    /// none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Select(Vector256<float> mask, Vector256<float> value, Vector256<float> other) =>
        AdvSimd.IsSupported
            ? Unsafe.BitCast<FloatHalves, Vector256<float>>(new FloatHalves
            {
                Lower = AdvSimd.BitwiseSelect(mask.GetLower(), value.GetLower(), other.GetLower()),
                Upper = AdvSimd.BitwiseSelect(mask.GetUpper(), value.GetUpper(), other.GetUpper()),
            })
            : Vector256.ConditionalSelect(mask, value, other);

    /// <summary>In each lane, <paramref name="value"/> where the mask has all bits set, and <paramref name="other"/> where it has
    /// none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Select(Vector256<int> mask, Vector256<int> value, Vector256<int> other) =>
        AdvSimd.IsSupported
            ? Unsafe.BitCast<IntegerHalves, Vector256<int>>(new IntegerHalves
            {
                Lower = AdvSimd.BitwiseSelect(mask.GetLower(), value.GetLower(), other.GetLower()),
                Upper = AdvSimd.BitwiseSelect(mask.GetUpper(), value.GetUpper(), other.GetUpper()),
            })
            : Vector256.ConditionalSelect(mask, value, other);

    /// <summary><see cref="Larger(Vector256{float}, Vector256{float})"/> of a half.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Larger(Vector128<float> best, Vector128<float> next) =>
        AdvSimd.BitwiseSelect(AdvSimd.CompareGreaterThan(next, best), next, best);

    /// <summary><see cref="Clip(Vector256{float}, float, float)"/> of a half.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Clip(Vector128<float> x, float min, float max)
    {
        Vector128<float> lower = Vector128.Create(min), upper = Vector128.Create(max);
        Vector128<float> above = AdvSimd.BitwiseSelect(AdvSimd.CompareGreaterThan(lower, x), lower, x);
        return AdvSimd.BitwiseSelect(AdvSimd.CompareGreaterThan(above, upper), upper, above);
    }

    /// <summary><see cref="LeakyReLU(Vector256{float}, float)"/> of a half.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> LeakyReLU(Vector128<float> x, float slope) =>
        AdvSimd.BitwiseSelect(AdvSimd.CompareGreaterThan(x, Vector128<float>.Zero), x, x * slope);

    /// <summary><see cref="Maximum(Vector256{float}, Vector256{float}, Vector256{float}, Vector256{float})"/> of a half.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Maximum(
        Vector128<float> first, Vector128<float> second, Vector128<float> third, Vector128<float> fourth)
    {
        Vector128<float> numbers = AdvSimd.And(
            AdvSimd.And(AdvSimd.CompareEqual(first, first), AdvSimd.CompareEqual(second, second)),
            AdvSimd.And(AdvSimd.CompareEqual(third, third), AdvSimd.CompareEqual(fourth, fourth)));
        return AdvSimd.OrNot(Larger(Larger(first, second), Larger(third, fourth)), numbers);
    }

    /// <summary>In each lane of a half, the offset of the first value of the window that equals the largest; of the fourth, if none of
    /// the others does.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> FirstLargest(
        Vector128<float> first,
        Vector128<float> second,
        Vector128<float> third,
        Vector128<float> largest,
        int firstOffset,
        int secondOffset,
        int thirdOffset,
        int fourthOffset)
    {
        Vector128<int> winner = AdvSimd.BitwiseSelect(
            AdvSimd.CompareEqual(third, largest).AsInt32(), Vector128.Create(thirdOffset), Vector128.Create(fourthOffset));
        winner = AdvSimd.BitwiseSelect(AdvSimd.CompareEqual(second, largest).AsInt32(), Vector128.Create(secondOffset), winner);
        return AdvSimd.BitwiseSelect(AdvSimd.CompareEqual(first, largest).AsInt32(), Vector128.Create(firstOffset), winner);
    }

    /// <summary><see cref="OffsetWhereNaN(Vector256{float}, int, Vector256{int})"/> of a half.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> OffsetWhereNaN(Vector128<float> value, int offset, Vector128<int> otherwise) =>
        AdvSimd.BitwiseSelect(AdvSimd.CompareEqual(value, value).AsInt32(), otherwise, Vector128.Create(offset));

    private struct FloatHalves
    {
        public Vector128<float> Lower, Upper;
    }

    private struct IntegerHalves
    {
        public Vector128<int> Lower, Upper;
    }
}
