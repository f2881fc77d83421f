using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace ConvGen.Tests.Runtime;

internal delegate Vector256<float> VectorFunction(Vector256<float> x);

/// <summary>Compares functions of eight floats with their definitions in double precision.</summary>
internal static class VectorAssert
{
    /// <summary>Whether the processor has a fused multiply-add: without it, products and sums are rounded separately.</summary>
    public static bool IsFused => Fma.IsSupported || AdvSimd.IsSupported;

    public static IEnumerable<float> EvenlySpaced(float from, float to)
    {
        const int Points = 400_000;
        return Enumerable.Range(0, Points).Select(i => from + (to - from) * i / Points);
    }

    /// <summary>Every 5003rd float, about 850,000 in total, including subnormal ones, infinities and NaN.</summary>
    public static IEnumerable<float> EveryMagnitude()
    {
        for (long bits = 0; bits <= uint.MaxValue; bits += 5003)
        {
            yield return BitConverter.UInt32BitsToSingle((uint)bits);
        }
    }

    /// <summary>Checks the largest error over the points, in units in the last place of the exact value.</summary>
    public static void Accurate(VectorFunction function, Func<double, double> exact, double units, IEnumerable<float> points)
    {
        double worst = 0;
        float worstAt = 0;
        foreach (float[] eight in points.Where(float.IsFinite).Chunk(8).Where(chunk => chunk.Length == 8))
        {
            Vector256<float> results = function(Vector256.Create(eight));
            for (int lane = 0; lane < 8; lane++)
            {
                double error = ErrorInUnits(results.GetElement(lane), exact(eight[lane]));
                (worst, worstAt) = error > worst ? (error, eight[lane]) : (worst, worstAt);
            }
        }

        Assert.True(worst <= units, $"{worst} units in the last place at {worstAt:R}");
        Assert.NotEqual(0, worst);
    }

    /// <summary>Checks the value in every lane, with other values in the other lanes.</summary>
    public static void Lane(float expected, VectorFunction function, float x)
    {
        var others = Vector256.Create(0.5f, 1f, 2f, 3f, -4f, 0.25f, 7f, -0.5f);
        for (int lane = 0; lane < 8; lane++)
        {
            Assert.Equal(expected, function(others.WithElement(lane, x)).GetElement(lane));
        }
    }

    /// <summary>A hash of the bits of all results between -20 and 20.</summary>
    public static uint Hash(VectorFunction function)
    {
        uint hash = 0;
        foreach (float[] eight in EvenlySpaced(-20f, 20f).Chunk(8))
        {
            Vector256<float> results = function(Vector256.Create(eight));
            for (int lane = 0; lane < 8; lane++)
            {
                hash = hash * 31 + BitConverter.SingleToUInt32Bits(results.GetElement(lane));
            }
        }

        return hash;
    }

    /// <summary>The error of a value in units in the last place of the exact one.</summary>
    public static double ErrorInUnits(float actual, double expected)
    {
        float rounded = (float)expected;
        if (float.IsInfinity(rounded) || float.IsInfinity(actual))
        {
            return actual == rounded ? 0 : double.PositiveInfinity;
        }

        float magnitude = Math.Abs(rounded);
        return Math.Abs(actual - expected) / ((double)MathF.BitIncrement(magnitude) - magnitude);
    }
}
