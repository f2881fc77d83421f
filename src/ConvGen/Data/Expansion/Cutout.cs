using ConvGen.Data.Expansion;
using ConvGen.Internal;

namespace ConvGen;

/// <summary>Sets a square of every image to zero, so that a network does not rely on a single part of an object (DeVries and Taylor,
/// "Improved Regularization of Convolutional Neural Networks with Cutout", 2017).</summary>
/// <remarks>The square's centre is a random pixel of the image; parts of the square outside the image are ignored. All channels lose the
/// same pixels. Zero is neutral after a <see cref="ChannelScaling"/>, where it is the mean.</remarks>
public sealed class Cutout : Augmentation
{
    private const int MostSize = 1_000_000;

    /// <summary>The height and width of the square, in pixels, 1 to 1,000,000. Default: 16, as in the paper for CIFAR-10.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public int Size
    {
        get;
        init => field = Check.Between(1, MostSize, value);
    } = 16;

    internal override string Settings => FormattableString.Invariant($"cutout of {Size}");

    internal override ImageChanger CreateChanger(int channels, int height, int width) => new Changer(this, channels, height, width);

    private sealed class Changer(Cutout cutout, int channels, int height, int width) : ImageChanger
    {
        public override void Apply(ReadOnlySpan<float> image, Span<float> result, in ImageNoise noise)
        {
            (uint first, uint second, _, _) = noise.Bits(0);
            int y = ImageNoise.UpTo(height - 1, first) - cutout.Size / 2, x = ImageNoise.UpTo(width - 1, second) - cutout.Size / 2;
            int top = Math.Max(y, 0), bottom = Math.Min(y + cutout.Size, height);
            int left = Math.Max(x, 0), right = Math.Min(x + cutout.Size, width);
            image.CopyTo(result);
            for (int channel = 0; channel < channels; channel++)
            {
                for (int row = top; row < bottom; row++)
                {
                    result.Slice((channel * height + row) * width + left, right - left).Clear();
                }
            }
        }
    }
}
