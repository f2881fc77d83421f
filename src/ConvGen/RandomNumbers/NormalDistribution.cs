using System.Runtime.CompilerServices;
using ConvGen.Internal;

namespace ConvGen.RandomNumbers;

/// <summary>
/// The standard normal distribution by inversion: Wichura's algorithm AS 241 (PPND16; Applied Statistics 37, 1988), accurate to
/// about 1e-16. It uses only operations that IEEE 754 defines exactly, so that every platform gives the same numbers; a
/// library's logarithm does not guarantee that.
/// </summary>
internal static class NormalDistribution
{
    /// <summary>Fills <paramref name="values"/> with the first values of a stream of standard normal numbers, times
    /// <paramref name="deviation"/>.</summary>
    /// <remarks>Optimized from the first call on, because a program draws all weights at start-up: unoptimized code would take
    /// ten times as long.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Fill(Span<float> values, double deviation, int seed, RandomStream stream)
    {
        // Each block of 128 bits gives two values.
        for (int i = 0; i < values.Length; i += 2)
        {
            RandomBlock block = Philox.Block(seed, stream, i >> 1);
            values[i] = (float)(deviation * Quantile(OpenUniform(block.Low)));
            if (i + 1 < values.Length)
            {
                values[i + 1] = (float)(deviation * Quantile(OpenUniform(block.High)));
            }
        }
    }

    /// <summary>Returns the middle of one of 2^52 equal parts of (0, 1). All of these are exact, so the result is never 0 or 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static double OpenUniform(ulong bits) => ((bits >> 12) + 0.5) * (1.0 / (1UL << 52));

    /// <summary>Returns the quantile: the number below which a standard normal value falls with a probability.</summary>
    /// <param name="probability">The probability, above 0 and below 1.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static double Quantile(double probability)
    {
        double q = probability - 0.5;
        if (Math.Abs(q) <= 0.425)
        {
            return q * Ratio(0.180625 - q * q, CentralNumerator, CentralDenominator);
        }

        double tail = q < 0 ? probability : 1 - probability;
        double r = Math.Sqrt(-PortableMath.Log(tail));
        double magnitude = r <= 5
            ? Ratio(r - 1.6, MiddleNumerator, MiddleDenominator)
            : Ratio(r - 5, FarNumerator, FarDenominator);
        return q < 0 ? -magnitude : magnitude;
    }

    private static double Ratio(double x, ReadOnlySpan<double> numerator, ReadOnlySpan<double> denominator) =>
        PortableMath.Polynomial(x, numerator) / PortableMath.Polynomial(x, denominator);

    private static ReadOnlySpan<double> CentralNumerator =>
    [
        2.5090809287301226727e3, 3.3430575583588128105e4, 6.7265770927008700853e4, 4.5921953931549871457e4,
        1.3731693765509461125e4, 1.9715909503065514427e3, 1.3314166789178437745e2, 3.3871328727963666080e0,
    ];

    private static ReadOnlySpan<double> CentralDenominator =>
    [
        5.2264952788528545610e3, 2.8729085735721942674e4, 3.9307895800092710610e4, 2.1213794301586595867e4,
        5.3941960214247511077e3, 6.8718700749205790830e2, 4.2313330701600911252e1, 1.0,
    ];

    private static ReadOnlySpan<double> MiddleNumerator =>
    [
        7.74545014278341407640e-4, 2.27238449892691845833e-2, 2.41780725177450611770e-1, 1.27045825245236838258e0,
        3.64784832476320460504e0, 5.76949722146069140550e0, 4.63033784615654529590e0, 1.42343711074968357734e0,
    ];

    private static ReadOnlySpan<double> MiddleDenominator =>
    [
        1.05075007164441684324e-9, 5.47593808499534494600e-4, 1.51986665636164571966e-2, 1.48103976427480074590e-1,
        6.89767334985100004550e-1, 1.67638483018380384940e0, 2.05319162663775882187e0, 1.0,
    ];

    private static ReadOnlySpan<double> FarNumerator =>
    [
        2.01033439929228813265e-7, 2.71155556874348757815e-5, 1.24266094738807843860e-3, 2.65321895265761230930e-2,
        2.96560571828504891230e-1, 1.78482653991729133580e0, 5.46378491116411436990e0, 6.65790464350110377720e0,
    ];

    private static ReadOnlySpan<double> FarDenominator =>
    [
        2.04426310338993978564e-15, 1.42151175831644588870e-7, 1.84631831751005468180e-5, 7.86869131145613259100e-4,
        1.48753612908506148525e-2, 1.36929880922735805310e-1, 5.99832206555887937690e-1, 1.0,
    ];
}
