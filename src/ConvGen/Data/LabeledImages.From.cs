using ConvGen.Data;

namespace ConvGen;

/// <content>Sets of samples that come one by one, from wherever they come.</content>
public sealed partial class LabeledImages
{
    /// <summary>Takes all samples, one after another, and copies them into memory.</summary>
    /// <param name="channels">Colours per pixel, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="width">Columns, at least 1.</param>
    /// <param name="samples">Images of this size. Each is copied before the next one is asked for, so that all may lie in the
    /// same array.</param>
    /// <exception cref="ArgumentNullException"><paramref name="samples"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1, an image would have more than 2^31 - 1 values, or a label
    /// is negative; the message names the sample by its position, from 0 on.</exception>
    /// <exception cref="ArgumentException">A sample has another number of pixels; the message names it by its
    /// position.</exception>
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

    /// <summary>Awaits all samples, one after another, and copies them into memory.</summary>
    /// <param name="channels">Colours per pixel, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="width">Columns, at least 1.</param>
    /// <param name="samples">Images of this size, as for <see cref="From"/>.</param>
    /// <param name="cancellationToken">Is passed to <paramref name="samples"/>, and ends the waiting between two samples.</param>
    /// <exception cref="ArgumentNullException"><paramref name="samples"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">As for <see cref="From"/>.</exception>
    /// <exception cref="ArgumentException">As for <see cref="From"/>.</exception>
    /// <exception cref="InvalidOperationException">As for <see cref="From"/>.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
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
