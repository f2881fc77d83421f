using ConvGen.Data.Expansion;
using ConvGen.Threading;

namespace ConvGen.Training;

/// <summary>Distorts the images of an epoch, one mini-batch after another. During a step, its threads prepare the next
/// mini-batch in a second buffer. All memory is allocated once.</summary>
internal sealed class DistortedBatches : IBatchSource, ISideWork
{
    private readonly ImageSet images;
    private readonly TrainerOptions options;
    private readonly WorkerTeam team;
    private readonly Distorter[] distorters;

    // A buffer for each worker, for images that do not lie in memory.
    private readonly float[][] originals;
    private readonly int[] order;

    // The mini-batch in use and the one in preparation; each starts at a position of the order.
    private Batch current;
    private Batch ahead;
    private int epoch;

    public DistortedBatches(ImageSet images, Distortion distortion, TrainerOptions options, WorkerTeam team)
    {
        (this.images, this.options, this.team) = (images, options, team);
        distorters = new Distorter[team.Workers];
        originals = new float[team.Workers][];
        for (int worker = 0; worker < distorters.Length; worker++)
        {
            originals[worker] = [];
            distorters[worker] = new Distorter(distortion, images.Channels, images.Height, images.Width);
        }

        order = new int[images.Count];
        int most = Math.Min(options.BatchSize, images.Count);
        current = new Batch(most, images.ImageLength);
        ahead = new Batch(most, images.ImageLength);
    }

    /// <inheritdoc/>
    public int Count => current.Count;

    /// <inheritdoc/>
    public ReadOnlySpan<float> Pixels => current.Pixels.AsSpan(0, Count * images.ImageLength);

    /// <inheritdoc/>
    public ReadOnlySpan<int> Labels => current.Labels.AsSpan(0, Count);

    /// <inheritdoc/>
    public ISideWork? Ahead => ahead.Count > 0 ? this : null;

    /// <summary>The images of the next mini-batch.</summary>
    int ISideWork.Parts => ahead.Count;

    /// <inheritdoc/>
    public void Begin(int epoch, int done)
    {
        this.epoch = epoch;
        EpochOrder.Fill(order, options, epoch);

        // No step is running yet, so the threads are free for the first mini-batch.
        ahead.Start = done;
        ahead.Count = Math.Min(ahead.Labels.Length, order.Length - done);
        team.Run(this, ahead.Count);
    }

    /// <inheritdoc/>
    public bool Next()
    {
        (current, ahead) = (ahead, current);
        ahead.Start = current.Start + current.Count;
        ahead.Count = Math.Min(ahead.Labels.Length, order.Length - ahead.Start);
        return current.Count > 0;
    }

    void ITeamWork.Run(int worker, int part)
    {
        int image = order[ahead.Start + part];
        Span<float> result = ahead.Pixels.AsSpan(part * images.ImageLength, images.ImageLength);
        ReadOnlySpan<float> original = images.Read(image, count: 1, ref originals[worker]);
        distorters[worker].Apply(original, result, options.Seed, epoch + 1, image);
        ahead.Labels[part] = images.Labels[image];
    }

    private struct Batch(int most, int imageLength)
    {
        public readonly float[] Pixels = new float[checked(most * imageLength)];
        public readonly int[] Labels = new int[most];
        public int Start;
        public int Count;
    }
}
