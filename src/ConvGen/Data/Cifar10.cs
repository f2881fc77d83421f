namespace ConvGen;

/// <summary>One of CIFAR-10's two parts.</summary>
public enum Cifar10Split
{
    /// <summary>50,000 images to train with, in five files.</summary>
    Train,

    /// <summary>10,000 images to test with.</summary>
    Test,
}

/// <summary>Reads the binary version of CIFAR-10, or any data set in the same format: files of records without a header, each a
/// byte for the class and 32x32 bytes for red, then green, then blue.</summary>
public static class Cifar10
{
    private const int Channels = 3, Side = 32, PixelBytes = Channels * Side * Side;

    // The class comes first.
    private const int RecordBytes = 1 + PixelBytes;

    /// <summary>What the ten classes show, from class 0 on.</summary>
    public static IReadOnlyList<string> ClassNames { get; } =
        ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"];

    /// <summary>Reads <c>data_batch_1.bin</c> to <c>data_batch_5.bin</c>, in this order, or <c>test_batch.bin</c>. Pixels are
    /// divided by 255 and lie between 0 and 1.</summary>
    /// <param name="folder">Where the files are, each of any number of records.</param>
    /// <param name="split">Which files.</param>
    /// <returns>Images of 3x32x32.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="folder"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="split"/> is neither.</exception>
    /// <exception cref="FileNotFoundException">A file is missing; the message names it.</exception>
    /// <exception cref="DirectoryNotFoundException">The folder is missing.</exception>
    /// <exception cref="InvalidDataException">A file is empty, ends inside a record, or holds a label above 9, or all together
    /// are too large for memory; the message names file, offset, what was expected and what was found.</exception>
    public static LabeledImages Load(string folder, Cifar10Split split)
    {
        ArgumentNullException.ThrowIfNull(folder);
        string[] paths = Array.ConvertAll(FilesOf(split), name => Path.Combine(folder, name));
        int[] counts = Array.ConvertAll(paths, Records);
        long images = counts.Sum(count => (long)count);
        if (images * PixelBytes > Array.MaxLength)
        {
            throw new InvalidDataException($"{folder} holds {images} images, more than fit into one array.");
        }

        float[] pixels = new float[images * PixelBytes];
        int[] labels = new int[images];
        int first = 0;
        for (int file = 0; file < paths.Length; file++)
        {
            Read(paths[file], pixels.AsSpan(first * PixelBytes), labels.AsSpan(first, counts[file]));
            first += counts[file];
        }

        return new LabeledImages(Channels, Side, Side, pixels, labels);
    }

    private static string[] FilesOf(Cifar10Split split) => split switch
    {
        Cifar10Split.Train => [.. Enumerable.Range(1, 5).Select(number => $"data_batch_{number}.bin")],
        Cifar10Split.Test => ["test_batch.bin"],
        _ => throw new ArgumentOutOfRangeException(nameof(split), split, "split must be Train or Test."),
    };

    private static int Records(string path)
    {
        using FileStream file = File.OpenRead(path);
        (long records, long rest) = Math.DivRem(file.Length, RecordBytes);
        if (rest != 0 || records == 0)
        {
            throw new InvalidDataException(
                $"{path}, offset {records * RecordBytes}: expected a record of {RecordBytes} bytes, found the end of the file " +
                $"after {rest}.");
        }

        return records <= int.MaxValue
            ? (int)records
            : throw new InvalidDataException($"{path} holds {records} images, more than fit into one array.");
    }

    private static void Read(string path, Span<float> pixels, Span<int> labels)
    {
        using FileStream file = File.OpenRead(path);
        byte[] record = new byte[RecordBytes];
        for (int i = 0; i < labels.Length; i++)
        {
            file.ReadExactly(record);
            if (record[0] >= ClassNames.Count)
            {
                throw new InvalidDataException(
                    $"{path}, offset {(long)i * RecordBytes}: expected a label from 0 to {ClassNames.Count - 1}, " +
                    $"found {record[0]}.");
            }

            labels[i] = record[0];
            for (int pixel = 0; pixel < PixelBytes; pixel++)
            {
                pixels[i * PixelBytes + pixel] = record[1 + pixel] / 255f;
            }
        }
    }
}
