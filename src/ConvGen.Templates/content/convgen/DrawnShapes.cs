using ConvGen;

/// <summary>Drawn rings, squares and crosses of different sizes at different positions, with some noise. Replace them with your
/// own images.</summary>
internal static class DrawnShapes
{
    public const int Side = 16;

    public static readonly string[] Names = ["ring", "square", "cross"];

    /// <summary>Draws images. The same seed gives the same images.</summary>
    public static LabeledImages Draw(int count, int seed)
    {
        var random = new Random(seed);
        float[] pixels = new float[count * Side * Side];
        int[] labels = new int[count];
        for (int i = 0; i < count; i++)
        {
            labels[i] = random.Next(Names.Length);
            DrawOne(pixels.AsSpan(i * Side * Side, Side * Side), labels[i], random);
        }

        return new LabeledImages(channels: 1, Side, Side, pixels, labels);
    }

    private static void DrawOne(Span<float> image, int shape, Random random)
    {
        double radius = 3 + 3 * random.NextDouble();
        double centreX = radius + 1 + (Side - 2 * radius - 2) * random.NextDouble();
        double centreY = radius + 1 + (Side - 2 * radius - 2) * random.NextDouble();
        for (int y = 0; y < Side; y++)
        {
            for (int x = 0; x < Side; x++)
            {
                double dx = Math.Abs(x - centreX), dy = Math.Abs(y - centreY);
                double distance = shape switch
                {
                    0 => Math.Abs(Math.Sqrt(dx * dx + dy * dy) - radius),
                    1 => Math.Abs(Math.Max(dx, dy) - radius),
                    _ => Math.Max(dx, dy) > radius ? 2 : Math.Min(dx, dy),
                };
                image[y * Side + x] = (float)(Math.Clamp(1.5 - distance, 0, 1) + 0.3 * random.NextDouble());
            }
        }
    }
}
