namespace ConvGen.Tracing;

/// <summary>What a pooling makes of the values under a window.</summary>
/// <param name="map">A feature map.</param>
/// <param name="pixels">Which of its pixels.</param>
internal delegate float Pooling(ReadOnlySpan<float> map, WindowPixels pixels);

/// <summary>One value for each window of each feature map.</summary>
internal static class PlainPool
{
    public static void Run(LayerWindow window, LayerActivation x, LayerActivation shape, Span<float> y, Pooling pool)
    {
        int place = 0;
        for (int channel = 0; channel < shape.Channels; channel++)
        {
            for (int row = 0; row < shape.Height; row++)
            {
                for (int column = 0; column < shape.Width; column++)
                {
                    y[place++] = pool(x.Map(channel), new WindowPixels(window, x, row, column));
                }
            }
        }
    }

    /// <summary>The largest value, or NaN where there is one; padding never counts.</summary>
    public static float Largest(ReadOnlySpan<float> map, WindowPixels pixels)
    {
        float largest = float.NegativeInfinity;
        foreach ((_, int pixel) in pixels)
        {
            largest = map[pixel] > largest || float.IsNaN(map[pixel]) ? map[pixel] : largest;
        }

        return largest;
    }

    /// <summary>The mean of what counts.</summary>
    public static float Mean(ReadOnlySpan<float> map, WindowPixels pixels)
    {
        double sum = 0;
        foreach ((_, int pixel) in pixels)
        {
            sum += map[pixel];
        }

        return (float)(sum / pixels.Counted);
    }

    /// <summary>The root of the sum of squares.</summary>
    public static float Length(ReadOnlySpan<float> map, WindowPixels pixels)
    {
        double sum = 0;
        foreach ((_, int pixel) in pixels)
        {
            sum += (double)map[pixel] * map[pixel];
        }

        return (float)Math.Sqrt(sum);
    }
}
