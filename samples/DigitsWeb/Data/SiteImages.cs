using ConvGen;
using MnistSample.Data;
using MnistSample.DrawnDigits;

namespace DigitsWeb.Data;

/// <summary>The training and test images, and one example of each digit.</summary>
/// <param name="Description">A description for display.</param>
/// <param name="Train">The training images.</param>
/// <param name="Test">The test images.</param>
internal sealed record SiteImages(string Description, LabeledImages Train, LabeledImages Test)
{
    private const int DigitCount = 10;

    /// <summary>The number of digits to draw if MNIST is not found.</summary>
    private const int UsualDrawnImages = 20_000;

    /// <summary>One drawn image in ten is a test image.</summary>
    private const int TestShare = 10;

    /// <summary>The first test image of each digit, pixels 0 to 255 as <c>[row][column]</c>; a digit that is missing is left
    /// out.</summary>
    public IReadOnlyList<ExampleDigit> Examples { get; } = FindExamples(Test);

    /// <summary>Loads MNIST; draws digits if it is not found or if the options ask for drawn digits. Downloads
    /// nothing.</summary>
    /// <param name="options">Where to look for MNIST, and how many digits to draw.</param>
    /// <param name="say">Receives progress messages, one line each.</param>
    /// <exception cref="InvalidDataException">The files are damaged, or do not hold digits of 28x28.</exception>
    public static SiteImages Load(SiteOptions options, Action<string> say)
    {
        if (options.DrawnImages is { } count)
        {
            return Draw(count, options.Seed);
        }

        if (MnistFolder.Find(options.DataFolder) is { } folder)
        {
            return new SiteImages("MNIST", Checked(folder, MnistSplit.Train), Checked(folder, MnistSplit.Test));
        }

        say($"MNIST is neither in --data nor where {MnistFiles.EnvironmentVariable} says nor in the cache: "
            + "training on digits that this program draws itself.");
        return Draw(UsualDrawnImages, options.Seed);
    }

    private static SiteImages Draw(int count, int seed)
    {
        (float[] pixels, int[] labels) = DigitArtist.Draw(count, seed);
        var all = new LabeledImages(1, DigitArtist.Side, DigitArtist.Side, pixels, labels);
        int test = count / TestShare;
        return new SiteImages("drawn digits, not MNIST", all.Slice(0, count - test), all.Slice(count - test, test));
    }

    private static LabeledImages Checked(string folder, MnistSplit split)
    {
        LabeledImages images = Mnist.Load(folder, split);
        bool fit = (images.Height, images.Width) == (DigitArtist.Side, DigitArtist.Side)
            && images.Count > 0
            && images.Labels.IndexOfAnyExceptInRange(0, DigitCount - 1) < 0;
        return fit ? images : throw new InvalidDataException(
            $"{folder} holds {images.Count} images of {images.Height}x{images.Width}; "
            + "images of 28x28 with labels 0 to 9 were expected.");
    }

    private static ExampleDigit[] FindExamples(LabeledImages images)
    {
        int length = images.Height * images.Width;
        var found = new List<ExampleDigit>();
        for (int digit = 0; digit < DigitCount; digit++)
        {
            int image = images.Labels.IndexOf(digit);
            if (image >= 0)
            {
                float[] pixels = images.Pixels.Slice(image * length, length).ToArray();
                found.Add(new ExampleDigit(digit, Array.ConvertAll(pixels, pixel => (byte)MathF.Round(255 * pixel))));
            }
        }

        return [.. found];
    }
}

/// <summary>An example digit that the user can load instead of drawing.</summary>
/// <param name="Digit">0 to 9.</param>
/// <param name="Pixels">784 of them, 0 to 255; base64 in JSON.</param>
internal sealed record ExampleDigit(int Digit, byte[] Pixels);
