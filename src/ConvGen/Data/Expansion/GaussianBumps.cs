using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using ConvGen.CompilerServices;

namespace ConvGen.Data.Expansion;

/// <summary>
/// Gaussian bumps in one dimension, around points that stand apart by their standard deviation, or by one pixel where that is
/// wider: sums of them with random weights are smooth noise. Closer points would only cost more: at this distance the variance of
/// such a sum differs by 1 in 10,000 from place to place.
/// </summary>
internal sealed class GaussianBumps
{
    /// <summary>How far a bump reaches, in standard deviations: to where it is 1 % of its height.</summary>
    private const float Reach = 3f;

    private readonly float[] values;
    private readonly int[] firstPoints;
    private readonly int[] endPoints;
    private readonly int paddedLength;

    /// <param name="length">Pixels.</param>
    /// <param name="sigma">The standard deviation of a bump, in pixels.</param>
    public GaussianBumps(int length, float sigma)
    {
        Distance = MathF.Max(1f, sigma);
        float reach = Reach * sigma;
        int before = (int)MathF.Ceiling(reach / Distance);
        Points = checked((int)MathF.Ceiling((length - 1) / Distance) + 2 * before + 1);
        paddedLength = (length + 7) / 8 * 8;
        values = new float[checked(Points * paddedLength)];
        (firstPoints, endPoints) = (new int[paddedLength], new int[paddedLength]);
        for (int pixel = 0; pixel < paddedLength; pixel++)
        {
            firstPoints[pixel] = Points;
            for (int point = 0; point < Points; point++)
            {
                // The padding repeats the last pixel.
                float away = (Math.Min(pixel, length - 1) - (point - before) * Distance) / sigma;
                if (MathF.Abs(away) <= Reach)
                {
                    values[point * paddedLength + pixel] = Exp(-0.5f * away * away);
                    firstPoints[pixel] = Math.Min(firstPoints[pixel], point);
                    endPoints[pixel] = point + 1;
                }
            }
        }
    }

    /// <summary>From one point to the next, in pixels.</summary>
    public float Distance { get; }

    /// <summary>The number of points, those beyond both ends included.</summary>
    public int Points { get; }

    /// <summary>Floats from a point's row of values to the next.</summary>
    public int Stride => paddedLength;

    /// <summary>The bump of each point at each pixel: <c>[point][pixel]</c>.</summary>
    public ref float Values => ref MemoryMarshal.GetArrayDataReference(values);

    /// <summary>The first point whose bump reaches a pixel.</summary>
    public int FirstPoint(int pixel) => firstPoints[pixel];

    /// <summary>The point behind the last one whose bump reaches a pixel.</summary>
    public int EndPoint(int pixel) => endPoints[pixel];

    // The same bits on every processor, which a library's exponential would not promise.
    private static float Exp(float x) => VectorMath.Exp(Vector256.Create(x)).ToScalar();
}
