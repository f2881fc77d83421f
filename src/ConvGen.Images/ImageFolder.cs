using System.Runtime.ExceptionServices;
using ConvGen.Images;

namespace ConvGen;

/// <summary>Reads folders of images, one folder per class.</summary>
public static class ImageFolder
{
    /// <summary>Reads all images below a folder. Its subfolders are the classes; images may lie in nested folders. Names that
    /// begin with a dot, and files without one of the extensions <c>.png</c>, <c>.jpg</c>, <c>.jpeg</c>, <c>.bmp</c> or
    /// <c>.webp</c>, are skipped. Links are followed.</summary>
    /// <param name="folder">The folder of the classes.</param>
    /// <param name="height">Rows of all images, at least 1.</param>
    /// <param name="width">Columns of all images, at least 1.</param>
    /// <param name="channels">1 for grey, 3 for red, green and blue, as for <see cref="ImageFile.Read"/>.</param>
    /// <param name="fit">How images with other proportions are fitted.</param>
    /// <param name="threads">The number of decoding threads, at least 1. It does not change the result.</param>
    /// <param name="classNames">The names of the subfolders, starting with class 0; some of them may be missing or empty.
    /// Default: null, which uses the existing subfolders in ordinal order. If test data lacks a class, the other classes would
    /// get wrong numbers: read it with <see cref="ImageFolderContent.LoadMore"/>, or pass the names.</param>
    /// <exception cref="ArgumentNullException"><paramref name="folder"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size, <paramref name="channels"/> or <paramref name="fit"/> is out of range,
    /// as for <see cref="ImageFile.Read"/>, or <paramref name="threads"/> is below 1.</exception>
    /// <exception cref="ArgumentException"><paramref name="classNames"/> is empty, contains a duplicate, or contains an invalid
    /// folder name: null, empty, with a separator, or with a leading dot.</exception>
    /// <exception cref="DirectoryNotFoundException">The folder is missing.</exception>
    /// <exception cref="InvalidDataException">There is no class, a class has no image, or a file is not an image; a subfolder
    /// is not in <paramref name="classNames"/>, or all of these are empty; a link leads to a folder that is also read
    /// otherwise, or that contains <paramref name="folder"/>; or the images do not fit into one array. The message names the
    /// folder or file.</exception>
    public static ImageFolderContent Load(
        string folder,
        int height,
        int width,
        int channels = 3,
        ImageFit fit = ImageFit.Stretch,
        int threads = 1,
        IReadOnlyList<string>? classNames = null)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        string[]? given = classNames is null ? null : CheckedNames(classNames);
        using var first = new ImageDecoder(height, width, channels, fit);
        string[] names = given ?? FoundNames(folder);
        string[][] files = given is null ? FilesOfAll(folder, names) : FilesOfGiven(folder, names);
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
        return new ImageFolderContent(new LabeledImages(channels, height, width, pixels, labels), names, paths)
        {
            Fit = fit,
            Threads = threads,
        };
    }

    private static string[] CheckedNames(IReadOnlyList<string> classNames)
    {
        string[] names = [.. classNames];
        if (names.Length == 0)
        {
            throw new ArgumentException("classNames is empty: at least one class is expected.", nameof(classNames));
        }

        for (int i = 0; i < names.Length; i++)
        {
            if (string.IsNullOrEmpty(names[i]) || names[i].StartsWith('.') || Path.GetFileName(names[i]) != names[i])
            {
                throw new ArgumentException(
                    $"classNames[{i}] must be the name of a folder, without a separator and without a leading dot; it is " +
                    (names[i] is null ? "null." : $"\"{names[i]}\"."),
                    nameof(classNames));
            }

            if (Array.IndexOf(names, names[i]) is int before && before < i)
            {
                throw new ArgumentException($"classNames[{i}] is \"{names[i]}\", as is classNames[{before}].", nameof(classNames));
            }
        }

        return names;
    }

    private static string[] FoundNames(string folder)
    {
        string[] names = Array.ConvertAll(ImageSearch.Folders(folder), path => Path.GetFileName(path));
        return names.Length > 0
            ? names
            : throw new InvalidDataException($"{folder}: expected a folder of images for each class, found no folder.");
    }

    private static string[][] FilesOfAll(string folder, string[] names)
    {
        var search = new ImageSearch(folder);
        return Array.ConvertAll(names, name =>
        {
            string path = Path.Combine(folder, name);
            string[] images = search.Images(path);
            return images.Length > 0
                ? images
                : throw new InvalidDataException($"{path}: expected images ({ImageSearch.EndingNames}), found none.");
        });
    }

    private static string[][] FilesOfGiven(string folder, string[] names)
    {
        string[] found = ImageSearch.Folders(folder);
        if (Array.Find(found, path => !names.Contains(Path.GetFileName(path))) is { } unknown)
        {
            throw new InvalidDataException($"{unknown}: expected a folder of one of the classes {string.Join(", ", names)}.");
        }

        var search = new ImageSearch(folder);
        string[][] files = Array.ConvertAll(
            names, name => Array.Find(found, path => Path.GetFileName(path) == name) is { } path ? search.Images(path) : []);
        return files.Any(ofClass => ofClass.Length > 0)
            ? files
            : throw new InvalidDataException(
                $"{folder}: expected images ({ImageSearch.EndingNames}) in folders of the classes {string.Join(", ", names)}, " +
                "found none.");
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
            // The first error is enough.
            ExceptionDispatchInfo.Throw(exception.InnerExceptions[0]);
        }
    }
}
