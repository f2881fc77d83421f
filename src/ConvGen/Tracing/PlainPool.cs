namespace ConvGen.Tracing;

/// <summary>Computes a pooling's result for one window.</summary>
/// <param name="map">A feature map.</param>
/// <param name="pixels">The pixels of the window.</param>
internal delegate float Pooling(ReadOnlySpan<float> map, WindowPixels pixels);

/// <summary>Computes a pooling: one value for each window of each feature map.</summary>
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

    /// <summary>Returns the largest value, or NaN if there is one; padding never counts.</summary>
    public static float Largest(ReadOnlySpan<float> map, WindowPixels pixels)
    {
        float largest = float.NegativeInfinity;
        foreach ((_, int pixel) in pixels)
        {
            largest = map[pixel] > largest || float.IsNaN(map[pixel]) ? map[pixel] : largest;
        }

        return largest;
    }

    /// <summary>Returns the mean of the pixels that count.</summary>
    public static float Mean(ReadOnlySpan<float> map, WindowPixels pixels)
    {
        double sum = 0;
        foreach ((_, int pixel) in pixels)
        {
            sum += map[pixel];
        }

        return (float)(sum / pixels.Counted);
    }

    /// <summary>Returns the root of the sum of squares.</summary>
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
