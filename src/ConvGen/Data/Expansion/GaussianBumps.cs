using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using ConvGen.CompilerServices;

namespace ConvGen.Data.Expansion;

/// <summary>
/// One-dimensional Gaussian bumps, whose centres are one standard deviation apart, or one pixel if that is wider. Sums of
/// bumps with random weights are smooth noise. Closer centres would only cost time: at this distance the variance of such a sum
/// varies by 1 in 10,000 between positions.
/// </summary>
internal sealed class GaussianBumps
{
    /// <summary>The radius of a bump, in standard deviations: there it has fallen to 1 % of its height.</summary>
    private const float Reach = 3f;

    private readonly float[] _values;
    private readonly int[] _firstPoints;
    private readonly int[] _endPoints;
    private readonly int _paddedLength;

    /// <param name="length">Pixels.</param>
    /// <param name="sigma">The standard deviation of a bump, in pixels.</param>
    public GaussianBumps(int length, float sigma)
    {
        Distance = MathF.Max(1f, sigma);
        float reach = Reach * sigma;
        int before = (int)MathF.Ceiling(reach / Distance);
        Points = checked((int)MathF.Ceiling((length - 1) / Distance) + 2 * before + 1);
        _paddedLength = (length + 7) / 8 * 8;
        _values = new float[checked(Points * _paddedLength)];
        (_firstPoints, _endPoints) = (new int[_paddedLength], new int[_paddedLength]);
        for (int pixel = 0; pixel < _paddedLength; pixel++)
        {
            _firstPoints[pixel] = Points;
            for (int point = 0; point < Points; point++)
            {
                // The padding repeats the last pixel.
                float away = (Math.Min(pixel, length - 1) - (point - before) * Distance) / sigma;
                if (MathF.Abs(away) <= Reach)
                {
                    _values[point * _paddedLength + pixel] = Exp(-0.5f * away * away);
                    _firstPoints[pixel] = Math.Min(_firstPoints[pixel], point);
                    _endPoints[pixel] = point + 1;
                }
            }
        }
    }

    /// <summary>The distance between neighbouring points, in pixels.</summary>
    public float Distance { get; }

    /// <summary>The number of points, including those beyond both ends.</summary>
    public int Points { get; }

    /// <summary>The distance between the values of neighbouring points, in floats.</summary>
    public int Stride => _paddedLength;

    /// <summary>The bump of each point at each pixel: <c>[point][pixel]</c>.</summary>
    public ref float Values => ref MemoryMarshal.GetArrayDataReference(_values);

    /// <summary>The first point whose bump reaches a pixel.</summary>
    public int FirstPoint(int pixel) => _firstPoints[pixel];

    /// <summary>One past the last point whose bump reaches a pixel.</summary>
    public int EndPoint(int pixel) => _endPoints[pixel];

    // Gives the same bits on every processor, which a library's exponential does not guarantee.
    private static float Exp(float x) => VectorMath.Exp(Vector256.Create(x)).ToScalar();
}
