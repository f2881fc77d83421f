using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ConvGen.Benchmarks.Speed;

/// <summary>The peak performance of one core: independent fused multiply-adds in registers, without loads or stores.
/// The clock frequency depends on load and temperature, so a share of the peak needs a peak measured at the same time.
/// </summary>
internal static class FmaPeak
{
    /// <summary>The number of independent chains. Two FMA units with a latency of four cycles need at least eight;
    /// twelve and the two factors fit in the sixteen registers of AVX2.</summary>
    private const int Chains = 12;

    /// <summary>About 30 microseconds: short enough that most runs are not interrupted.</summary>
    private const int Rounds = 20_000;

    private const int Lanes = 8;
    private const double Operations = 2.0 * Rounds * Chains * Lanes;

    /// <summary>Runs for about <paramref name="seconds"/> and returns floating-point operations per second, a multiply-add
    /// counting two: the median over many short runs, so that other programs on the core do not lower the peak and make
    /// shares of it too large.</summary>
    public static double Measure(double seconds)
    {
        var rates = new List<double>();
        long start = Stopwatch.GetTimestamp();
        long end = start + (long)(seconds * Stopwatch.Frequency);
        long before, after = start;
        do
        {
            before = after;
            RunChains(Rounds);
            after = Stopwatch.GetTimestamp();
            rates.Add(Operations * Stopwatch.Frequency / (after - before));
        }
        while (after < end);

        return Quantile.Median([.. rates]);
    }

    /// <summary>s = a * b + s, twelve times per round. With a * b = 0.001 a sum grows until adding no longer changes it:
    /// never an infinity, never a denormal number, both of which would be slow.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static Vector256<float> RunChains(int rounds)
    {
        var a = Vector256.Create(0.1f);
        var b = Vector256.Create(0.01f);
        Vector256<float> s0 = Vector256.Create(1f), s1 = s0, s2 = s0, s3 = s0, s4 = s0, s5 = s0;
        Vector256<float> s6 = s0, s7 = s0, s8 = s0, s9 = s0, s10 = s0, s11 = s0;
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
}
