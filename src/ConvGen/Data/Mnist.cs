namespace ConvGen;

/// <summary>One of MNIST's two parts.</summary>
public enum MnistSplit
{
    /// <summary>60,000 images to train with.</summary>
    Train,

    /// <summary>10,000 images to test with.</summary>
    Test,
}

/// <summary>Reads the files of MNIST, or of any data set with the same file names; <see cref="Idx"/> reads files of any name.</summary>
public static class Mnist
{
    // Download servers use a hyphen after the first word; the names stored inside the compressed files have a dot.
    private static readonly string[] ImagesNames = ["images-idx3-ubyte", "images.idx3-ubyte"];
    private static readonly string[] LabelsNames = ["labels-idx1-ubyte", "labels.idx1-ubyte"];

    /// <summary>Reads <c>train-images-idx3-ubyte</c> and <c>train-labels-idx1-ubyte</c>, or the pair that begins with
    /// <c>t10k</c>; each either plain or gzip-compressed with the extension <c>.gz</c>. Names with a dot, such as
    /// <c>train-images.idx3-ubyte</c>, are found too. Pixels are divided by 255 and lie between 0 and 1.</summary>
    /// <param name="folder">The folder of the files.</param>
    /// <param name="split">The part to read.</param>
    /// <param name="maxBytes">The largest size of either file after decompression; protects against small files that decompress
    /// to a huge size. Default: 1 GiB.</param>
    /// <exception cref="ArgumentNullException"><paramref name="folder"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="split"/> is not a defined value, or
    /// <paramref name="maxBytes"/> is below 1.</exception>
    /// <exception cref="FileNotFoundException">A file is missing; the message names the paths tried.</exception>
    /// <exception cref="InvalidDataException">A file is damaged or too large, or the two files do not match; the message gives
    /// the file, the offset, the expected and the actual content.</exception>
    public static LabeledImages Load(string folder, MnistSplit split, int maxBytes = Idx.UsualMaxBytes)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxBytes, 1);
        string prefix = PrefixOf(split);
        return Idx.Load(Find(folder, prefix, ImagesNames), Find(folder, prefix, LabelsNames), maxBytes);
    }

    /// <summary>Maps the file of images, which must not be compressed, for data sets larger than the memory. The images equal
    /// those that <see cref="Load"/> reads, bit for bit.</summary>
    /// <param name="folder">The folder of the files.</param>
    /// <param name="split">The part to read.</param>
    /// <exception cref="ArgumentNullException"><paramref name="folder"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="split"/> is not a defined value.</exception>
    /// <exception cref="FileNotFoundException">A file is missing, or the images exist only compressed; the message names the
    /// file.</exception>
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
