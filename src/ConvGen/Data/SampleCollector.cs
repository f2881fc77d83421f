namespace ConvGen.Data;

/// <summary>Collects samples in one growing array.</summary>
/// <param name="imageLength">The number of values of an image.</param>
internal sealed class SampleCollector(int imageLength)
{
    private const int FirstImages = 16;

    private readonly List<int> _labels = [];
    private float[] _pixels = [];

    /// <summary>Checks a sample and copies it.</summary>
    public void Add(LabeledImage sample, string argument)
    {
        if (sample.Pixels.Length != imageLength)
        {
            throw new ArgumentException(
                $"An image of {argument} has {imageLength} pixels, but {argument}[{_labels.Count}] has {sample.Pixels.Length}.",
                argument);
        }

        if (sample.Label < 0)
        {
            throw new ArgumentOutOfRangeException(
                argument, sample.Label, $"The label of {argument}[{_labels.Count}] must not be negative.");
        }

        long length = (long)_labels.Count * imageLength;
        if (length + imageLength > _pixels.Length)
        {
            Grow(length + imageLength, argument);
        }

        sample.Pixels.Span.CopyTo(_pixels.AsSpan((int)length));
        _labels.Add(sample.Label);
    }

    /// <summary>The labels of all samples.</summary>
    public int[] Labels() => [.. _labels];

    /// <summary>Returns the pixels of all samples. The collector cannot be used afterwards.</summary>
    public float[] Pixels()
    {
        Array.Resize(ref _pixels, _labels.Count * imageLength);
        return _pixels;
    }

    private void Grow(long least, string argument)
    {
        if (least > Array.MaxLength)
        {
            throw new InvalidOperationException(
                $"More than {_labels.Count} images of {imageLength} values, which {argument} gives, do not fit into one array.");
        }

        long wanted = Math.Max(2L * _pixels.Length, (long)FirstImages * imageLength);
        Array.Resize(ref _pixels, (int)Math.Clamp(wanted, least, Array.MaxLength));
    }
}
