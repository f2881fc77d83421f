using ConvGen.Data.Expansion;
using ConvGen.Internal;

namespace ConvGen;

/// <summary>Scales every channel to mean 0 and standard deviation 1, as PyTorch's
/// <see href="https://docs.pytorch.org/vision/stable/generated/torchvision.transforms.Normalize.html">Normalize</see>:
/// <c>(value - mean) / deviation</c>, with numbers determined from the training images. All images that a network sees must be scaled
/// with the same numbers.</summary>
/// <example>
/// The scaling as the last step of the changes to training images, for evaluations, and for a single image:
/// <code>
/// ChannelScaling scaling = ChannelScaling.Of(train);
/// var options = new TrainerOptions { Augmentation = Augmentation.Sequence(new RandomFlip(), scaling) };
/// Evaluation evaluation = network.Evaluate(scaling.Apply(test));
/// scaling.Apply(image);
/// int label = network.Classify(image);
/// </code>
/// </example>
public sealed class ChannelScaling : Augmentation
{
    private readonly float[] _means;
    private readonly float[] _deviations;

    /// <summary>Uses known numbers, such as those that were saved with a network.</summary>
    /// <param name="means">The mean of each channel; finite.</param>
    /// <param name="deviations">The standard deviation of each channel; finite and above 0.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="means"/> is empty, or the lengths differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public ChannelScaling(IEnumerable<float> means, IEnumerable<float> deviations)
    {
        ArgumentNullException.ThrowIfNull(means);
        ArgumentNullException.ThrowIfNull(deviations);
        (_means, _deviations) = ([.. means], [.. deviations]);
        if (_means.Length == 0)
        {
            throw new ArgumentException("means is empty: a number for each channel is expected.", nameof(means));
        }

        if (_deviations.Length != _means.Length)
        {
            throw new ArgumentException(
                $"The length of deviations is {_deviations.Length}, but that of means is {_means.Length}.", nameof(deviations));
        }

        Array.ForEach(_means, mean => Check.Finite(mean, nameof(means)));
        Array.ForEach(_deviations, deviation => Check.FiniteAndPositive(deviation, nameof(deviations)));
    }

    /// <summary>The mean of each channel.</summary>
    public IReadOnlyList<float> Means => Array.AsReadOnly(_means);

    /// <summary>The standard deviation of each channel.</summary>
    public IReadOnlyList<float> Deviations => Array.AsReadOnly(_deviations);

    internal override string Settings => FormattableString.Invariant(
        $"means {string.Join(' ', _means.Select(Text))}, deviations {string.Join(' ', _deviations.Select(Text))}");

    /// <summary>Determines the means and standard deviations of a data set. A channel whose values are all equal gets the
    /// deviation 1, so that it becomes 0.</summary>
    /// <param name="images">The training images, at least one, with finite values.</param>
    /// <exception cref="ArgumentNullException"><paramref name="images"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="images"/> is empty, or has a value that is not finite.</exception>
    /// <exception cref="ObjectDisposedException">The images are in a <see cref="MappedImages"/> that has been disposed.</exception>
    public static ChannelScaling Of(ImageSet images)
    {
        ArgumentNullException.ThrowIfNull(images);
        if (images.Count == 0)
        {
            throw new ArgumentException("images is empty.", nameof(images));
        }

        (float[] means, float[] deviations) = ChannelStatistics.Of(images);
        return means.All(float.IsFinite) && deviations.All(float.IsFinite)
            ? new ChannelScaling(means, deviations)
            : throw new ArgumentException("images has a value that is not finite.", nameof(images));
    }

    /// <summary>Returns scaled copies of the images.</summary>
    /// <param name="images">Any number of images; they are not changed.</param>
    /// <exception cref="ArgumentNullException"><paramref name="images"/> is null.</exception>
    /// <exception cref="ArgumentException">The number of channels is not that of <see cref="Means"/>.</exception>
    public LabeledImages Apply(LabeledImages images) => Apply(images, seed: 0, epoch: 1);

    /// <summary>Scales images in place.</summary>
    /// <param name="image">One image in <c>[channel][row][column]</c> order; channels have equal lengths.</param>
    /// <exception cref="ArgumentException">The length is 0, or not a multiple of the number of channels.</exception>
    public void Apply(Span<float> image)
    {
        if (image.Length == 0 || image.Length % _means.Length != 0)
        {
            throw new ArgumentException(
                $"An image of {_means.Length} channels cannot have {image.Length} values.", nameof(image));
        }

        Scale(image, image);
    }

    internal override void CheckShape(ImageSet images, string argument)
    {
        if (images.Channels != _means.Length)
        {
            throw new ArgumentException(
                $"ChannelScaling has means for {_means.Length} channels, but the images of {argument} have {images.Channels}.", argument);
        }
    }

    internal override ImageChanger CreateChanger(int channels, int height, int width) => new Changer(this);

    private static string Text(float number) => FormattableString.Invariant($"{number:R}");

    private void Scale(ReadOnlySpan<float> image, Span<float> result)
    {
        int plane = image.Length / _means.Length;
        for (int channel = 0; channel < _means.Length; channel++)
        {
            (float mean, float deviation) = (_means[channel], _deviations[channel]);
            ReadOnlySpan<float> source = image.Slice(channel * plane, plane);
            Span<float> target = result.Slice(channel * plane, plane);
            for (int i = 0; i < source.Length; i++)
            {
                target[i] = (source[i] - mean) / deviation;
            }
        }
    }

    private sealed class Changer(ChannelScaling scaling) : ImageChanger
    {
        public override void Apply(ReadOnlySpan<float> image, Span<float> result, in ImageNoise noise) => scaling.Scale(image, result);
    }
}
