namespace ConvGen;

/// <summary>One of MNIST's two parts.</summary>
public enum MnistSplit
{
    /// <summary>60,000 images to train with.</summary>
    Train,

    /// <summary>10,000 images to test with.</summary>
    Test,
}

/// <summary>Reads the files of MNIST, or of any data set that has taken over their names; <see cref="Idx"/> reads files of any
/// name.</summary>
public static class Mnist
{
    // Servers have a hyphen after the first word; the names inside the compressed files, which unpackers restore, have a dot.
    private static readonly string[] ImagesNames = ["images-idx3-ubyte", "images.idx3-ubyte"];
    private static readonly string[] LabelsNames = ["labels-idx1-ubyte", "labels.idx1-ubyte"];

    /// <summary>Reads <c>train-images-idx3-ubyte</c> and <c>train-labels-idx1-ubyte</c>, or the pair that begins with
    /// <c>t10k</c>; each plain or compressed with the ending <c>.gz</c>, and also under the name that unpackers give it, such as
    /// <c>train-images.idx3-ubyte</c>. Pixels are divided by 255 and lie between 0 and 1.</summary>
    /// <param name="folder">Where the files are.</param>
    /// <param name="split">Which pair.</param>
    /// <param name="maxBytes">The most that either file may hold, after it is decompressed: a small file can decompress into very
    /// much. Default: 1 GiB.</param>
    /// <exception cref="ArgumentNullException"><paramref name="folder"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="split"/> is neither, or <paramref name="maxBytes"/> is below
    /// 1.</exception>
    /// <exception cref="FileNotFoundException">A file is missing; the message names the paths tried.</exception>
    /// <exception cref="InvalidDataException">A file is damaged or too large, or the two do not belong together; the message
    /// names file, offset, what was expected and what was found.</exception>
    public static LabeledImages Load(string folder, MnistSplit split, int maxBytes = Idx.UsualMaxBytes)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxBytes, 1);
        string prefix = PrefixOf(split);
        return Idx.Load(Find(folder, prefix, ImagesNames), Find(folder, prefix, LabelsNames), maxBytes);
    }

    /// <summary>Maps the same files, that of images not compressed, so that a set in this format may be larger than the memory.
    /// The images are the same, bit for bit, as those that <see cref="Load"/> reads.</summary>
    /// <param name="folder">Where the files are.</param>
    /// <param name="split">Which pair.</param>
    /// <exception cref="ArgumentNullException"><paramref name="folder"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="split"/> is neither.</exception>
    /// <exception cref="FileNotFoundException">A file is missing, or that of images is there compressed alone; the message names
    /// it.</exception>
    /// <exception cref="InvalidDataException">As for <see cref="Idx.Map"/>.</exception>
    public static MappedImages Map(string folder, MnistSplit split)
    {
        ArgumentNullException.ThrowIfNull(folder);
        string prefix = PrefixOf(split);
        string[] plain = Array.ConvertAll(ImagesNames, name => Path.Combine(folder, prefix + name));
        string images = Array.Find(plain, File.Exists) ?? throw new FileNotFoundException(
            $"There is neither {string.Join(" nor ", plain)}; the file must not be compressed.", plain[0]);
        return Idx.Map(images, Find(folder, prefix, LabelsNames));
    }

    private static string PrefixOf(MnistSplit split) => split switch
    {
        MnistSplit.Train => "train-",
        MnistSplit.Test => "t10k-",
        _ => throw new ArgumentOutOfRangeException(nameof(split), split, "split must be Train or Test."),
    };

    private static string Find(string folder, string prefix, string[] names)
    {
        string[] paths = [.. names.SelectMany(name => (string[])[name, name + ".gz"]).Select(name => Path.Combine(folder, prefix + name))];
        return Array.Find(paths, File.Exists)
            ?? throw new FileNotFoundException($"There is neither {string.Join(" nor ", paths)}.", paths[0]);
    }
}
