using ConvGen.RandomNumbers;

namespace ConvGen.Training;

/// <summary>Copies the images of an epoch, in an order of its own, into one batch after another. The memory is made
/// once.</summary>
internal sealed class ShuffledBatches
{
    private readonly LabeledImages images;
    private readonly int[] order;
    private readonly float[] pixels;
    private readonly int[] labels;
    private int position;

    public ShuffledBatches(LabeledImages images, int batchSize)
    {
        this.images = images;
        order = new int[images.Count];
        int most = Math.Min(batchSize, images.Count);
        pixels = new float[checked(most * images.ImageLength)];
        labels = new int[most];
    }

    /// <summary>Images of the current batch; the last one of an epoch may be smaller.</summary>
    public int Count { get; private set; }

    /// <summary>The images of the current batch.</summary>
    public ReadOnlySpan<float> Pixels => pixels.AsSpan(0, Count * images.ImageLength);

    /// <summary>Their labels.</summary>
    public ReadOnlySpan<int> Labels => labels.AsSpan(0, Count);

    /// <summary>Starts an epoch in the order of the data set.</summary>
    public void Rewind()
    {
        for (int i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        position = 0;
    }

    /// <summary>Starts an epoch, whose order depends on nothing but seed and number.</summary>
    public void Shuffle(int seed, int epoch)
    {
        Permutation.Fill(order, seed, new RandomStream(RandomPurpose.Shuffle, epoch));
        position = 0;
    }

    /// <summary>Copies the next batch together; false at the end of the epoch.</summary>
    public bool Next()
    {
        Count = Math.Min(labels.Length, order.Length - position);
        for (int i = 0; i < Count; i++)
        {
            int image = order[position + i];
            images.Image(image).CopyTo(pixels.AsSpan(i * images.ImageLength));
            labels[i] = images.Labels[image];
        }

        position += Count;
        return Count > 0;
    }
}
