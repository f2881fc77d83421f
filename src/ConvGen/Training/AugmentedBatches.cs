using ConvGen.Data.Expansion;
using ConvGen.Threading;

namespace ConvGen.Training;

/// <summary>Changes the images of an epoch, one mini-batch after another. During a step, its threads prepare the next
/// mini-batch in a second buffer. All memory is allocated once.</summary>
internal sealed class AugmentedBatches : IBatchSource, ISideWork
{
    private readonly ImageSet _images;
    private readonly TrainerOptions _options;
    private readonly WorkerTeam _team;
    private readonly ImageChanger[] _changers;

    // A buffer for each worker, for images that are read from a file.
    private readonly float[][] _originals;
    private readonly int[] _order;

    // The mini-batch in use and the one in preparation; each starts at a position of the order.
    private Batch _current;
    private Batch _ahead;
    private int _epoch;

    public AugmentedBatches(ImageSet images, Augmentation augmentation, TrainerOptions options, WorkerTeam team)
    {
        (_images, _options, _team) = (images, options, team);
        _changers = new ImageChanger[team.Workers];
        _originals = new float[team.Workers][];
        for (int worker = 0; worker < _changers.Length; worker++)
        {
            _originals[worker] = [];
            _changers[worker] = augmentation.CreateChanger(images.Channels, images.Height, images.Width);
        }

        _order = new int[images.Count];
        int most = Math.Min(options.BatchSize, images.Count);
        _current = new Batch(most, images.ImageLength);
        _ahead = new Batch(most, images.ImageLength);
    }

    /// <inheritdoc/>
    public int Count => _current.Count;

    /// <inheritdoc/>
    public ReadOnlySpan<float> Pixels => _current.Pixels.AsSpan(0, Count * _images.ImageLength);

    /// <inheritdoc/>
    public ReadOnlySpan<int> Labels => _current.Labels.AsSpan(0, Count);

    /// <inheritdoc/>
    public ISideWork? Ahead => _ahead.Count > 0 ? this : null;

    /// <summary>The images of the next mini-batch.</summary>
    int ISideWork.Parts => _ahead.Count;

    /// <inheritdoc/>
    public void Begin(int epoch, int done)
    {
        _epoch = epoch;
        EpochOrder.Fill(_order, _options, epoch);

        // No step is running yet, so the threads are free for the first mini-batch.
        _ahead.Start = done;
        _ahead.Count = Math.Min(_ahead.Labels.Length, _order.Length - done);
        _team.Run(this, _ahead.Count);
    }

    /// <inheritdoc/>
    public bool Next()
    {
        (_current, _ahead) = (_ahead, _current);
        _ahead.Start = _current.Start + _current.Count;
        _ahead.Count = Math.Min(_ahead.Labels.Length, _order.Length - _ahead.Start);
        return _current.Count > 0;
    }

    void ITeamWork.Run(int worker, int part)
    {
        int image = _order[_ahead.Start + part];
        Span<float> result = _ahead.Pixels.AsSpan(part * _images.ImageLength, _images.ImageLength);
        ReadOnlySpan<float> original = _images.Read(image, count: 1, ref _originals[worker]);
        _changers[worker].Apply(original, result, new ImageNoise(_options.Seed, _epoch + 1, image));
        _ahead.Labels[part] = _images.Labels[image];
    }

    private struct Batch(int most, int imageLength)
    {
        public readonly float[] Pixels = new float[checked(most * imageLength)];
        public readonly int[] Labels = new int[most];
        public int Start;
        public int Count;
    }
}
