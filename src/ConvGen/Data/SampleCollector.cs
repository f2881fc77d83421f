namespace ConvGen.Data;

/// <summary>Collects samples in one growing array.</summary>
/// <param name="imageLength">The number of values of an image.</param>
internal sealed class SampleCollector(int imageLength)
{
    private const int FirstImages = 16;

    private readonly List<int> labels = [];
    private float[] pixels = [];

    /// <summary>Checks a sample and copies it.</summary>
    public void Add(LabeledImage sample, string argument)
    {
        if (sample.Pixels.Length != imageLength)
        {
            throw new ArgumentException(
                $"An image of {argument} has {imageLength} pixels, but {argument}[{labels.Count}] has {sample.Pixels.Length}.",
                argument);
        }

        if (sample.Label < 0)
        {
            throw new ArgumentOutOfRangeException(
                argument, sample.Label, $"The label of {argument}[{labels.Count}] must not be negative.");
        }

        long length = (long)labels.Count * imageLength;
        if (length + imageLength > pixels.Length)
        {
            Grow(length + imageLength, argument);
        }

        sample.Pixels.Span.CopyTo(pixels.AsSpan((int)length));
        labels.Add(sample.Label);
    }

    /// <summary>The labels of all samples.</summary>
    public int[] Labels() => [.. labels];

    /// <summary>Returns the pixels of all samples. The collector cannot be used afterwards.</summary>
    public float[] Pixels()
    {
        Array.Resize(ref pixels, labels.Count * imageLength);
        return pixels;
    }

    private void Grow(long least, string argument)
    {
        if (least > Array.MaxLength)
        {
            throw new InvalidOperationException(
                $"More than {labels.Count} images of {imageLength} values, which {argument} gives, do not fit into one array.");
        }

        long wanted = Math.Max(2L * pixels.Length, (long)FirstImages * imageLength);
        Array.Resize(ref pixels, (int)Math.Clamp(wanted, least, Array.MaxLength));
    }
}
