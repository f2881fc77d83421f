using Cifar10Sample.DrawnShapes;
using ConvGen;

namespace Cifar10Sample.Data;

/// <summary>The training, validation and test images. Values lie between 0 and 1.</summary>
/// <param name="Dataset"><c>cifar10</c>, <c>cifar10-jpeg</c> or <c>drawn</c>.</param>
/// <param name="Description">The origin, for people.</param>
/// <param name="ClassNames">The names of the ten classes.</param>
/// <param name="Train">The images to learn from.</param>
/// <param name="Validation">Images that are held out of the training set.</param>
/// <param name="Test">The images of the final test.</param>
internal sealed record PhotoImages(
    string Dataset, string Description, IReadOnlyList<string> ClassNames, LabeledImages Train, LabeledImages Validation, LabeledImages Test)
{
    public const int Channels = 3, Side = 32;

    /// <summary>One training image in ten is used for validation: 5,000 of CIFAR-10's 50,000.</summary>
    private const int ValidationShare = 10;

    private const int DrawnTrainImages = 20_000;
    private const int DrawnTestImages = 2_000;

    /// <summary>Finds or downloads CIFAR-10; draws shapes otherwise.</summary>
    /// <param name="dataOption">The value of <c>--data</c>, or null.</param>
    /// <param name="seed">The seed that chooses the validation images, and of drawn shapes.</param>
    /// <param name="threads">The threads that decode image files.</param>
    /// <param name="say">Receives progress messages, one line each.</param>
    /// <exception cref="InvalidDataException">The files are damaged, or hold something else.</exception>
    public static PhotoImages Load(string? dataOption, int seed, int threads, Action<string> say)
    {
        var folder = CifarFolder.FindOrDownload(
            dataOption,
            Environment.GetEnvironmentVariable(CifarFolder.EnvironmentVariable),
            CifarFolder.CacheFolder(),
            cache => CifarDownload.TryInto(cache, say),
            say);
        if (folder is null)
        {
            say("CIFAR-10 was not found and cannot be downloaded: training on drawn shapes instead.");
            return Draw(DrawnTrainImages, DrawnTestImages, seed);
        }

        return Read(folder, seed, threads);
    }

    /// <summary>Reads a folder.</summary>
    public static PhotoImages Read(CifarFolder folder, int seed, int threads)
    {
        switch (folder.Form)
        {
            case CifarForm.Binary:
                return Split(
                    "cifar10",
                    $"CIFAR-10 from {folder.Path}",
                    Cifar10.ClassNames,
                    Cifar10.Load(folder.Path, Cifar10Split.Train),
                    Cifar10.Load(folder.Path, Cifar10Split.Test),
                    seed);
            case CifarForm.ImageFiles:
                ImageFolderContent train = ImageFolder.Load(
                    Path.Combine(folder.Path, "train"), Side, Side, Channels, threads: threads, classNames: Cifar10.ClassNames);
                ImageFolderContent test = train.LoadMore(Path.Combine(folder.Path, "test"));
                return Split(
                    "cifar10-jpeg", $"CIFAR-10 as image files from {folder.Path}", Cifar10.ClassNames, train.Images, test.Images, seed);
            default:
                throw new ArgumentOutOfRangeException(nameof(folder), folder.Form, "The form is unknown.");
        }
    }

    /// <summary>Draws shapes.</summary>
    public static PhotoImages Draw(int trainImages, int testImages, int seed)
    {
        LabeledImages all = ShapeArtist.Draw(trainImages + testImages, seed);
        return Split(
            "drawn",
            "shapes drawn by this program, not CIFAR-10",
            ShapeArtist.Names,
            all.Slice(0, trainImages),
            all.Slice(trainImages, testImages),
            seed);
    }

    private static PhotoImages Split(
        string dataset, string description, IReadOnlyList<string> names, LabeledImages train, LabeledImages test, int seed)
    {
        if (train.Count < ValidationShare)
        {
            throw new InvalidDataException($"{description}: expected at least {ValidationShare} training images, found {train.Count}.");
        }

        LabeledImages shuffled = train.Shuffled(seed);
        int validation = train.Count / ValidationShare;
        int rest = train.Count - validation;
        return new PhotoImages(dataset, description, names, shuffled.Slice(0, rest), shuffled.Slice(rest, validation), test);
    }
}
