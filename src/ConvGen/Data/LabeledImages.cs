using ConvGen.Internal;

namespace ConvGen;

/// <summary>Images of one size, each with the number of its class: what networks are trained and tested with.</summary>
/// <remarks>An object only refers to its arrays, and so do its slices; changes of the arrays are seen through them.</remarks>
public sealed partial class LabeledImages
{
    private readonly ReadOnlyMemory<float> pixels;
    private readonly ReadOnlyMemory<int> labels;

    /// <summary>Wraps two arrays without copying them.</summary>
    /// <param name="channels">Colours per pixel, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="width">Columns, at least 1.</param>
    /// <param name="pixels">One image behind the other, each in <c>[channel][row][column]</c> order.</param>
    /// <param name="labels">The class of each image, at least 0.</param>
    /// <exception cref="ArgumentNullException">An array is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1, an image would have more than 2^31 - 1 values, or a label
    /// is negative.</exception>
    /// <exception cref="ArgumentException">The number of pixels does not fit the number of labels.</exception>
    public LabeledImages(int channels, int height, int width, float[] pixels, int[] labels)
        : this(channels, height, width, NotNull(pixels, nameof(pixels)), NotNull(labels, nameof(labels)))
    {
        for (int i = 0; i < labels.Length; i++)
        {
            if (labels[i] < 0)
            {
                throw new ArgumentOutOfRangeException(nameof(labels), labels[i], $"labels[{i}] must not be negative.");
            }
        }
    }

    private LabeledImages(int channels, int height, int width, ReadOnlyMemory<float> pixels, ReadOnlyMemory<int> labels)
    {
        int length = LengthOf(channels, height, width);
        if (pixels.Length != (long)length * labels.Length)
        {
            throw new ArgumentException(
                $"{labels.Length} images of {channels}x{height}x{width} need {(long)length * labels.Length} pixels, " +
                $"but the length of pixels is {pixels.Length}.",
                nameof(pixels));
        }

        (Channels, Height, Width, ImageLength) = (channels, height, width, length);
        this.pixels = pixels;
        this.labels = labels;
    }

    /// <summary>The number of images; may be 0.</summary>
    public int Count => labels.Length;

    /// <summary>Colours per pixel.</summary>
    public int Channels { get; }

    /// <summary>Rows of an image.</summary>
    public int Height { get; }

    /// <summary>Columns of an image.</summary>
    public int Width { get; }

    /// <summary>Values of one image: channels times height times width.</summary>
    public int ImageLength { get; }

    /// <summary>The values of all images, one image behind the other.</summary>
    public ReadOnlySpan<float> Pixels => pixels.Span;

    /// <summary>The class of each image.</summary>
    public ReadOnlySpan<int> Labels => labels.Span;

    /// <summary>The values of one image in <c>[channel][row][column]</c> order.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="index"/> is outside.</exception>
    public ReadOnlySpan<float> Image(int index)
    {
        Check.Index(index, Count, "the images");
        return pixels.Span.Slice(index * ImageLength, ImageLength);
    }

    /// <summary>Consecutive images, without copying them.</summary>
    /// <param name="start">The first one, 0 to <see cref="Count"/>.</param>
    /// <param name="count">How many, 0 to <see cref="Count"/> - <paramref name="start"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range leaves the images.</exception>
    public LabeledImages Slice(int start, int count)
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

        return new LabeledImages(
            Channels, Height, Width, pixels.Slice(start * ImageLength, count * ImageLength), labels.Slice(start, count));
    }

    // The values of an image of checked sizes.
    private static int LengthOf(int channels, int height, int width)
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

    private static ReadOnlyMemory<T> NotNull<T>(T[] array, string argument) =>
        array ?? throw new ArgumentNullException(argument);
}
