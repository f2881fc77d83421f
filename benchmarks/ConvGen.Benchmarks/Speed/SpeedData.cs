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

    /// <summary>These digits in the form that a network takes: unchanged, or as colour images of 32x32 or 256x256.</summary>
    public SpeedData For(NetworkSummary network) =>
        LargeImages.AreInputsOf(network) ? InColour(LargeImages.Side, LargeImages.Count)
        : network.InputShape is [3, _, _] ? InColour()
        : this;

    /// <summary>Colour images of 3x32x32: every digit in a random colour, on a background of another colour, shifted
    /// from the centre.</summary>
    public SpeedData InColour() => InColour(ColourSide, ColourImages);

    /// <summary>Colour images of another size, a multiple of 32, with digits enlarged to it.</summary>
    private SpeedData InColour(int side, int most)
    {
        int count = Math.Min(Count, most);
        int scale = side / ColourSide;
        int digitSide = DigitArtist.Side * scale;
        float[] images = new float[count * 3 * side * side];
        for (int image = 0; image < count; image++)
        {
            var chance = new Chance(seed: 1, image);
            int top = chance.Below(side - digitSide + 1);
            int left = chance.Below(side - digitSide + 1);
            ReadOnlySpan<float> digit = ImageAt(image, DigitArtist.Side * DigitArtist.Side);
            for (int channel = 0; channel < 3; channel++)
            {
                float ground = chance.Between(0, 0.4f);
                float ink = chance.Between(0.5f, 1);
                Span<float> plane = images.AsSpan((image * 3 + channel) * side * side, side * side);
                plane.Fill(ground);
                for (int y = 0; y < digitSide; y++)
                {
                    for (int x = 0; x < digitSide; x++)
                    {
                        float grey = digit[y / scale * DigitArtist.Side + x / scale];
                        plane[(top + y) * side + left + x] = float.Lerp(ground, ink, grey);
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
