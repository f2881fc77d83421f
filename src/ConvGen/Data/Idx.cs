using ConvGen.Data;

namespace ConvGen;

/// <summary>Reads pairs of IDX files, the format of MNIST and similar data sets: one file of images and one of labels, both of
/// bytes.</summary>
public static class Idx
{
    // 1 GiB: more than a million images of 28x28 pixels.
    internal const int UsualMaxBytes = 1 << 30;

    /// <summary>Reads two files, each either plain or gzip-compressed with the extension <c>.gz</c>. Pixels are divided by 255
    /// and lie between 0 and 1.</summary>
    /// <param name="imagesPath">The images, with three dimensions: number, rows and columns.</param>
    /// <param name="labelsPath">The labels, with one dimension.</param>
    /// <param name="maxBytes">The largest size of either file after decompression; protects against small files that decompress
    /// to a huge size. Default: 1 GiB.</param>
    /// <exception cref="ArgumentNullException">A path is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxBytes"/> is below 1.</exception>
    /// <exception cref="FileNotFoundException">A file is missing; the message names it.</exception>
    /// <exception cref="InvalidDataException">A file is damaged or too large, or the two files do not match; the message gives
    /// the file, the offset, the expected and the actual content.</exception>
    public static LabeledImages Load(string imagesPath, string labelsPath, int maxBytes = UsualMaxBytes)
    {
        ArgumentNullException.ThrowIfNull(imagesPath);
        ArgumentNullException.ThrowIfNull(labelsPath);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxBytes, 1);
        IdxArray images = IdxFile.Read(imagesPath, dimensions: 3, maxBytes);
        IdxArray labels = IdxFile.Read(labelsPath, dimensions: 1, maxBytes);
        (int height, int width) = CheckSizes(images.Sizes, imagesPath, labels.Sizes[0], labelsPath);
        float[] pixels = Array.ConvertAll(images.Values, pixel => pixel / 255f);
        return new LabeledImages(1, height, width, pixels, Array.ConvertAll(labels.Values, label => (int)label));
    }

    /// <summary>Maps the file of images into memory, so that it may be larger than the memory, and reads the file of labels.
    /// The images equal those that <see cref="Load"/> reads, bit for bit.</summary>
    /// <param name="imagesPath">The uncompressed images, with three dimensions: number, rows and columns.</param>
    /// <param name="labelsPath">The labels, with one dimension; either plain or gzip-compressed with the extension <c>.gz</c>,
    /// and at most 1 GiB after decompression.</param>
    /// <exception cref="ArgumentNullException">A path is null.</exception>
    /// <exception cref="FileNotFoundException">A file is missing; the message names it.</exception>
    /// <exception cref="InvalidDataException">A file is damaged, the file of images is compressed or holds no image, or the two
    /// files do not match; the message gives the file, the offset, the expected and the actual content.</exception>
    public static MappedImages Map(string imagesPath, string labelsPath)
    {
        ArgumentNullException.ThrowIfNull(imagesPath);
        ArgumentNullException.ThrowIfNull(labelsPath);
        (int[] sizes, int headerBytes) = IdxFile.ReadSizes(imagesPath, dimensions: 3);
        IdxArray labels = IdxFile.Read(labelsPath, dimensions: 1, UsualMaxBytes);
        (int height, int width) = CheckSizes(sizes, imagesPath, labels.Sizes[0], labelsPath);
        return MappedImages.Open(
            imagesPath, 1, height, width, Array.ConvertAll(labels.Values, label => (int)label), PixelFormat.Bytes, headerBytes);
    }

    private static (int Height, int Width) CheckSizes(int[] sizes, string imagesPath, int labels, string labelsPath)
    {
        (int count, int height, int width) = (sizes[0], sizes[1], sizes[2]);
        if (labels != count)
        {
            throw new InvalidDataException($"{imagesPath} holds {count} images, but {labelsPath} {labels} labels.");
        }

        return height > 0 && width > 0
            ? (height, width)
            : throw new InvalidDataException($"{imagesPath}, offset 8: images of {height}x{width} pixels have no pixel.");
    }
}
