using ConvGen.Data.Expansion;
using ConvGen.Internal;

namespace ConvGen;

/// <summary>Changes brightness, contrast and saturation of images at random, as PyTorch's
/// <see href="https://docs.pytorch.org/vision/stable/generated/torchvision.transforms.ColorJitter.html">ColorJitter</see>, but always in
/// this order. Settings that are not given are off.</summary>
/// <remarks>
/// <para>
/// Expects values from 0 (dark) to 1 (bright), so it belongs before a <see cref="ChannelScaling"/>; results are limited to this range.
/// Images have three channels, red, green and blue, or one; the saturation of an image with one channel does not change.
/// </para>
/// <para>
/// A factor f is drawn uniformly from 1 - setting to 1 + setting for each of the three. A value v becomes <c>f v</c> for brightness,
/// <c>f v + (1 - f) mean</c> for contrast, with the mean grey of the image, and <c>f v + (1 - f) grey</c> for saturation, with the
/// pixel's grey: 0.2989 red + 0.587 green + 0.114 blue.
/// </para>
/// </remarks>
public sealed class ColorJitter : Augmentation
{
    /// <summary>The largest relative change of all values, 0 to 1: 0.2 gives factors from 0.8 to 1.2.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public float Brightness
    {
        get;
        init => field = Check.Between(0f, 1f, value);
    }

    /// <summary>The largest relative change of the differences from the mean grey of the image, 0 to 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public float Contrast
    {
        get;
        init => field = Check.Between(0f, 1f, value);
    }

    /// <summary>The largest relative change of the differences between a pixel's colours and its grey, 0 to 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public float Saturation
    {
        get;
        init => field = Check.Between(0f, 1f, value);
    }

    internal override string Settings => FormattableString.Invariant(
        $"brightness {Brightness:R}, contrast {Contrast:R}, saturation {Saturation:R}");

    internal override void CheckShape(ImageSet images, string argument)
    {
        if (images.Channels is not (1 or 3))
        {
            throw new ArgumentException(
                $"ColorJitter needs images of 1 or 3 channels, but those of {argument} have {images.Channels}.", argument);
        }
    }

    internal override ImageChanger CreateChanger(int channels, int height, int width) => new ColorChanger(this, channels);
}
