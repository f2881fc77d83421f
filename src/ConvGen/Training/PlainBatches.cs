using ConvGen.Threading;

namespace ConvGen.Training;

/// <summary>Copies the images of an epoch unchanged, one mini-batch after another. The memory is allocated once.</summary>
internal sealed class PlainBatches : IBatchSource
{
    private readonly ImageSet images;
    private readonly TrainerOptions options;
    private readonly int[] order;
    private readonly float[] pixels;
    private readonly int[] labels;
    private int position;

    public PlainBatches(ImageSet images, TrainerOptions options)
    {
        (this.images, this.options) = (images, options);
        order = new int[images.Count];
        int most = Math.Min(options.BatchSize, images.Count);
        pixels = new float[checked(most * images.ImageLength)];
        labels = new int[most];
    }

    /// <inheritdoc/>
    public int Count { get; private set; }

    /// <inheritdoc/>
    public ReadOnlySpan<float> Pixels => pixels.AsSpan(0, Count * images.ImageLength);

    /// <inheritdoc/>
    public ReadOnlySpan<int> Labels => labels.AsSpan(0, Count);

    /// <summary>Null: copying takes less time than distributing it.</summary>
    public ISideWork? Ahead => null;

    /// <inheritdoc/>
    public void Begin(int epoch, int done)
    {
        EpochOrder.Fill(order, options, epoch);
        position = done;
    }

    /// <inheritdoc/>
    public bool Next()
    {
        Count = Math.Min(labels.Length, order.Length - position);
        for (int i = 0; i < Count; i++)
        {
            int image = order[position + i];
            images.CopyImage(image, pixels.AsSpan(i * images.ImageLength, images.ImageLength));
            labels[i] = images.Labels[image];
        }

        position += Count;
        return Count > 0;
    }
}
