using ConvGen.Data;

namespace ConvGen;

/// <summary>Reads pairs of IDX files, the format of MNIST and of sets that follow it: one file of images, one of labels, both of
/// bytes.</summary>
public static class Idx
{
    // 1 GiB: more than a million images of 28x28 pixels.
    internal const int UsualMaxBytes = 1 << 30;

    /// <summary>Reads two files, each plain or compressed with the ending <c>.gz</c>. Pixels are divided by 255 and lie between 0
    /// and 1.</summary>
    /// <param name="imagesPath">The images: three dimensions, which are their number, rows and columns.</param>
    /// <param name="labelsPath">Their classes: one dimension.</param>
    /// <param name="maxBytes">The most that either file may hold, after it is decompressed: a small file can decompress into very
    /// much. Default: 1 GiB.</param>
    /// <exception cref="ArgumentNullException">A path is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxBytes"/> is below 1.</exception>
    /// <exception cref="FileNotFoundException">A file is missing; the message names it.</exception>
    /// <exception cref="InvalidDataException">A file is damaged or too large, or the two do not belong together; the message
    /// names file, offset, what was expected and what was found.</exception>
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

    /// <summary>Maps the file of images, so that it may be larger than the memory, and reads that of labels. The images are the
    /// same, bit for bit, as those that <see cref="Load"/> reads.</summary>
    /// <param name="imagesPath">The images, not compressed: three dimensions, which are their number, rows and columns.</param>
    /// <param name="labelsPath">Their classes: one dimension; plain or compressed with the ending <c>.gz</c>, and at most 1 GiB
    /// when it is decompressed.</param>
    /// <exception cref="ArgumentNullException">A path is null.</exception>
    /// <exception cref="FileNotFoundException">A file is missing; the message names it.</exception>
    /// <exception cref="InvalidDataException">A file is damaged or compressed where it must not be, there is no image, or the two
    /// do not belong together; the message names file, offset, what was expected and what was found.</exception>
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
