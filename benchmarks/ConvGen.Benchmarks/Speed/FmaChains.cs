using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ConvGen.Benchmarks.Speed;

/// <summary>Independent chains of multiply-adds, fused where the processor can: s = a * b + s once per chain and round. With a * b = 0.001 a
/// sum grows until adding no longer changes it: never an infinity, never a denormal number, both of which would be slow.</summary>
/// <remarks>Two FMA units with a latency of four cycles need at least eight chains; twelve and the two factors fit in the sixteen registers
/// of AVX2. An Arm core with four units needs sixteen and has 32 registers.</remarks>
internal static class FmaChains
{
    private const int Chains128 = 16, Chains256 = 12, Chains512 = 12;

    /// <summary>Returns the loop for a vector width, which takes the number of rounds, and the number of its chains.</summary>
    /// <param name="vectorBits">128, 256 or 512.</param>
    public static (Action<int> Run, int Chains) Of(int vectorBits) => vectorBits switch
    {
        128 => (rounds => Run128(rounds), Chains128),
        256 => (rounds => Run256(rounds), Chains256),
        512 => (rounds => Run512(rounds), Chains512),
        _ => throw new ArgumentOutOfRangeException(nameof(vectorBits), vectorBits, "The width must be 128, 256 or 512."),
    };

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static Vector128<float> Run128(int rounds)
    {
        var a = Vector128.Create(0.1f);
        var b = Vector128.Create(0.01f);
        var one = Vector128.Create(1f);
        Vector128<float> s0 = one, s1 = one, s2 = one, s3 = one, s4 = one, s5 = one, s6 = one, s7 = one;
        Vector128<float> s8 = one, s9 = one, s10 = one, s11 = one, s12 = one, s13 = one, s14 = one, s15 = one;
        for (int round = 0; round < rounds; round++)
        {
            s0 = Vector128.MultiplyAddEstimate(a, b, s0);
            s1 = Vector128.MultiplyAddEstimate(a, b, s1);
            s2 = Vector128.MultiplyAddEstimate(a, b, s2);
            s3 = Vector128.MultiplyAddEstimate(a, b, s3);
            s4 = Vector128.MultiplyAddEstimate(a, b, s4);
            s5 = Vector128.MultiplyAddEstimate(a, b, s5);
            s6 = Vector128.MultiplyAddEstimate(a, b, s6);
            s7 = Vector128.MultiplyAddEstimate(a, b, s7);
            s8 = Vector128.MultiplyAddEstimate(a, b, s8);
            s9 = Vector128.MultiplyAddEstimate(a, b, s9);
            s10 = Vector128.MultiplyAddEstimate(a, b, s10);
            s11 = Vector128.MultiplyAddEstimate(a, b, s11);
            s12 = Vector128.MultiplyAddEstimate(a, b, s12);
            s13 = Vector128.MultiplyAddEstimate(a, b, s13);
            s14 = Vector128.MultiplyAddEstimate(a, b, s14);
            s15 = Vector128.MultiplyAddEstimate(a, b, s15);
        }

        return s0 + s1 + s2 + s3 + s4 + s5 + s6 + s7 + (s8 + s9 + s10 + s11 + s12 + s13 + s14 + s15);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static Vector256<float> Run256(int rounds)
    {
        var a = Vector256.Create(0.1f);
        var b = Vector256.Create(0.01f);
        var one = Vector256.Create(1f);
        Vector256<float> s0 = one, s1 = one, s2 = one, s3 = one, s4 = one, s5 = one;
        Vector256<float> s6 = one, s7 = one, s8 = one, s9 = one, s10 = one, s11 = one;
        for (int round = 0; round < rounds; round++)
        {
            s0 = Vector256.MultiplyAddEstimate(a, b, s0);
            s1 = Vector256.MultiplyAddEstimate(a, b, s1);
            s2 = Vector256.MultiplyAddEstimate(a, b, s2);
            s3 = Vector256.MultiplyAddEstimate(a, b, s3);
            s4 = Vector256.MultiplyAddEstimate(a, b, s4);
            s5 = Vector256.MultiplyAddEstimate(a, b, s5);
            s6 = Vector256.MultiplyAddEstimate(a, b, s6);
            s7 = Vector256.MultiplyAddEstimate(a, b, s7);
            s8 = Vector256.MultiplyAddEstimate(a, b, s8);
            s9 = Vector256.MultiplyAddEstimate(a, b, s9);
            s10 = Vector256.MultiplyAddEstimate(a, b, s10);
            s11 = Vector256.MultiplyAddEstimate(a, b, s11);
        }

        return s0 + s1 + s2 + s3 + s4 + s5 + (s6 + s7 + s8 + s9 + s10 + s11);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static Vector512<float> Run512(int rounds)
    {
        var a = Vector512.Create(0.1f);
        var b = Vector512.Create(0.01f);
        var one = Vector512.Create(1f);
        Vector512<float> s0 = one, s1 = one, s2 = one, s3 = one, s4 = one, s5 = one;
        Vector512<float> s6 = one, s7 = one, s8 = one, s9 = one, s10 = one, s11 = one;
        for (int round = 0; round < rounds; round++)
        {
            s0 = Vector512.MultiplyAddEstimate(a, b, s0);
            s1 = Vector512.MultiplyAddEstimate(a, b, s1);
            s2 = Vector512.MultiplyAddEstimate(a, b, s2);
            s3 = Vector512.MultiplyAddEstimate(a, b, s3);
            s4 = Vector512.MultiplyAddEstimate(a, b, s4);
            s5 = Vector512.MultiplyAddEstimate(a, b, s5);
            s6 = Vector512.MultiplyAddEstimate(a, b, s6);
            s7 = Vector512.MultiplyAddEstimate(a, b, s7);
            s8 = Vector512.MultiplyAddEstimate(a, b, s8);
            s9 = Vector512.MultiplyAddEstimate(a, b, s9);
            s10 = Vector512.MultiplyAddEstimate(a, b, s10);
            s11 = Vector512.MultiplyAddEstimate(a, b, s11);
        }

        return s0 + s1 + s2 + s3 + s4 + s5 + (s6 + s7 + s8 + s9 + s10 + s11);
    }
}
