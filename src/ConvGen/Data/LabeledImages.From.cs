using ConvGen.Data;

namespace ConvGen;

/// <content>Data sets made from sequences.</content>
public sealed partial class LabeledImages
{
    /// <summary>Copies all samples of a sequence into memory.</summary>
    /// <param name="channels">The channels of an image, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="width">Columns, at least 1.</param>
    /// <param name="samples">Images of this size. Each is copied before the next one is requested, so all may use the same array.</param>
    /// <exception cref="ArgumentNullException"><paramref name="samples"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1, an image would have more than 2^31 - 1 values, or a label
    /// is negative; the message gives the sample's position, counted from 0.</exception>
    /// <exception cref="ArgumentException">A sample has the wrong number of pixels; the message gives its position.</exception>
    /// <exception cref="InvalidOperationException">The samples do not fit into one array.</exception>
    public static LabeledImages From(int channels, int height, int width, IEnumerable<LabeledImage> samples)
    {
        ArgumentNullException.ThrowIfNull(samples);
        var collected = new SampleCollector(LengthOf(channels, height, width));
        foreach (LabeledImage sample in samples)
        {
            collected.Add(sample, nameof(samples));
        }

        return new LabeledImages(channels, height, width, collected.Pixels(), collected.Labels());
    }

    /// <summary>Copies all samples of an asynchronous sequence into memory.</summary>
    /// <param name="channels">The channels of an image, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="width">Columns, at least 1.</param>
    /// <param name="samples">Images of this size, as for <see cref="From"/>.</param>
    /// <param name="cancellationToken">Passed to <paramref name="samples"/>, and checked between two samples.</param>
    /// <exception cref="ArgumentNullException"><paramref name="samples"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">As for <see cref="From"/>.</exception>
    /// <exception cref="ArgumentException">As for <see cref="From"/>.</exception>
    /// <exception cref="InvalidOperationException">As for <see cref="From"/>.</exception>
    /// <exception cref="OperationCanceledException">The operation was cancelled.</exception>
    public static Task<LabeledImages> FromAsync(
        int channels,
        int height,
        int width,
        IAsyncEnumerable<LabeledImage> samples,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(samples);
        return Collect(new SampleCollector(LengthOf(channels, height, width)));

        async Task<LabeledImages> Collect(SampleCollector collected)
        {
            await foreach (LabeledImage sample in samples.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                cancellationToken.ThrowIfCancellationRequested();
                collected.Add(sample, nameof(samples));
            }

            return new LabeledImages(channels, height, width, collected.Pixels(), collected.Labels());
        }
    }
}
