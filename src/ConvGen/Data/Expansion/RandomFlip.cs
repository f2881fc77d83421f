using ConvGen.Data.Expansion;
using ConvGen.Internal;

namespace ConvGen;

/// <summary>Mirrors images at random, as PyTorch's
/// <see href="https://docs.pytorch.org/vision/stable/generated/torchvision.transforms.RandomHorizontalFlip.html">RandomHorizontalFlip</see>
/// and
/// <see href="https://docs.pytorch.org/vision/stable/generated/torchvision.transforms.RandomVerticalFlip.html">RandomVerticalFlip</see>.
/// Suits objects whose mirror image belongs to the same class; digits and letters do not.</summary>
public sealed class RandomFlip : Augmentation
{
    /// <summary>The probability of swapping left and right, 0 to 1. Default: 0.5.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public float Horizontal
    {
        get;
        init => field = Check.Between(0f, 1f, value);
    } = 0.5f;

    /// <summary>The probability of swapping top and bottom, 0 to 1, independent of <see cref="Horizontal"/>. Default: 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public float Vertical
    {
        get;
        init => field = Check.Between(0f, 1f, value);
    }

    internal override string Settings => FormattableString.Invariant($"flip with {Horizontal:R} and {Vertical:R}");

    internal override ImageChanger CreateChanger(int channels, int height, int width) => new Changer(this, height, width);

    private sealed class Changer(RandomFlip flip, int height, int width) : ImageChanger
    {
        public override void Apply(ReadOnlySpan<float> image, Span<float> result, in ImageNoise noise)
        {
            (uint first, uint second, _, _) = noise.Bits(0);
            bool swapsColumns = ImageNoise.Happens(first, flip.Horizontal), swapsRows = ImageNoise.Happens(second, flip.Vertical);
            for (int row = 0; row < image.Length / width; row++)
            {
                int y = row % height;
                int source = swapsRows ? row - y + (height - 1 - y) : row;
                Span<float> target = result.Slice(row * width, width);
                image.Slice(source * width, width).CopyTo(target);
                if (swapsColumns)
                {
                    target.Reverse();
                }
            }
        }
    }
}
