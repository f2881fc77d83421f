using ConvGen.Benchmarks.Speed;
using MnistSample.DrawnDigits;

namespace ConvGen.Benchmarks.Scaling;

/// <summary>Digits in other sizes. Noise would suffice for the forward pass, but the time of the backward pass depends
/// on the number of nonzero gradients, and that depends on the images.</summary>
internal static class DigitScaler
{
    /// <summary>The largest batch, twice.</summary>
    private const int MostImages = 2048;

    /// <summary>Scales the first images; every pixel is the mean of its neighbours in the original, weighted by
    /// distance.</summary>
    public static SpeedData Scale(SpeedData digits, int side)
    {
        int count = Math.Min(digits.Count, MostImages);
        const int Original = DigitArtist.Side;
        float[] images = new float[count * side * side];
        for (int image = 0; image < count; image++)
        {
            ReadOnlySpan<float> from = digits.Images.AsSpan(image * Original * Original, Original * Original);
            Span<float> to = images.AsSpan(image * side * side, side * side);
            for (int y = 0; y < side; y++)
            {
                (int top, int bottom, float below) = Neighbours(y, side);
                for (int x = 0; x < side; x++)
                {
                    (int left, int right, float beside) = Neighbours(x, side);
                    to[y * side + x] = float.Lerp(
                        float.Lerp(from[top * Original + left], from[top * Original + right], beside),
                        float.Lerp(from[bottom * Original + left], from[bottom * Original + right], beside),
                        below);
                }
            }
        }

        return new SpeedData(images, digits.Labels[..count]);

        static (int First, int Second, float Share) Neighbours(int pixel, int side)
        {
            float place = Math.Clamp((pixel + 0.5f) * Original / side - 0.5f, 0, Original - 1);
            int first = (int)place;
            return (first, Math.Min(first + 1, Original - 1), place - first);
        }
    }
}
