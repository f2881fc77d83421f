using ConvGen.RandomNumbers;

namespace ConvGen.Training;

/// <summary>In which order an epoch takes the images.</summary>
internal static class EpochOrder
{
    /// <summary>Fills in the numbers of all images: as they come, or in a random order that depends on nothing but seed and
    /// epoch.</summary>
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
