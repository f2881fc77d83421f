using ConvGen.Data;

namespace ConvGen;

/// <summary>A data set in memory-mapped files. The operating system reads and caches pages on demand, so the set may be many
/// times larger than the memory. Values are copied, and bytes divided by 255, when a mini-batch is built. Labels are in memory.</summary>
/// <remarks>Any number of threads may read at once. A file must not be truncated while it is mapped: the operating system would
/// terminate the process.</remarks>
/// <example>
/// <code>
/// using MappedImages train = Mnist.Map(folder, MnistSplit.Train);
/// trainer.Fit(train.Slice(0, 50_000), epochs: 3, validation: train.Slice(50_000, 10_000));
/// </code>
/// </example>
public sealed class MappedImages : ImageSet, IDisposable
{
    private readonly MappedRecords[] _files;

    // The first image of each file.
    private readonly int[] _starts;

    internal MappedImages(int channels, int height, int width, int[] labels, params MappedRecords[] files)
        : base(channels, height, width, labels)
    {
        _files = files;
        _starts = new int[files.Length];
        for (int file = 1; file < files.Length; file++)
        {
            _starts[file] = _starts[file - 1] + files[file - 1].Count;
        }
    }

    /// <summary>Maps a file of raw pixels: an optional header, which is skipped, then one image after another, each in
    /// <c>[channel][row][column]</c> order.</summary>
    /// <param name="path">The file.</param>
    /// <param name="channels">The channels of an image, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="width">Columns, at least 1.</param>
    /// <param name="labels">The class of each image, at least 0; not copied.</param>
    /// <param name="format">The type of the pixels.</param>
    /// <param name="headerBytes">Bytes before the first image, at least 0.</param>
    /// <exception cref="ArgumentNullException"><paramref name="path"/> or <paramref name="labels"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1, an image would have more than 2^31 - 1 values, a label or
    /// <paramref name="headerBytes"/> is negative, or <paramref name="format"/> is not a defined value.</exception>
    /// <exception cref="FileNotFoundException">The file is missing.</exception>
    /// <exception cref="DirectoryNotFoundException">Its folder is missing.</exception>
    /// <exception cref="InvalidDataException">The file does not consist of the header and one image per label, or holds no
    /// image; the message names the file.</exception>
    public static MappedImages Open(
        string path,
        int channels,
        int height,
        int width,
        int[] labels,
        PixelFormat format = PixelFormat.Bytes,
        long headerBytes = 0)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentOutOfRangeException.ThrowIfNegative(headerBytes);
        CheckNotNegative(labels);
        int valueBytes = format switch
        {
            PixelFormat.Bytes => sizeof(byte),
            PixelFormat.Floats => sizeof(float),
            _ => throw new ArgumentOutOfRangeException(nameof(format), format, "format must be Bytes or Floats."),
        };
        long imageBytes = (long)LengthOf(channels, height, width) * valueBytes;
        var file = MappedRecords.Open(path, format, headerBytes, imageBytes, skippedBytes: 0);
        if (file.Count == labels.Length)
        {
            return new MappedImages(channels, height, width, labels, file);
        }

        file.Dispose();
        throw new InvalidDataException($"{path} holds {file.Count} images of {channels}x{height}x{width}, but there are " +
            $"{labels.Length} labels.");
    }

    /// <summary>Ends the mapping, also for slices: later reads throw <see cref="ObjectDisposedException"/>.</summary>
    public void Dispose()
    {
        foreach (MappedRecords file in _files)
        {
            file.Dispose();
        }
    }

    internal override void CopyImage(int index, Span<float> result)
    {
        int file = Array.BinarySearch(_starts, index);

        // For an index between two starts, BinarySearch returns the complement of the later one.
        file = file >= 0 ? file : ~file - 1;
        _files[file].CopyTo(index - _starts[file], result);
    }
}
