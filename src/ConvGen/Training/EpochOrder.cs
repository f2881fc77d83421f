using ConvGen.RandomNumbers;

namespace ConvGen.Training;

/// <summary>The order of the images in an epoch.</summary>
internal static class EpochOrder
{
    /// <summary>Writes the indices of all images, either in the order of the data set or in a random order that depends only on
    /// the seed and the epoch.</summary>
    public static void Fill(Span<int> order, TrainerOptions options, int epoch)
    {
        if (options.Shuffle)
        {
            Permutation.Fill(order, options.Seed, new RandomStream(RandomPurpose.Shuffle, epoch));
            return;
        }

        for (int i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }
    }
}
