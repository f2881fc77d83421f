using ConvGen.Internal;

namespace ConvGen;

/// <summary>A data set: images of one size, each with a label. <see cref="LabeledImages"/> are in memory, <see cref="MappedImages"/> in
/// files.</summary>
public abstract class ImageSet
{
    private protected ImageSet(int channels, int height, int width, ReadOnlyMemory<int> labels)
    {
        ImageLength = LengthOf(channels, height, width);
        (Channels, Height, Width, LabelMemory) = (channels, height, width, labels);
    }

    /// <summary>The number of images; may be 0.</summary>
    public int Count => LabelMemory.Length;

    /// <summary>The channels of an image, such as 3 for RGB.</summary>
    public int Channels { get; }

    /// <summary>Rows of an image.</summary>
    public int Height { get; }

    /// <summary>Columns of an image.</summary>
    public int Width { get; }

    /// <summary>Values of one image: channels times height times width.</summary>
    public int ImageLength { get; }

    /// <summary>The class of each image.</summary>
    public ReadOnlySpan<int> Labels => LabelMemory.Span;

    private protected ReadOnlyMemory<int> LabelMemory { get; }

    /// <summary>Copies the values of one image.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    /// <param name="pixels">Receives <see cref="ImageLength"/> values in <c>[channel][row][column]</c> order.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="index"/> is out of range.</exception>
    /// <exception cref="ArgumentException"><paramref name="pixels"/> has the wrong length.</exception>
    /// <exception cref="ObjectDisposedException">The images are in a <see cref="MappedImages"/> that has been disposed.</exception>
    public void CopyTo(int index, Span<float> pixels)
    {
        Check.Index(index, Count, "the images");
        Check.Length(pixels.Length, ImageLength, "An image", nameof(pixels));
        CopyImage(index, pixels);
    }

    /// <summary>Returns consecutive images without copying them.</summary>
    /// <param name="start">The first one, 0 to <see cref="Count"/>.</param>
    /// <param name="count">The number of images, 0 to <see cref="Count"/> - <paramref name="start"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range is not within the images.</exception>
    public virtual ImageSet Slice(int start, int count)
    {
        CheckRange(start, count);
        return new ImageSlice(this, start, LabelMemory.Slice(start, count));
    }

    /// <summary>Copies an image; the index and the length have been checked. May be called by many threads at once.</summary>
    internal abstract void CopyImage(int index, Span<float> result);

    /// <summary>Returns the values of consecutive images; the range has been checked. May be called by many threads at once.</summary>
    /// <param name="first">The index of the first image.</param>
    /// <param name="count">The number of images.</param>
    /// <param name="buffer">Receives images that are not in memory; replaced if it is too small.</param>
    internal virtual ReadOnlySpan<float> Read(int first, int count, ref float[] buffer)
    {
        int length = checked(count * ImageLength);
        if (buffer.Length < length)
        {
            buffer = new float[length];
        }

        for (int i = 0; i < count; i++)
        {
            CopyImage(first + i, buffer.AsSpan(i * ImageLength, ImageLength));
        }

        return buffer.AsSpan(0, length);
    }

    /// <summary>Computes the number of values of an image.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1, or the product of the sizes is too large.</exception>
    private protected static int LengthOf(int channels, int height, int width)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        UInt128 length = (UInt128)channels * (uint)height * (uint)width;
        return length <= int.MaxValue
            ? (int)length
            : throw new ArgumentOutOfRangeException(
                nameof(channels), $"An image of {channels}x{height}x{width} values is too large.");
    }

    /// <summary>Checks that no label is negative.</summary>
    private protected static void CheckNotNegative(int[] labels)
    {
        for (int i = 0; i < labels.Length; i++)
        {
            if (labels[i] < 0)
            {
                throw new ArgumentOutOfRangeException(nameof(labels), labels[i], $"labels[{i}] must not be negative.");
            }
        }
    }

    /// <summary>Checks that a slice is within the images.</summary>
    private protected void CheckRange(int start, int count)
    {
        if ((uint)start > (uint)Count)
        {
            throw new ArgumentOutOfRangeException(nameof(start), start, $"start must be 0 to {Count}.");
        }

        if ((uint)count > (uint)(Count - start))
        {
            throw new ArgumentOutOfRangeException(
                nameof(count), count, $"count must be 0 to {Count - start} from image {start} on.");
        }
    }
}
