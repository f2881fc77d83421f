#pragma warning disable RS0016, CS1591, RS0026, RS0027, IDE0055, CS1573
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
namespace ConvGen.CompilerServices;
public static partial class VectorMath
{
    private const MethodImplOptions I = MethodImplOptions.AggressiveInlining;
    [MethodImpl(I)] public static Vector512<float> Exp(Vector512<float> x) => Vector512.Create(Exp(x.GetLower()), Exp(x.GetUpper()));
    [MethodImpl(I)] public static Vector512<float> Log(Vector512<float> x) => Vector512.Create(Log(x.GetLower()), Log(x.GetUpper()));
    [MethodImpl(I)] public static Vector512<float> LogOnePlus(Vector512<float> x) => Vector512.Create(LogOnePlus(x.GetLower()), LogOnePlus(x.GetUpper()));
    [MethodImpl(I)] public static Vector512<float> ExpMinusOne(Vector512<float> x) => Vector512.Create(ExpMinusOne(x.GetLower()), ExpMinusOne(x.GetUpper()));
    [MethodImpl(I)] public static Vector512<float> Tanh(Vector512<float> x) => Vector512.Create(Tanh(x.GetLower()), Tanh(x.GetUpper()));
    [MethodImpl(I)] public static Vector512<float> Sigmoid(Vector512<float> x) => Vector512.Create(Sigmoid(x.GetLower()), Sigmoid(x.GetUpper()));
    [MethodImpl(I)] public static Vector512<float> SiLU(Vector512<float> x) => Vector512.Create(SiLU(x.GetLower()), SiLU(x.GetUpper()));
    [MethodImpl(I)] public static Vector512<float> GELU(Vector512<float> x) => Vector512.Create(GELU(x.GetLower()), GELU(x.GetUpper()));
    [MethodImpl(I)] public static Vector512<float> ELU(Vector512<float> x) => Vector512.Create(ELU(x.GetLower()), ELU(x.GetUpper()));
    [MethodImpl(I)] public static Vector512<float> Softplus(Vector512<float> x) => Vector512.Create(Softplus(x.GetLower()), Softplus(x.GetUpper()));
    [MethodImpl(I)] public static Vector512<float> SiLU(Vector512<float> x, out Vector512<float> s) { var r = Vector512.Create(SiLU(x.GetLower(), out var a), SiLU(x.GetUpper(), out var b)); s = Vector512.Create(a, b); return r; }
    [MethodImpl(I)] public static Vector512<float> GELU(Vector512<float> x, out Vector512<float> s) { var r = Vector512.Create(GELU(x.GetLower(), out var a), GELU(x.GetUpper(), out var b)); s = Vector512.Create(a, b); return r; }
    [MethodImpl(I)] public static Vector512<float> LeakyReLU(Vector512<float> x, float slope) => Vector512.ConditionalSelect(Vector512.GreaterThan(x, Vector512<float>.Zero), x, x * Vector512.Create(slope));
    [MethodImpl(I)] public static Vector512<float> ReLU(Vector512<float> x) => Vector512.ConditionalSelect(Vector512.LessThanOrEqual(x, Vector512<float>.Zero), Vector512<float>.Zero, x);
    [MethodImpl(I)] public static Vector512<float> Larger(Vector512<float> best, Vector512<float> next) => Avx512F.IsSupported ? Avx512F.Max(next, best) : Vector512.ConditionalSelect(Vector512.GreaterThan(next, best), next, best);
    [MethodImpl(I)] public static Vector512<float> Maximum(Vector512<float> best, Vector512<float> next) => Larger(best, next) | ~Vector512.Equals(next, next);
    [MethodImpl(I)] private static Vector512<float> NaNIn(Vector512<float> a, Vector512<float> b) => ~(Vector512.Equals(a, a) & Vector512.Equals(b, b));
    [MethodImpl(I)] public static Vector512<float> Maximum(Vector512<float> first, Vector512<float> second, Vector512<float> third, Vector512<float> fourth) => Larger(Larger(first, second), Larger(third, fourth)) | NaNIn(first, second) | NaNIn(third, fourth);
    [MethodImpl(I)] public static Vector512<int> OffsetWhereEqual(Vector512<float> value, Vector512<float> largest, int offset, Vector512<int> otherwise) => Vector512.ConditionalSelect(Vector512.Equals(value, largest).AsInt32(), Vector512.Create(offset), otherwise);
    [MethodImpl(I)] public static Vector512<int> OffsetWhereNaN(Vector512<float> value, int offset, Vector512<int> otherwise) => Vector512.ConditionalSelect(Vector512.Equals(value, value).AsInt32(), otherwise, Vector512.Create(offset));
    [MethodImpl(I)] public static bool HasNaN(Vector512<float> x) => !Vector512.EqualsAll(x, x);
    [MethodImpl(I)] public static bool AreFinite(Vector512<float> x) => Vector512.EqualsAll(x - x, Vector512<float>.Zero);
    [MethodImpl(I)] public static Vector512<int> Winner(Vector512<float> first, Vector512<float> second, Vector512<float> third, Vector512<float> fourth, Vector512<float> largest, int firstOffset, int secondOffset, int thirdOffset, int fourthOffset)
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
    [MethodImpl(I)] public static Vector512<float> EvenLanes(Vector512<float> a, Vector512<float> b) => Avx512F.IsSupported ? Avx512F.Shuffle(a, b, 0b10_00_10_00) : Vector512.Create(EvenLanes(a.GetLower(), b.GetLower()), EvenLanes(a.GetUpper(), b.GetUpper()));
    [MethodImpl(I)] public static Vector512<float> OddLanes(Vector512<float> a, Vector512<float> b) => Avx512F.IsSupported ? Avx512F.Shuffle(a, b, 0b11_01_11_01) : Vector512.Create(OddLanes(a.GetLower(), b.GetLower()), OddLanes(a.GetUpper(), b.GetUpper()));
    [MethodImpl(I)] public static Vector512<float> Halves(Vector512<float> lower, Vector512<float> upper) => Vector512.ConditionalSelect(Vector512.Create(-1, -1, -1, -1, -1, -1, -1, -1, 0, 0, 0, 0, 0, 0, 0, 0).AsSingle(), lower, upper);
    [MethodImpl(I)] public static float SumLanes(Vector512<float> x) => SumLanes(x.GetLower() + x.GetUpper());
    [MethodImpl(I)] public static Vector512<float> LargestLane(Vector512<float> x) { var m = LargestLane(Vector256.MaxNative(x.GetLower(), x.GetUpper())); return Vector512.Create(m, m); }
}

