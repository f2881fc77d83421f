using System.Numerics;

namespace MnistSample.DrawnDigits;

/// <summary>One movement of the pen: points in a box from (0, 0), top left, to (1, 1), bottom right.</summary>
/// <param name="Smooth">Whether the pen moves along a curve through the points or straight from one to the next.</param>
/// <param name="Points">The points, in the order of the pen's movement.</param>
internal sealed record Stroke(bool Smooth, Vector2[] Points)
{
    public static Stroke Curve(params (float X, float Y)[] points) => new(Smooth: true, Convert(points));

    public static Stroke Lines(params (float X, float Y)[] points) => new(Smooth: false, Convert(points));

    private static Vector2[] Convert((float X, float Y)[] points) => Array.ConvertAll(points, p => new Vector2(p.X, p.Y));
}

/// <summary>The ways in which people write the ten digits, as strokes.</summary>
internal static class Glyphs
{
    /// <summary>For each digit, the ways to write it, each a list of strokes.</summary>
    public static IReadOnlyList<Stroke[][]> OfDigit { get; } =
    [
        [
            [Stroke.Curve((0.55f, 0), (0.14f, 0.3f), (0.16f, 0.76f), (0.5f, 1), (0.86f, 0.72f), (0.86f, 0.26f), (0.55f, 0))],
            [Stroke.Curve((0.6f, 0.02f), (0.22f, 0.2f), (0.12f, 0.7f), (0.48f, 1), (0.88f, 0.66f), (0.8f, 0.16f), (0.44f, 0.03f))],
        ],
        [
            [Stroke.Lines((0.5f, 0), (0.5f, 1))],
            [Stroke.Lines((0.3f, 0.22f), (0.52f, 0), (0.52f, 1))],
            [Stroke.Lines((0.28f, 0.24f), (0.52f, 0), (0.52f, 1)), Stroke.Lines((0.25f, 1), (0.78f, 1))],
        ],
        [
            [
                Stroke.Curve((0.14f, 0.26f), (0.32f, 0.03f), (0.7f, 0.04f), (0.82f, 0.3f), (0.5f, 0.66f), (0.1f, 1)),
                Stroke.Lines((0.1f, 1), (0.9f, 0.97f)),
            ],
            [
                Stroke.Curve(
                    (0.16f, 0.2f), (0.48f, 0), (0.8f, 0.2f), (0.62f, 0.6f), (0.25f, 0.96f), (0.08f, 0.86f), (0.26f, 0.74f),
                    (0.58f, 0.92f), (0.92f, 0.94f)),
            ],
        ],
        [
            [
                Stroke.Curve((0.16f, 0.12f), (0.5f, 0), (0.82f, 0.2f), (0.68f, 0.42f), (0.4f, 0.48f)),
                Stroke.Curve((0.4f, 0.48f), (0.74f, 0.54f), (0.88f, 0.76f), (0.55f, 1), (0.1f, 0.88f)),
            ],
            [
                Stroke.Lines((0.15f, 0.02f), (0.82f, 0.02f), (0.44f, 0.42f)),
                Stroke.Curve((0.44f, 0.42f), (0.8f, 0.5f), (0.86f, 0.78f), (0.52f, 1), (0.12f, 0.9f)),
            ],
        ],
        [
            [Stroke.Lines((0.2f, 0), (0.12f, 0.55f), (0.88f, 0.52f)), Stroke.Lines((0.74f, 0.02f), (0.68f, 1))],
            [Stroke.Lines((0.66f, 0), (0.06f, 0.66f), (0.94f, 0.66f)), Stroke.Lines((0.66f, 0), (0.66f, 1))],
        ],
        [
            [
                Stroke.Lines((0.86f, 0.02f), (0.26f, 0), (0.2f, 0.44f)),
                Stroke.Curve((0.2f, 0.44f), (0.56f, 0.36f), (0.86f, 0.6f), (0.66f, 0.96f), (0.1f, 0.92f)),
            ],
            [
                Stroke.Curve((0.24f, 0.04f), (0.2f, 0.44f), (0.6f, 0.42f), (0.84f, 0.7f), (0.54f, 1), (0.12f, 0.86f)),
                Stroke.Lines((0.24f, 0.04f), (0.9f, 0)),
            ],
        ],
        [
            [
                Stroke.Curve(
                    (0.74f, 0.01f), (0.34f, 0.28f), (0.13f, 0.7f), (0.42f, 1), (0.84f, 0.8f), (0.66f, 0.52f), (0.18f, 0.72f)),
            ],
            [
                Stroke.Curve(
                    (0.52f, 0), (0.22f, 0.42f), (0.2f, 0.88f), (0.56f, 1), (0.8f, 0.78f), (0.56f, 0.56f), (0.2f, 0.8f)),
            ],
        ],
        [
            [Stroke.Lines((0.1f, 0.02f), (0.88f, 0), (0.4f, 1))],
            [Stroke.Lines((0.1f, 0.02f), (0.88f, 0), (0.4f, 1)), Stroke.Lines((0.32f, 0.5f), (0.82f, 0.48f))],
            [Stroke.Lines((0.1f, 0.18f), (0.14f, 0)), Stroke.Curve((0.14f, 0), (0.86f, 0), (0.62f, 0.44f), (0.46f, 1))],
        ],
        [
            [
                Stroke.Curve(
                    (0.78f, 0.14f), (0.44f, 0), (0.2f, 0.2f), (0.48f, 0.46f), (0.84f, 0.76f), (0.5f, 1), (0.14f, 0.78f),
                    (0.5f, 0.48f), (0.8f, 0.18f)),
            ],
            [
                Stroke.Curve((0.5f, 0.46f), (0.2f, 0.24f), (0.5f, 0), (0.8f, 0.22f), (0.5f, 0.46f)),
                Stroke.Curve((0.5f, 0.46f), (0.12f, 0.76f), (0.5f, 1), (0.88f, 0.76f), (0.5f, 0.46f)),
            ],
        ],
        [
            [
                Stroke.Curve((0.82f, 0.24f), (0.48f, 0), (0.16f, 0.26f), (0.42f, 0.5f), (0.82f, 0.26f)),
                Stroke.Lines((0.82f, 0.24f), (0.76f, 1)),
            ],
            [
                Stroke.Curve(
                    (0.8f, 0.22f), (0.5f, 0.02f), (0.18f, 0.28f), (0.46f, 0.5f), (0.8f, 0.24f), (0.8f, 0.6f), (0.6f, 0.96f),
                    (0.2f, 0.94f)),
            ],
        ],
    ];
}
