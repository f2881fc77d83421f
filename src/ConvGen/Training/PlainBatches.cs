using ConvGen.Threading;

namespace ConvGen.Training;

/// <summary>Copies the images of an epoch unchanged, one mini-batch after another. The memory is allocated once.</summary>
internal sealed class PlainBatches : IBatchSource
{
    private readonly ImageSet _images;
    private readonly TrainerOptions _options;
    private readonly int[] _order;
    private readonly float[] _pixels;
    private readonly int[] _labels;
    private int _position;

    public PlainBatches(ImageSet images, TrainerOptions options)
    {
        (_images, _options) = (images, options);
        _order = new int[images.Count];
        int most = Math.Min(options.BatchSize, images.Count);
        _pixels = new float[checked(most * images.ImageLength)];
        _labels = new int[most];
    }

    /// <inheritdoc/>
    public int Count { get; private set; }

    /// <inheritdoc/>
    public ReadOnlySpan<float> Pixels => _pixels.AsSpan(0, Count * _images.ImageLength);

    /// <inheritdoc/>
    public ReadOnlySpan<int> Labels => _labels.AsSpan(0, Count);

    /// <summary>Null: copying takes less time than distributing it.</summary>
    public ISideWork? Ahead => null;

    /// <inheritdoc/>
    public void Begin(int epoch, int done)
    {
        EpochOrder.Fill(_order, _options, epoch);
        _position = done;
    }

    /// <inheritdoc/>
    public bool Next()
    {
        Count = Math.Min(_labels.Length, _order.Length - _position);
        for (int i = 0; i < Count; i++)
        {
            int image = _order[_position + i];
            _images.CopyImage(image, _pixels.AsSpan(i * _images.ImageLength, _images.ImageLength));
            _labels[i] = _images.Labels[image];
        }

        _position += Count;
        return Count > 0;
    }
}
