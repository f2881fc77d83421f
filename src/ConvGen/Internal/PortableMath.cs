using System.Runtime.CompilerServices;

namespace ConvGen.Internal;

/// <summary>Double-precision functions with the same bits on every platform, which library functions do not guarantee. They use
/// only operations that IEEE 754 defines exactly.</summary>
internal static class PortableMath
{
    /// <summary>ln x within about one unit in the last place, for positive normal x (every positive float is one), by the method
    /// of fdlibm: x = 2^k (1 + f), and a polynomial in s = f / (2 + f).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Log(double x)
    {
        const double HalfSqrt2 = 0.70710678118654752;
        const double Ln2High = 6.93147180369123816490e-01, Ln2Low = 1.90821492927058770002e-10;

        long bits = BitConverter.DoubleToInt64Bits(x);
        int k = (int)(bits >> 52) - 1022;
        double mantissa = BitConverter.Int64BitsToDouble((bits & 0x000F_FFFF_FFFF_FFFF) | 0x3FE0_0000_0000_0000);
        if (mantissa < HalfSqrt2)
        {
            mantissa *= 2;
            k--;
        }

        double f = mantissa - 1;
        double s = f / (2 + f);
        double z = s * s;
        double tail = z * Polynomial(z, LogTail);
        double halfSquare = 0.5 * f * f;
        return k * Ln2High - (halfSquare - (s * (halfSquare + tail) + k * Ln2Low) - f);
    }

    /// <summary>Sine and cosine within about one unit in the last place, for angles of up to a few turns. Quarter turns are
    /// subtracted, which is exact in degrees; a Taylor series computes the rest.</summary>
    public static (double Sine, double Cosine) SinCos(double degrees)
    {
        double quarters = Math.Round(degrees / 90);
        double x = (degrees - 90 * quarters) * (Math.PI / 180);
        double z = x * x;
        double sine = x * Polynomial(z, SineSeries), cosine = Polynomial(z, CosineSeries);
        return ((int)quarters & 3) switch
        {
            0 => (sine, cosine),
            1 => (cosine, -sine),
            2 => (-sine, -cosine),
            _ => (-cosine, sine),
        };
    }

    /// <summary>Horner's rule; the coefficient of the highest power comes first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Polynomial(double x, ReadOnlySpan<double> coefficients)
    {
        double sum = 0;
        foreach (double coefficient in coefficients)
        {
            sum = sum * x + coefficient;
        }

        return sum;
    }

    // 1 / 15!, 1 / 13!, ... with alternating signs; below pi / 4 the next term is below the precision of a double.
    private static ReadOnlySpan<double> SineSeries =>
    [
        -1.0 / 1307674368000, 1.0 / 6227020800, -1.0 / 39916800, 1.0 / 362880, -1.0 / 5040, 1.0 / 120, -1.0 / 6, 1.0,
    ];

    // 1 / 16!, 1 / 14!, ...
    private static ReadOnlySpan<double> CosineSeries =>
    [
        1.0 / 20922789888000, -1.0 / 87178291200, 1.0 / 479001600, -1.0 / 3628800, 1.0 / 40320, -1.0 / 720, 1.0 / 24, -0.5,
        1.0,
    ];

    private static ReadOnlySpan<double> LogTail =>
    [
        1.479819860511658591e-01, 1.531383769920937332e-01, 1.818357216161805012e-01, 2.222219843214978396e-01,
        2.857142874366239149e-01, 3.999999999940941908e-01, 6.666666666666735130e-01,
    ];
}
