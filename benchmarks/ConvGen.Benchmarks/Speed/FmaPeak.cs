using System.Diagnostics;
using System.Runtime.Intrinsics;

namespace ConvGen.Benchmarks.Speed;

/// <summary>The peak performance of one core: independent fused multiply-adds in registers, without loads or stores.
/// The clock frequency depends on load and temperature, so a share of the peak needs a peak measured at the same time.
/// </summary>
internal static class FmaPeak
{
    /// <summary>About 30 microseconds: short enough that most runs are not interrupted.</summary>
    private const int Rounds = 20_000;

    /// <summary>The widths, in bits, of the vectors that this machine has, in ascending order: 256 and 512 with AVX-512, 256 with AVX2,
    /// otherwise 128.</summary>
    public static IReadOnlyList<int> Widths { get; } =
        Vector512.IsHardwareAccelerated ? [256, 512]
        : Vector256.IsHardwareAccelerated ? [256]
        : [128];

    /// <summary>The width of the widest vectors that this machine has. Shares of the peak refer to them.</summary>
    public static int Widest => Widths[^1];

    /// <summary>Measures the peak with the widest vectors for about <paramref name="seconds"/>.</summary>
    /// <returns>Floating-point operations per second; see <see cref="Measure(double, int)"/>.</returns>
    public static double Measure(double seconds) => Measure(seconds, Widest);

    /// <summary>Runs for about <paramref name="seconds"/> and returns floating-point operations per second, a multiply-add
    /// counting two: the median over many short runs, so that other programs on the core do not lower the peak and make
    /// shares of it too large.</summary>
    /// <param name="seconds">The time to spend.</param>
    /// <param name="vectorBits">One of <see cref="Widths"/>.</param>
    public static double Measure(double seconds, int vectorBits)
    {
        (Action<int> run, int chains) = FmaChains.Of(vectorBits);
        int lanes = vectorBits / 32;
        double operations = 2.0 * Rounds * chains * lanes;
        var rates = new List<double>();
        long start = Stopwatch.GetTimestamp();
        long end = start + (long)(seconds * Stopwatch.Frequency);
        long before, after = start;
        do
        {
            before = after;
            run(Rounds);
            after = Stopwatch.GetTimestamp();
            rates.Add(operations * Stopwatch.Frequency / (after - before));
        }
        while (after < end);

        return Quantile.Median([.. rates]);
    }
}
