using MnistSample.DrawnDigits;

namespace ConvGen.Benchmarks.Speed;

/// <summary>Labelled images to train on. The speed of the backward pass depends on the number of nonzero gradients, so
/// noise would distort it: these are real digits, and more than a network can memorise during the measurement.
/// </summary>
/// <param name="Images">Samples of the network's input length, one after the other.</param>
/// <param name="Labels">Their classes, 0 to 9.</param>
internal sealed record SpeedData(float[] Images, int[] Labels)
{
    private const string EnvironmentVariable = "CONVGEN_MNIST";
    private const int DrawnImages = 20_000;
    private const int ColourImages = 5_000;
    private const int ColourSide = 32;

    public int Count => Labels.Length;

    /// <summary>MNIST's training images if the environment variable names their folder, otherwise drawn
    /// digits.</summary>
    /// <param name="description">States which ones were loaded, for display.</param>
    public static SpeedData Digits(out string description)
    {
        string? folder = Environment.GetEnvironmentVariable(EnvironmentVariable);
        if (string.IsNullOrEmpty(folder))
        {
            description = $"drawn digits ({EnvironmentVariable} names no folder with MNIST)";
            (float[] pixels, int[] labels) = DigitArtist.Draw(DrawnImages, seed: 0);
            return new SpeedData(pixels, labels);
        }

        description = "MNIST's training images";
        LabeledImages mnist = Mnist.Load(folder, MnistSplit.Train);
        return new SpeedData(mnist.Pixels.ToArray(), mnist.Labels.ToArray());
    }

    /// <summary>Colour images of 3x32x32: every digit in a random colour, on a background of another colour, shifted
    /// from the centre.</summary>
    public SpeedData InColour()
    {
        int count = Math.Min(Count, ColourImages);
        float[] images = new float[count * 3 * ColourSide * ColourSide];
        for (int image = 0; image < count; image++)
        {
            var chance = new Chance(seed: 1, image);
            int top = chance.Below(ColourSide - DigitArtist.Side + 1);
            int left = chance.Below(ColourSide - DigitArtist.Side + 1);
            ReadOnlySpan<float> digit = ImageAt(image, DigitArtist.Side * DigitArtist.Side);
            for (int channel = 0; channel < 3; channel++)
            {
                float ground = chance.Between(0, 0.4f);
                float ink = chance.Between(0.5f, 1);
                Span<float> plane = images.AsSpan((image * 3 + channel) * ColourSide * ColourSide, ColourSide * ColourSide);
                plane.Fill(ground);
                for (int y = 0; y < DigitArtist.Side; y++)
                {
                    for (int x = 0; x < DigitArtist.Side; x++)
                    {
                        plane[(top + y) * ColourSide + left + x] = float.Lerp(ground, ink, digit[y * DigitArtist.Side + x]);
                    }
                }
            }
        }

        return new SpeedData(images, Labels[..count]);
    }

    private ReadOnlySpan<float> ImageAt(int image, int length) => Images.AsSpan(image * length, length);
}

/// <summary>Iterates over the data batch by batch; starts over when too few images are left.</summary>
internal struct BatchWalk(SpeedData data, int inputLength, int batch)
{
    public int FirstImage { get; private set; }

    public readonly ReadOnlySpan<float> Images => data.Images.AsSpan(FirstImage * inputLength, batch * inputLength);

    public readonly ReadOnlySpan<int> Labels => data.Labels.AsSpan(FirstImage, batch);

    public void MoveOn()
    {
        FirstImage += batch;
        if (FirstImage + batch > data.Count)
        {
            FirstImage = 0;
        }
    }
}
