using ConvGen.RandomNumbers;

namespace ConvGen;

/// <content>Larger data sets, made once before training. An <see cref="Augmentation"/> changes images in every epoch instead.</content>
public sealed partial class LabeledImages
{
    // Shifts in rows down and columns right: the image itself, then the four neighbours in the order of the book.
    private static readonly (int Down, int Right)[] Shifts = [(0, 0), (1, 0), (-1, 0), (0, 1), (0, -1)];

    /// <summary>Returns five images for each image: the image itself, and shifted by one pixel down, up, right and left. The
    /// row or column that a shift leaves empty is zero. The five images of each are consecutive, in the original order.</summary>
    /// <remarks>This is the data expansion in chapter 6 of <see href="http://neuralnetworksanddeeplearning.com">Neural Networks
    /// and Deep Learning</see> (its <c>expand_mnist.py</c>), which then shuffles the expanded set once:
    /// <c>train.WithShifts().Shuffled(seed)</c>.</remarks>
    /// <exception cref="InvalidOperationException">The expanded values do not fit into one array.</exception>
    public LabeledImages WithShifts()
    {
        if ((long)Shifts.Length * _pixels.Length > Array.MaxLength)
        {
            throw new InvalidOperationException(
                $"{Shifts.Length} times {Count} images of {ImageLength} values do not fit into one array.");
        }

        float[] shiftedPixels = new float[Shifts.Length * _pixels.Length];
        int[] shiftedLabels = new int[Shifts.Length * Count];
        for (int i = 0; i < shiftedLabels.Length; i++)
        {
            (int image, int shift) = Math.DivRem(i, Shifts.Length);
            CopyShifted(Image(image), shiftedPixels.AsSpan(i * ImageLength, ImageLength), Shifts[shift]);
            shiftedLabels[i] = Labels[image];
        }

        return new LabeledImages(Channels, Height, Width, shiftedPixels, shiftedLabels);
    }

    /// <summary>Returns a copy of the images in a random order, which depends only on their number and the seed.</summary>
    /// <param name="seed">Any number.</param>
    public LabeledImages Shuffled(int seed)
    {
        int[] order = new int[Count];
        Permutation.Fill(order, seed, new RandomStream(RandomPurpose.DataOrder, 0));
        float[] shuffledPixels = new float[_pixels.Length];
        int[] shuffledLabels = new int[Count];
        for (int i = 0; i < order.Length; i++)
        {
            Image(order[i]).CopyTo(shuffledPixels.AsSpan(i * ImageLength));
            shuffledLabels[i] = Labels[order[i]];
        }

        return new LabeledImages(Channels, Height, Width, shuffledPixels, shuffledLabels);
    }

    // Expects the result to be zero.
    private void CopyShifted(ReadOnlySpan<float> image, Span<float> result, (int Down, int Right) shift)
    {
        int left = Math.Max(shift.Right, 0), kept = Width - Math.Abs(shift.Right);
        for (int row = 0; row < Channels * Height; row++)
        {
            int y = row % Height + shift.Down;
            if (y >= 0 && y < Height)
            {
                image.Slice(row * Width + left - shift.Right, kept)
                    .CopyTo(result.Slice((row + shift.Down) * Width + left, kept));
            }
        }
    }
}
