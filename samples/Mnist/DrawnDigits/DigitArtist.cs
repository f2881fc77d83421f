using System.Numerics;

namespace MnistSample.DrawnDigits;

/// <summary>Draws digits with a trembling pen: every image has a random slant, rotation, size, shift, thickness, ink
/// and noise. They let the sample run without a network connection. They are easier than MNIST, so an accuracy on them
/// says nothing about MNIST.</summary>
internal static class DigitArtist
{
    /// <summary>Height and width of an image, as MNIST's.</summary>
    public const int Side = 28;

    /// <summary>Draws images with equally many of each digit, in random order.</summary>
    /// <param name="count">The number of images.</param>
    /// <param name="seed">The same seed draws the same images, for any number of cores.</param>
    /// <returns>The pixels, 0 to 1, as <c>[image][row][column]</c>, and the digit of each image.</returns>
    public static (float[] Pixels, int[] Labels) Draw(int count, int seed)
    {
        float[] pixels = new float[count * Side * Side];
        int[] labels = new int[count];
        Parallel.For(0, count, image =>
        {
            var chance = new Chance(seed, image);
            int digit = chance.Below(10);
            labels[image] = digit;
            DrawOne(digit, ref chance, pixels.AsSpan(image * Side * Side, Side * Side));
        });
        return (pixels, labels);
    }

    private static void DrawOne(int digit, ref Chance chance, Span<float> pixels)
    {
        Stroke[][] ways = Glyphs.OfDigit[digit];
        Stroke[] strokes = ways[chance.Below(ways.Length)];
        Matrix3x2 placement = RandomPlacement(ref chance);
        float radius = chance.Between(0.7f, 1.7f);
        float ink = chance.Between(0.75f, 1f);

        foreach (Stroke stroke in strokes)
        {
            Vector2[] path = [.. stroke.Points];
            for (int i = 0; i < path.Length; i++)
            {
                Vector2 tremble = new Vector2(chance.Normal(), chance.Normal()) * 0.045f;
                path[i] = Vector2.Transform(path[i] + tremble, placement);
            }

            Vector2[] line = stroke.Smooth ? Spline.Through(path) : path;
            for (int i = 0; i + 1 < line.Length; i++)
            {
                DrawLine(line[i], line[i + 1], radius, ink, pixels);
            }
        }

        AddNoise(ref chance, pixels);
    }

    /// <summary>Maps the box of a glyph to pixels: about 20 pixels high and near the centre, like MNIST's
    /// digits.</summary>
    private static Matrix3x2 RandomPlacement(ref Chance chance)
    {
        float height = chance.Between(15f, 20f);
        float width = height * chance.Between(0.5f, 0.85f);
        float slant = Math.Clamp(chance.Normal() * 0.18f - 0.12f, -0.5f, 0.3f);
        float rotation = Math.Clamp(chance.Normal() * 0.08f, -0.2f, 0.2f);
        Vector2 shift = new Vector2(chance.Normal(), chance.Normal()) * 0.9f;

        return Matrix3x2.CreateTranslation(-0.5f, -0.5f)
            * Matrix3x2.CreateScale(width, height)
            * new Matrix3x2(1, 0, slant, 1, 0, 0)
            * Matrix3x2.CreateRotation(rotation)
            * Matrix3x2.CreateTranslation(new Vector2(Side / 2f) + shift);
    }

    /// <summary>Draws a line with round ends; the ink fades from full to none over one pixel at the edge.</summary>
    private static void DrawLine(Vector2 from, Vector2 to, float radius, float ink, Span<float> pixels)
    {
        float reach = radius + 1;
        int top = Math.Max(0, (int)(Math.Min(from.Y, to.Y) - reach));
        int bottom = Math.Min(Side - 1, (int)(Math.Max(from.Y, to.Y) + reach));
        int left = Math.Max(0, (int)(Math.Min(from.X, to.X) - reach));
        int right = Math.Min(Side - 1, (int)(Math.Max(from.X, to.X) + reach));

        for (int y = top; y <= bottom; y++)
        {
            for (int x = left; x <= right; x++)
            {
                float distance = DistanceToLine(new Vector2(x + 0.5f, y + 0.5f), from, to);
                float coverage = Math.Clamp(radius + 0.5f - distance, 0, 1);
                ref float pixel = ref pixels[y * Side + x];
                pixel = Math.Max(pixel, ink * coverage);
            }
        }
    }

    private static float DistanceToLine(Vector2 point, Vector2 from, Vector2 to)
    {
        Vector2 along = to - from;
        float length = along.LengthSquared();
        float t = length == 0 ? 0 : Math.Clamp(Vector2.Dot(point - from, along) / length, 0, 1);
        return Vector2.Distance(point, from + along * t);
    }

    /// <summary>Adds slight variations of the ink and a few specks.</summary>
    private static void AddNoise(ref Chance chance, Span<float> pixels)
    {
        foreach (ref float pixel in pixels)
        {
            pixel = pixel == 0 ? 0 : Math.Clamp(pixel + chance.Normal() * 0.06f, 0, 1);
        }

        for (int specks = chance.Below(4); specks > 0; specks--)
        {
            ref float pixel = ref pixels[chance.Below(pixels.Length)];
            pixel = Math.Max(pixel, chance.Between(0.1f, 0.5f));
        }
    }
}
