using ConvGen.Data.Expansion;
using ConvGen.Internal;

namespace ConvGen;

/// <summary>Random geometric changes to images: an affine map about the centre of the image, and an elastic distortion
/// (Simard, Steinkraus and Platt, "Best Practices for Convolutional Neural Networks Applied to Visual Document Analysis", ICDAR
/// 2003). Settings that are not given are off.</summary>
/// <remarks>
/// Numbers are drawn uniformly from -1 to 1: one each for rotation, horizontal scale, vertical scale, shear, horizontal and vertical
/// shift. With the map <c>A = rotation * shear * scale</c>, the centre c and the shift t, the result at pixel p is the image at
/// <c>c + inverse(A) * (p - c - t) + elastic(p)</c>, interpolated bilinearly; <see cref="Border"/> gives the values
/// outside the image. All channels of an image move together.
/// </remarks>
/// <example>
/// <code>
/// var options = new TrainerOptions
/// {
///     Augmentation = new Distortion { RotationDegrees = 10f, Scale = 0.1f, Shift = 1f, ElasticAlpha = 34f, ElasticSigma = 4f },
/// };
/// </code>
/// </example>
public sealed class Distortion : Augmentation
{
    // Larger values would move the whole image out of view; within these bounds no arithmetic overflows.
    private const float LargestScale = 0.9f, LargestShear = 60f, LargestRotation = 180f, LargestPixels = 1e6f;
    private const float SmallestSigma = 0.5f;

    /// <summary>The largest rotation in either direction, 0 to 180 degrees.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public float RotationDegrees
    {
        get;
        init => field = Check.Between(0f, LargestRotation, value);
    }

    /// <summary>The largest relative change of width and of height, 0 to 0.9: 0.15 gives factors from 0.85 to 1.15.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public float Scale
    {
        get;
        init => field = Check.Between(0f, LargestScale, value);
    }

    /// <summary>The largest slant of vertical lines in either direction, 0 to 60 degrees.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public float ShearDegrees
    {
        get;
        init => field = Check.Between(0f, LargestShear, value);
    }

    /// <summary>The largest translation in each of the four directions, in pixels, 0 to 1,000,000.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public float Shift
    {
        get;
        init => field = Check.Between(0f, LargestPixels, value);
    }

    /// <summary>The strength of the elastic distortion, 0 to 1,000,000: Simard's alpha, with which noise between -1 and 1 at
    /// every pixel, smoothed with a Gaussian of the standard deviation <see cref="ElasticSigma"/>, is multiplied. Pixels move by
    /// <c>alpha / (2 * sigma * sqrt(3 * pi))</c> in each direction (root mean square): 1.4 pixels for Simard's 34 and
    /// 4.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public float ElasticAlpha
    {
        get;
        init => field = Check.Between(0f, LargestPixels, value);
    }

    /// <summary>The standard deviation of the smoothing, in pixels, 0.5 to 1,000,000: neighbouring pixels within this distance
    /// move together. Default: 4.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public float ElasticSigma
    {
        get;
        init => field = Check.Between(SmallestSigma, LargestPixels, value);
    } = 4f;

    /// <summary>The values outside the image. Default: zeros.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not a defined one.</exception>
    public ImageBorder Border
    {
        get;
        init => field = BorderIndex.Checked(value);
    }

    internal override string Settings => FormattableString.Invariant(
        $"rotation {RotationDegrees:R}, scale {Scale:R}, shear {ShearDegrees:R}, ")
        + FormattableString.Invariant($"shift {Shift:R}, elastic {ElasticAlpha:R} and {ElasticSigma:R}, {Border}");

    internal override ImageChanger CreateChanger(int channels, int height, int width) => new Distorter(this, channels, height, width);
}
