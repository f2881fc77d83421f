using ConvGen.Data.Expansion;
using ConvGen.Internal;

namespace ConvGen;

/// <summary>Pads images on all sides and cuts out a window of the original size at a random position, as PyTorch's
/// <see href="https://docs.pytorch.org/vision/stable/generated/torchvision.transforms.RandomCrop.html">RandomCrop(size, padding)</see>:
/// moves them by whole pixels, at most by <see cref="Padding"/> in each direction.</summary>
public sealed class RandomCrop : Augmentation
{
    private const int MostPadding = 1_000_000;

    /// <summary>The rows and columns to add on each side, in pixels, 0 to 1,000,000. Default: 4. Positions that leave none of a
    /// smaller image in the window are allowed.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public int Padding
    {
        get;
        init => field = Check.Between(0, MostPadding, value);
    } = 4;

    /// <summary>The values of the added rows and columns. Default: zeros.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not a defined one.</exception>
    public ImageBorder Border
    {
        get;
        init => field = BorderIndex.Checked(value);
    }

    internal override string Settings => FormattableString.Invariant($"crop after padding {Padding}, {Border}");

    internal override ImageChanger CreateChanger(int channels, int height, int width) => new Changer(this, height, width);

    private sealed class Changer(RandomCrop crop, int height, int width) : ImageChanger
    {
        public override void Apply(ReadOnlySpan<float> image, Span<float> result, in ImageNoise noise)
        {
            (uint first, uint second, _, _) = noise.Bits(0);
            int top = ImageNoise.UpTo(2 * crop.Padding, first) - crop.Padding;
            int left = ImageNoise.UpTo(2 * crop.Padding, second) - crop.Padding;

            // The columns inside the image; none if the window lies beside it.
            int start = Math.Clamp(-left, 0, width), end = Math.Clamp(width - left, start, width);
            for (int row = 0; row < image.Length / width; row++)
            {
                (int channel, int y) = Math.DivRem(row, height);
                Span<float> target = result.Slice(row * width, width);
                int sourceRow = BorderIndex.Of(y + top, height, crop.Border);
                if (sourceRow < 0)
                {
                    target.Clear();
                    continue;
                }

                ReadOnlySpan<float> source = image.Slice((channel * height + sourceRow) * width, width);
                Outside(source, target, 0, start, left);
                if (end > start)
                {
                    source[(start + left)..(end + left)].CopyTo(target[start..]);
                }

                Outside(source, target, end, width, left);
            }
        }

        private void Outside(ReadOnlySpan<float> source, Span<float> target, int from, int to, int left)
        {
            for (int x = from; x < to; x++)
            {
                int column = BorderIndex.Of(x + left, width, crop.Border);
                target[x] = column < 0 ? 0f : source[column];
            }
        }
    }
}
