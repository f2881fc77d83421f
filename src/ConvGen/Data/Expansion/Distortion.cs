using System.Runtime.CompilerServices;
using ConvGen.Data.Expansion;

namespace ConvGen;

/// <summary>Random changes to images, so that a network never sees the same image twice: an affine map about the centre of the
/// image, and an elastic distortion (Simard, Steinkraus and Platt, "Best Practices for Convolutional Neural Networks Applied to
/// Visual Document Analysis", ICDAR 2003). Settings that are not given are off.</summary>
/// <remarks>
/// <para>
/// Numbers are drawn uniformly from -1 to 1: one each for rotation, horizontal scale, vertical scale, shear, horizontal and vertical
/// shift. With the map <c>A = rotation * shear * scale</c>, the centre c and the shift t, the result at pixel p is the image at
/// <c>c + inverse(A) * (p - c - t) + elastic(p)</c>, interpolated bilinearly; values outside the image are zero. All channels of an image
/// move together.
/// </para>
/// <para>
/// The result depends only on the seed, the epoch and the image's position in the data set, not on threads, batches or processors.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// var options = new TrainerOptions
/// {
///     Distortion = new Distortion { RotationDegrees = 10f, Scale = 0.1f, Shift = 1f, ElasticAlpha = 34f, ElasticSigma = 4f },
/// };
/// </code>
/// </example>
public sealed class Distortion
{
    // Larger values would move the whole image out of view; within these bounds no arithmetic overflows.
    private const float LargestScale = 0.9f, LargestShear = 60f, LargestRotation = 180f, LargestPixels = 1e6f;
    private const float SmallestSigma = 0.5f;

    /// <summary>The largest rotation in either direction, 0 to 180 degrees.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public float RotationDegrees
    {
        get;
        init => field = Between(0f, LargestRotation, value);
    }

    /// <summary>The largest relative change of width and of height, 0 to 0.9: 0.15 gives factors from 0.85 to 1.15.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public float Scale
    {
        get;
        init => field = Between(0f, LargestScale, value);
    }

    /// <summary>The largest slant of vertical lines in either direction, 0 to 60 degrees.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public float ShearDegrees
    {
        get;
        init => field = Between(0f, LargestShear, value);
    }

    /// <summary>The largest translation in each of the four directions, in pixels, 0 to 1,000,000.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public float Shift
    {
        get;
        init => field = Between(0f, LargestPixels, value);
    }

    /// <summary>The strength of the elastic distortion, 0 to 1,000,000: Simard's alpha, with which noise between -1 and 1 at
    /// every pixel, smoothed with a Gaussian of the standard deviation <see cref="ElasticSigma"/>, is multiplied. Pixels move by
    /// <c>alpha / (2 * sigma * sqrt(3 * pi))</c> in each direction (root mean square): 1.4 pixels for Simard's 34 and
    /// 4.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public float ElasticAlpha
    {
        get;
        init => field = Between(0f, LargestPixels, value);
    }

    /// <summary>The standard deviation of the smoothing, in pixels, 0.5 to 1,000,000: neighbouring pixels within this distance
    /// move together. Default: 4.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public float ElasticSigma
    {
        get;
        init => field = Between(SmallestSigma, LargestPixels, value);
    } = 4f;

    /// <summary>Returns the images as <c>Fit</c> sees them in one epoch.</summary>
    /// <param name="images">Any number of images; they are not changed.</param>
    /// <param name="seed">The trainer's <see cref="TrainerOptions.Seed"/>.</param>
    /// <param name="epoch">The number of the epoch, counted from 1 over the trainer's lifetime.</param>
    /// <exception cref="ArgumentNullException"><paramref name="images"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="epoch"/> is below 1.</exception>
    public LabeledImages Apply(LabeledImages images, int seed, int epoch)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentOutOfRangeException.ThrowIfLessThan(epoch, 1);
        var distorter = new Distorter(this, images.Channels, images.Height, images.Width);
        float[] pixels = new float[images.Pixels.Length];
        for (int i = 0; i < images.Count; i++)
        {
            distorter.Apply(images.Image(i), pixels.AsSpan(i * images.ImageLength, images.ImageLength), seed, epoch, i);
        }

        return new LabeledImages(images.Channels, images.Height, images.Width, pixels, images.Labels.ToArray());
    }

    private static float Between(float least, float most, float value, [CallerMemberName] string name = "") =>
        value >= least && value <= most
            ? value
            : throw new ArgumentOutOfRangeException(
                name, value, FormattableString.Invariant($"{name} must be {least} to {most}."));
}
