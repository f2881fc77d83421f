using ConvGen.Data;

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

    /// <summary>The names of the ten classes, starting with class 0.</summary>
    public static IReadOnlyList<string> ClassNames { get; } =
        ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"];

    /// <summary>Reads <c>data_batch_1.bin</c> to <c>data_batch_5.bin</c>, in this order, or <c>test_batch.bin</c>. Pixels are
    /// divided by 255 and lie between 0 and 1.</summary>
    /// <param name="folder">The folder of the files; each file may hold any number of records.</param>
    /// <param name="split">The part to read.</param>
    /// <returns>Images of 3x32x32.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="folder"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="split"/> is not a defined value.</exception>
    /// <exception cref="FileNotFoundException">A file is missing; the message names it.</exception>
    /// <exception cref="DirectoryNotFoundException">The folder is missing.</exception>
    /// <exception cref="InvalidDataException">A file is empty, ends inside a record, or holds a label above 9, or the files
    /// together are too large for memory; the message gives the file, the offset, the expected and the actual content.</exception>
    public static LabeledImages Load(string folder, Cifar10Split split)
    {
        using MappedImages images = Map(folder, split);
        if ((long)images.Count * PixelBytes > Array.MaxLength)
        {
            throw new InvalidDataException($"{folder} holds {images.Count} images, more than fit into one array.");
        }

        float[] pixels = [];
        images.Read(0, images.Count, ref pixels);
        return new LabeledImages(Channels, Side, Side, pixels, images.Labels.ToArray());
    }

    /// <summary>Maps the same files into memory, for data sets larger than the memory. The images equal those that
    /// <see cref="Load"/> reads, bit for bit. The labels, which lie between the images, are read immediately.</summary>
    /// <param name="folder">The folder of the files; each file may hold any number of records.</param>
    /// <param name="split">The part to read.</param>
    /// <exception cref="ArgumentNullException"><paramref name="folder"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="split"/> is not a defined value.</exception>
    /// <exception cref="FileNotFoundException">A file is missing; the message names it.</exception>
    /// <exception cref="DirectoryNotFoundException">The folder is missing.</exception>
    /// <exception cref="InvalidDataException">A file is empty, ends inside a record, or holds a label above 9; the message
    /// gives the file, the offset, the expected and the actual content.</exception>
    public static MappedImages Map(string folder, Cifar10Split split)
    {
        ArgumentNullException.ThrowIfNull(folder);
        List<MappedRecords> files = [];
        try
        {
            List<int> labels = [];
            foreach (string name in FilesOf(split))
            {
                string path = Path.Combine(folder, name);
                files.Add(MappedRecords.Open(path, PixelFormat.Bytes, headerBytes: 0, RecordBytes, skippedBytes: 1));
                AddLabels(labels, files[^1], path);
            }

            return new MappedImages(Channels, Side, Side, [.. labels], [.. files]);
        }
        catch
        {
            files.ForEach(file => file.Dispose());
            throw;
        }
    }

    private static string[] FilesOf(Cifar10Split split) => split switch
    {
        Cifar10Split.Train => [.. Enumerable.Range(1, 5).Select(number => $"data_batch_{number}.bin")],
        Cifar10Split.Test => ["test_batch.bin"],
        _ => throw new ArgumentOutOfRangeException(nameof(split), split, "split must be Train or Test."),
    };

    private static void AddLabels(List<int> labels, MappedRecords file, string path)
    {
        for (int record = 0; record < file.Count; record++)
        {
            byte label = file.FirstByte(record);
            if (label >= ClassNames.Count)
            {
                throw new InvalidDataException(
                    $"{path}, offset {(long)record * RecordBytes}: expected a label from 0 to {ClassNames.Count - 1}, " +
                    $"found {label}.");
            }

            labels.Add(label);
        }
    }
}
