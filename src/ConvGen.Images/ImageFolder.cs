using System.Runtime.ExceptionServices;
using ConvGen.Images;

namespace ConvGen;

/// <summary>Reads folders of images, one folder per class.</summary>
public static class ImageFolder
{
    /// <summary>Reads every image below a folder. Its subfolders are the classes, in the ordinal order of their names; images may
    /// lie in further folders inside of them. Names that begin with a dot, and files that do not end in <c>.png</c>, <c>.jpg</c>,
    /// <c>.jpeg</c>, <c>.bmp</c> or <c>.webp</c>, are left out. Links are followed.</summary>
    /// <param name="folder">The folder of the classes.</param>
    /// <param name="height">Rows of all images, at least 1.</param>
    /// <param name="width">Columns of all images, at least 1.</param>
    /// <param name="channels">1 for grey, 3 for red, green and blue, as for <see cref="ImageFile.Read"/>.</param>
    /// <param name="fit">How images of other shapes fill them.</param>
    /// <param name="threads">Threads that decode, at least 1. Their number changes nothing in the result.</param>
    /// <exception cref="ArgumentNullException"><paramref name="folder"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size, <paramref name="channels"/> or <paramref name="fit"/> is impossible,
    /// as for <see cref="ImageFile.Read"/>, or <paramref name="threads"/> is below 1.</exception>
    /// <exception cref="DirectoryNotFoundException">The folder is missing.</exception>
    /// <exception cref="InvalidDataException">There is no class, or a class without an image, or a file that is no image; a link
    /// leads to a folder that is read already, or that contains <paramref name="folder"/>; or all together do not fit into one
    /// array. The message names folder or file.</exception>
    public static ImageFolderContent Load(
        string folder, int height, int width, int channels = 3, ImageFit fit = ImageFit.Stretch, int threads = 1)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        using var first = new ImageDecoder(height, width, channels, fit);
        string[] classes = Classes(folder);
        string[][] files = Images(folder, classes);
        string[] paths = [.. files.SelectMany(path => path)];
        int[] labels = [.. files.SelectMany((ofClass, label) => Enumerable.Repeat(label, ofClass.Length))];
        if ((long)paths.Length * first.Length > Array.MaxLength)
        {
            throw new InvalidDataException(
                $"{folder} holds {paths.Length} images; with {channels}x{height}x{width} values each they do not fit into one " +
                "array.");
        }

        float[] pixels = new float[paths.Length * first.Length];
        Decode(paths, pixels, threads, () => new ImageDecoder(height, width, channels, fit));
        string[] names = Array.ConvertAll(classes, path => Path.GetFileName(path));
        return new ImageFolderContent(new LabeledImages(channels, height, width, pixels, labels), names, paths);
    }

    private static string[] Classes(string folder)
    {
        string[] classes = ImageSearch.Folders(folder);
        return classes.Length > 0
            ? classes
            : throw new InvalidDataException($"{folder}: expected a folder of images for each class, found no folder.");
    }

    private static string[][] Images(string folder, string[] classes)
    {
        var search = new ImageSearch(folder);
        return Array.ConvertAll(classes, path =>
        {
            string[] images = search.Images(path);
            return images.Length > 0
                ? images
                : throw new InvalidDataException($"{path}: expected images ({ImageSearch.EndingNames}), found none.");
        });
    }

    private static void Decode(string[] paths, float[] pixels, int threads, Func<ImageDecoder> createDecoder)
    {
        int length = pixels.Length / paths.Length;
        try
        {
            Parallel.For(
                0,
                paths.Length,
                new ParallelOptions { MaxDegreeOfParallelism = threads },
                createDecoder,
                (i, _, decoder) =>
                {
                    decoder.Read(paths[i], pixels.AsSpan(i * length, length));
                    return decoder;
                },
                decoder => decoder.Dispose());
        }
        catch (AggregateException exception)
        {
            // What is wrong with one image says enough.
            ExceptionDispatchInfo.Throw(exception.InnerExceptions[0]);
        }
    }
}
