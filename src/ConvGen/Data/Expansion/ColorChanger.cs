namespace ConvGen.Data.Expansion;

/// <summary>Changes brightness, contrast and saturation, as defined in <see cref="ColorJitter"/>.</summary>
/// <param name="jitter">The settings.</param>
/// <param name="channels">1, or 3 for red, green and blue.</param>
internal sealed class ColorChanger(ColorJitter jitter, int channels) : ImageChanger
{
    private const float RedShare = 0.2989f, GreenShare = 0.587f, BlueShare = 0.114f;

    public override void Apply(ReadOnlySpan<float> image, Span<float> result, in ImageNoise noise)
    {
        (float brightness, float contrast, float saturation, _) = noise.Block(0);
        image.CopyTo(result);
        if (jitter.Brightness > 0)
        {
            Blend(result, 1 + jitter.Brightness * brightness, 0f);
        }

        if (jitter.Contrast > 0)
        {
            Blend(result, 1 + jitter.Contrast * contrast, MeanGrey(result));
        }

        if (jitter.Saturation > 0 && channels == 3)
        {
            Saturate(result, 1 + jitter.Saturation * saturation);
        }
    }

    private static void Blend(Span<float> values, float factor, float with)
    {
        float added = (1 - factor) * with;
        foreach (ref float value in values)
        {
            value = Limited(factor * value + added);
        }
    }

    private float MeanGrey(ReadOnlySpan<float> values)
    {
        int plane = values.Length / channels;
        double sum = 0;
        for (int i = 0; i < plane; i++)
        {
            sum += channels == 1 ? values[i] : Grey(values[i], values[plane + i], values[2 * plane + i]);
        }

        return (float)(sum / plane);
    }

    private static void Saturate(Span<float> values, float factor)
    {
        int plane = values.Length / 3;
        Span<float> reds = values[..plane], greens = values.Slice(plane, plane), blues = values[(2 * plane)..];
        for (int i = 0; i < plane; i++)
        {
            float added = (1 - factor) * Grey(reds[i], greens[i], blues[i]);
            reds[i] = Limited(factor * reds[i] + added);
            greens[i] = Limited(factor * greens[i] + added);
            blues[i] = Limited(factor * blues[i] + added);
        }
    }

    private static float Grey(float red, float green, float blue) => RedShare * red + GreenShare * green + BlueShare * blue;

    private static float Limited(float value) => Math.Clamp(value, 0f, 1f);
}
