using System.Runtime.CompilerServices;

namespace ConvGen.Data.Tests;

/// <summary>Tests data sets from enumerations of samples.</summary>
public sealed class SampleTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(1000)]
    public async Task Samples_are_copied_in_their_order(int count)
    {
        var images = LabeledImages.From(2, 1, 3, Drawn(count));
        Assert.Equal((count, 2, 1, 3), (images.Count, images.Channels, images.Height, images.Width));
        Assert.Equal(Enumerable.Range(0, 6 * count).Select(i => (float)i), images.Pixels.ToArray());
        Assert.Equal(Enumerable.Range(0, count).Select(i => i % 7), images.Labels.ToArray());

        LabeledImages awaited = await LabeledImages.FromAsync(2, 1, 3, Awaited(Drawn(count)));
        Assert.Equal(images.Pixels.ToArray(), awaited.Pixels.ToArray());
        Assert.Equal(images.Labels.ToArray(), awaited.Labels.ToArray());
    }

    [Fact]
    public async Task A_sample_of_another_length_is_reported_with_its_position()
    {
        IEnumerable<LabeledImage> samples = Drawn(20).Append(new LabeledImage(new float[5], 1));
        const string Message = "An image of samples has 6 pixels, but samples[20] has 5.";
        ArgumentException exception = Assert.Throws<ArgumentException>(() => LabeledImages.From(2, 1, 3, samples));
        Assert.StartsWith(Message, exception.Message, StringComparison.Ordinal);
        exception = await Assert.ThrowsAsync<ArgumentException>(() => LabeledImages.FromAsync(2, 1, 3, Awaited(samples)));
        Assert.StartsWith(Message, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_negative_label_is_reported_with_its_position()
    {
        IEnumerable<LabeledImage> samples = Drawn(3).Append(new LabeledImage(new float[6], -2));
        ArgumentOutOfRangeException exception = Assert.Throws<ArgumentOutOfRangeException>(() => LabeledImages.From(2, 1, 3, samples));
        Assert.StartsWith("The label of samples[3] must not be negative.", exception.Message, StringComparison.Ordinal);
        Assert.Equal(-2, exception.ActualValue);
    }

    [Fact]
    public void Sizes_and_null_are_reported_at_once()
    {
        Assert.Equal("samples", Assert.Throws<ArgumentNullException>(() => LabeledImages.From(1, 1, 1, null!)).ParamName);
        Assert.Equal("height", Assert.Throws<ArgumentOutOfRangeException>(() => LabeledImages.From(1, 0, 1, [])).ParamName);
        Assert.Equal(
            "samples", Assert.Throws<ArgumentNullException>(() => { _ = LabeledImages.FromAsync(1, 1, 1, null!); }).ParamName);
        Assert.Equal(
            "width",
            Assert.Throws<ArgumentOutOfRangeException>(() => { _ = LabeledImages.FromAsync(1, 1, -1, Awaited([])); }).ParamName);
    }

    [Fact]
    public async Task Waiting_for_samples_can_be_cancelled()
    {
        using var cancellation = new CancellationTokenSource();
        IEnumerable<LabeledImage> samples = Drawn(int.MaxValue).Select(sample =>
        {
            if (sample.Pixels.Span[0] == 600)
            {
                cancellation.Cancel();
            }

            return sample;
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => LabeledImages.FromAsync(2, 1, 3, Awaited(samples), cancellation.Token));
    }

    /// <summary>Returns samples with consecutive numbers as pixels, all in the same array.</summary>
    private static IEnumerable<LabeledImage> Drawn(int count)
    {
        float[] pixels = new float[6];
        for (int i = 0; i < count; i++)
        {
            for (int pixel = 0; pixel < pixels.Length; pixel++)
            {
                pixels[pixel] = 6 * i + pixel;
            }

            yield return new LabeledImage(pixels, i % 7);
        }
    }

    private static async IAsyncEnumerable<LabeledImage> Awaited(
        IEnumerable<LabeledImage> samples, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (LabeledImage sample in samples)
        {
            await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
            yield return sample;
        }
    }
}
