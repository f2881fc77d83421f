using ConvGen;
using MnistSample.DrawnDigits;

namespace Cifar10Sample.DrawnShapes;

/// <summary>Draws coloured shapes of ten kinds, in random colours, sizes, places and angles, with noise. Each image has its own random
/// numbers, so all cores draw at once and the same seed gives the same images on every machine.</summary>
internal static class ShapeArtist
{
    private const int Side = 32, Channels = 3;
    private const float Noise = 0.06f;

    /// <summary>How far a point is inside each shape, in units of the shape's size; negative outside. The point is relative to the
    /// centre.</summary>
    private static readonly (string Name, Func<float, float, float> Inside)[] Shapes =
    [
        ("disc", (x, y) => 1 - Length(x, y)),
        ("ring", (x, y) => 0.25f - MathF.Abs(Length(x, y) - 0.75f)),
        ("square", (x, y) => 0.8f - Larger(x, y)),
        ("frame", (x, y) => 0.2f - MathF.Abs(Larger(x, y) - 0.7f)),
        ("triangle", (x, y) => MathF.Min(y + 0.5f, (1 - y - 1.732f * MathF.Abs(x)) / 2)),
        ("cross", (x, y) => MathF.Min(0.95f - Larger(x, y), 0.25f - MathF.Min(MathF.Abs(x), MathF.Abs(y)))),
        ("bar", (x, y) => MathF.Min(1 - MathF.Abs(x), 0.25f - MathF.Abs(y))),
        ("bars", (x, y) => MathF.Min(0.9f - MathF.Abs(x), 0.2f - MathF.Abs(MathF.Abs(y) - 0.5f))),
        ("hourglass", (x, y) => MathF.Min(0.9f - MathF.Abs(y), MathF.Abs(y) - MathF.Abs(x))),
        ("crescent", (x, y) => MathF.Min(1 - Length(x, y), Length(x - 0.5f, y) - 0.75f)),
    ];

    /// <summary>The names of the classes, starting with class 0.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Shapes.Select(shape => shape.Name)];

    /// <summary>Draws images of 3x32x32 with values from 0 to 1, equally many of each class (up to one).</summary>
    public static LabeledImages Draw(int count, int seed)
    {
        const int Length = Channels * Side * Side;
        float[] pixels = new float[count * Length];
        int[] labels = new int[count];
        Parallel.For(0, count, i =>
        {
            labels[i] = i % Shapes.Length;
            DrawOne(pixels.AsSpan(i * Length, Length), Shapes[labels[i]].Inside, new Chance(seed, i));
        });
        return new LabeledImages(Channels, Side, Side, pixels, labels);
    }

    private static void DrawOne(Span<float> image, Func<float, float, float> inside, Chance chance)
    {
        float size = chance.Between(6, 11);
        float centreX = chance.Between(size, Side - size), centreY = chance.Between(size, Side - size);
        (float cosine, float sine) = Direction(ref chance);
        Span<float> shape = stackalloc float[Channels], ground = stackalloc float[Channels], slope = stackalloc float[Channels];
        for (int channel = 0; channel < Channels; channel++)
        {
            // The colours differ by a third or more in every channel.
            shape[channel] = chance.Between(0, 1);
            ground[channel] = (shape[channel] + chance.Between(0.35f, 0.65f)) % 1;
            slope[channel] = chance.Between(-0.15f, 0.15f);
        }

        for (int y = 0; y < Side; y++)
        {
            for (int x = 0; x < Side; x++)
            {
                float fromX = (x - centreX) / size, fromY = (y - centreY) / size;
                float depth = inside(cosine * fromX + sine * fromY, cosine * fromY - sine * fromX);
                float share = Math.Clamp(depth * size + 0.5f, 0, 1);
                for (int channel = 0; channel < Channels; channel++)
                {
                    float background = ground[channel] + slope[channel] * (2f * x / Side - 1);
                    float value = share * shape[channel] + (1 - share) * background + Noise * chance.Normal();
                    image[(channel * Side + y) * Side + x] = Math.Clamp(value, 0, 1);
                }
            }
        }
    }

    /// <summary>A random direction, without sines, whose last digit differs between machines.</summary>
    private static (float Cosine, float Sine) Direction(ref Chance chance)
    {
        while (true)
        {
            float x = chance.Between(-1, 1), y = chance.Between(-1, 1), length = Length(x, y);
            if (length is > 0.1f and <= 1)
            {
                return (x / length, y / length);
            }
        }
    }

    private static float Length(float x, float y) => MathF.Sqrt(x * x + y * y);

    private static float Larger(float x, float y) => MathF.Max(MathF.Abs(x), MathF.Abs(y));
}
