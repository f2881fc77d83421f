using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace ConvGen.CompilerServices;

/// <content>
/// Multiply-adds that must keep the rounding error of a product. The others use <c>MultiplyAddEstimate</c>: rounded once where the
/// processor has a fused multiply-add, elsewhere after the product and after the sum. A program that is compiled ahead of time without
/// AVX2 among its instructions (<c>IlcInstructionSet</c>) rounds both, even on a processor with FMA: therefore the conditions.
/// Kernels for WebAssembly call a helper with the same bits instead.
/// </content>
public static partial class VectorMath
{
    /// <summary>a b + c, with the bits of <c>MultiplyAddEstimate</c>, which WebAssembly's interpreter would call lane by lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> MultiplyAdd(Vector256<float> a, Vector256<float> b, Vector256<float> c) =>
        AdvSimd.IsSupported || (Fma.IsSupported && Vector256.IsHardwareAccelerated) ? Vector256.MultiplyAddEstimate(a, b, c) : a * b + c;

    /// <summary>a b + c, with the bits of <c>MultiplyAddEstimate</c>, which WebAssembly's interpreter would call lane by lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> MultiplyAdd(Vector512<float> a, Vector512<float> b, Vector512<float> c) =>
        AdvSimd.IsSupported || (Fma.IsSupported && Vector256.IsHardwareAccelerated) ? Vector512.MultiplyAddEstimate(a, b, c) : a * b + c;

    /// <summary>a b + c, rounded once where the processor has a fused multiply-add. Elsewhere it is as accurate if c cancels most
    /// of the product, so that their sum is exact: the rounding error of the product is computed and added.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> FusedMultiplyAdd(Vector256<float> a, Vector256<float> b, Vector256<float> c)
    {
        if (AdvSimd.IsSupported || (Fma.IsSupported && Vector256.IsHardwareAccelerated))
        {
            return Vector256.FusedMultiplyAdd(a, b, c);
        }

        // Dekker's product: halves of twelve bits have exact products. .NET's own replacement of the instruction computes lane by
        // lane, and takes twenty times as long.
        Vector256<float> leadingBits = Vector256.Create(0xFFFF_F000).AsSingle();
        Vector256<float> highA = a & leadingBits, highB = b & leadingBits;
        Vector256<float> lowA = a - highA, lowB = b - highB;
        Vector256<float> product = a * b;
        Vector256<float> error = highA * highB - product + highA * lowB + lowA * highB + lowA * lowB;
        return product + c + error;
    }
}
