using ConvGen;
using MnistSample.DrawnDigits;

namespace MnistSample.Data;

/// <summary>The training, validation and test images.</summary>
internal sealed record DigitImages(string Dataset, string Description, LabeledImages Train, LabeledImages Validation, LabeledImages Test)
{
    /// <summary>One training image in twelve is used for validation: 5,000 of MNIST's 60,000.</summary>
    private const int ValidationShare = 12;

    private const int DrawnTrainImages = 60_000;
    private const int DrawnTestImages = 10_000;

    /// <summary>Whether these are drawn digits.</summary>
    public bool AreDrawn => Dataset == "drawn";

    /// <summary>Finds or downloads MNIST; draws digits otherwise.</summary>
    /// <param name="dataOption">The value of <c>--data</c>, or null.</param>
    /// <param name="seed">The seed of drawn digits.</param>
    /// <param name="say">Receives progress messages, one line each.</param>
    /// <exception cref="InvalidDataException">The files are damaged, or hold something else.</exception>
    public static DigitImages Load(string? dataOption, int seed, Action<string> say)
    {
        if (MnistFiles.FindOrDownload(dataOption, say) is not { } folder)
        {
            say("MNIST was not found and cannot be downloaded: training on drawn digits instead.");
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

    /// <summary>Checks the sizes: the reader accepts any images in MNIST's format, the networks only digits of
    /// 28x28.</summary>
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
