using ConvGen;
using MnistSample.DrawnDigits;

namespace MnistSample.Data;

/// <summary>The images of the job: to learn from, to watch the learning with, and to judge it by, once, at its end.</summary>
internal sealed record DigitImages(string Dataset, string Description, LabeledImages Train, LabeledImages Validation, LabeledImages Test)
{
    /// <summary>One training image in twelve is set aside for validation: 5,000 of MNIST's 60,000.</summary>
    private const int ValidationShare = 12;

    private const int DrawnTrainImages = 60_000;
    private const int DrawnTestImages = 10_000;

    /// <summary>Whether these are digits of our own drawing.</summary>
    public bool AreDrawn => Dataset == "drawn";

    /// <summary>Loads MNIST from where it is found or can be downloaded to; draws digits otherwise.</summary>
    /// <param name="dataOption">What <c>--data</c> says, or null.</param>
    /// <param name="seed">Decides which digits are drawn.</param>
    /// <param name="say">Is told what happens, in one line each.</param>
    /// <exception cref="InvalidDataException">The files are damaged, or hold something else.</exception>
    public static DigitImages Load(string? dataOption, int seed, Action<string> say)
    {
        if (MnistFiles.FindOrDownload(dataOption, say) is not { } folder)
        {
            say("There is no MNIST and no way to get it: training on digits that this program draws itself.");
            return Draw(seed);
        }

        return Split(
            "mnist", $"MNIST from {folder}", Checked(folder, MnistSplit.Train), Checked(folder, MnistSplit.Test));
    }

    private static DigitImages Draw(int seed)
    {
        (float[] pixels, int[] labels) = DigitArtist.Draw(DrawnTrainImages + DrawnTestImages, seed);
        var all = new LabeledImages(1, DigitArtist.Side, DigitArtist.Side, pixels, labels);
        return Split(
            "drawn", "digits drawn by this program, not MNIST",
            all.Slice(0, DrawnTrainImages), all.Slice(DrawnTrainImages, DrawnTestImages));
    }

    private static DigitImages Split(string dataset, string description, LabeledImages train, LabeledImages test)
    {
        int validation = train.Count / ValidationShare;
        int rest = train.Count - validation;
        return new DigitImages(dataset, description, train.Slice(0, rest), train.Slice(rest, validation), test);
    }

    /// <summary>The reader takes any images in MNIST's format; the networks here take only digits of 28x28.</summary>
    private static LabeledImages Checked(string folder, MnistSplit split)
    {
        LabeledImages images = Mnist.Load(folder, split);
        bool fit = (images.Height, images.Width) == (DigitArtist.Side, DigitArtist.Side)
            && images.Count >= ValidationShare
            && images.Labels.IndexOfAnyExceptInRange(0, 9) < 0;
        return fit ? images : throw new InvalidDataException(
            $"{folder} holds {images.Count} images of {images.Height}x{images.Width} to {split.ToString().ToLowerInvariant()} with; "
            + $"at least {ValidationShare} of 28x28 with labels 0 to 9 were expected.");
    }
}
