using System.Numerics;

namespace MnistSample.DrawnDigits;

/// <summary>Smooth curves through given points.</summary>
internal static class Spline
{
    /// <summary>Line segments between two adjacent points; more make no visible difference at 28x28 pixels.</summary>
    private const int PiecesPerSpan = 6;

    /// <summary>The Catmull-Rom curve through the points, as short line segments.</summary>
    public static Vector2[] Through(ReadOnlySpan<Vector2> points)
    {
        int spans = points.Length - 1;
        var line = new Vector2[spans * PiecesPerSpan + 1];
        for (int span = 0; span < spans; span++)
        {
            Vector2 before = points[Math.Max(span - 1, 0)];
            Vector2 start = points[span];
            Vector2 end = points[span + 1];
            Vector2 after = points[Math.Min(span + 2, spans)];
            for (int piece = 0; piece < PiecesPerSpan; piece++)
            {
                float t = piece / (float)PiecesPerSpan;
                line[span * PiecesPerSpan + piece] = CatmullRom(before, start, end, after, t);
            }
        }

        line[^1] = points[^1];
        return line;
    }

    /// <summary>The point at <paramref name="t"/> in [0, 1] between start and end; its direction at both is that of the
    /// line between their neighbours.</summary>
    private static Vector2 CatmullRom(Vector2 before, Vector2 start, Vector2 end, Vector2 after, float t) =>
        0.5f * (2 * start
            + (end - before) * t
            + (2 * before - 5 * start + 4 * end - after) * (t * t)
            + (3 * (start - end) + after - before) * (t * t * t));
}
