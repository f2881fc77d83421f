using ConvGen.Internal;

namespace ConvGen;

/// <summary>A data set in memory.</summary>
/// <remarks>The object and its slices refer to the arrays and do not copy them: changes to the arrays are visible through them.</remarks>
public sealed partial class LabeledImages : ImageSet
{
    private readonly ReadOnlyMemory<float> _pixels;

    /// <summary>Wraps two arrays without copying them.</summary>
    /// <param name="channels">The channels of an image, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="width">Columns, at least 1.</param>
    /// <param name="pixels">The images one after another, each in <c>[channel][row][column]</c> order.</param>
    /// <param name="labels">The class of each image, at least 0.</param>
    /// <exception cref="ArgumentNullException">An array is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1, an image would have more than 2^31 - 1 values, or a label
    /// is negative.</exception>
    /// <exception cref="ArgumentException">The number of pixels does not match the number of labels.</exception>
    public LabeledImages(int channels, int height, int width, float[] pixels, int[] labels)
        : this(channels, height, width, NotNull(pixels, nameof(pixels)), NotNull(labels, nameof(labels)))
    {
        CheckNotNegative(labels);
    }

    private LabeledImages(int channels, int height, int width, ReadOnlyMemory<float> pixels, ReadOnlyMemory<int> labels)
        : base(channels, height, width, labels)
    {
        if (pixels.Length != (long)ImageLength * labels.Length)
        {
            throw new ArgumentException(
                $"{labels.Length} images of {channels}x{height}x{width} need {(long)ImageLength * labels.Length} pixels, " +
                $"but the length of pixels is {pixels.Length}.",
                nameof(pixels));
        }

        _pixels = pixels;
    }

    /// <summary>The values of all images, one image after another.</summary>
    public ReadOnlySpan<float> Pixels => _pixels.Span;

    /// <summary>The values of one image in <c>[channel][row][column]</c> order.</summary>
    /// <param name="index">0 to <see cref="ImageSet.Count"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="index"/> is out of range.</exception>
    public ReadOnlySpan<float> Image(int index)
    {
        Check.Index(index, Count, "the images");
        return _pixels.Span.Slice(index * ImageLength, ImageLength);
    }

    /// <inheritdoc/>
    public override LabeledImages Slice(int start, int count)
    {
        CheckRange(start, count);
        return new LabeledImages(
            Channels, Height, Width, _pixels.Slice(start * ImageLength, count * ImageLength), LabelMemory.Slice(start, count));
    }

    internal override void CopyImage(int index, Span<float> result) => Image(index).CopyTo(result);

    internal override ReadOnlySpan<float> Read(int first, int count, ref float[] buffer) =>
        _pixels.Span.Slice(first * ImageLength, count * ImageLength);

    private static ReadOnlyMemory<T> NotNull<T>(T[] array, string argument) =>
        array ?? throw new ArgumentNullException(argument);
}
