using ConvGen.Data.Expansion;

namespace ConvGen;

/// <summary>Random changes to images, so that a network never sees the same image twice: <see cref="Distortion"/>,
/// <see cref="RandomFlip"/>, <see cref="RandomCrop"/>, <see cref="ColorJitter"/> and <see cref="Cutout"/>, alone or in a
/// <see cref="Sequence"/>; and <see cref="ChannelScaling"/>, which is not random.</summary>
/// <remarks>The result depends only on the seed, the epoch and the image's position in the data set, not on threads, batches or
/// processors.</remarks>
/// <example>
/// The usual changes for CIFAR-10. The images to evaluate are only scaled:
/// <code>
/// ChannelScaling scaling = ChannelScaling.Of(train);
/// var options = new TrainerOptions
/// {
///     Augmentation = Augmentation.Sequence(new RandomCrop { Padding = 4 }, new RandomFlip(), scaling),
/// };
/// using var trainer = new Trainer&lt;Net&gt;(network, new Sgd(0.1f), options);
/// trainer.Fit(train, epochs: 10, validation: scaling.Apply(validation));
/// </code>
/// </example>
public abstract class Augmentation
{
    private protected Augmentation()
    {
    }

    /// <summary>All settings as text, for checkpoints.</summary>
    internal abstract string Settings { get; }

    /// <summary>The changes that this one consists of, in order; itself if it is a single one.</summary>
    internal virtual IReadOnlyList<Augmentation> Steps => [this];

    /// <summary>Combines changes that are applied one after another. Each draws its own random numbers, which depend on its position:
    /// two equal steps change an image differently. A sequence of one step equals that step.</summary>
    /// <param name="steps">At least one; the steps of sequences among them take their place.</param>
    /// <exception cref="ArgumentNullException"><paramref name="steps"/> or one of them is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="steps"/> is empty.</exception>
    public static Augmentation Sequence(params IEnumerable<Augmentation> steps)
    {
        ArgumentNullException.ThrowIfNull(steps);
        List<Augmentation> all = [];
        foreach (Augmentation step in steps)
        {
            all.AddRange((step ?? throw new ArgumentNullException(nameof(steps), "A step is null.")).Steps);
        }

        return all.Count switch
        {
            0 => throw new ArgumentException("steps is empty: at least one is expected.", nameof(steps)),
            1 => all[0],
            _ => new AugmentationSequence([.. all]),
        };
    }

    /// <summary>Returns the images as <c>Fit</c> sees them in one epoch.</summary>
    /// <param name="images">Any number of images; they are not changed.</param>
    /// <param name="seed">The trainer's <see cref="TrainerOptions.Seed"/>.</param>
    /// <param name="epoch">The number of the epoch, counted from 1 over the trainer's lifetime.</param>
    /// <exception cref="ArgumentNullException"><paramref name="images"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="epoch"/> is below 1.</exception>
    /// <exception cref="ArgumentException">The number of channels is not supported: <see cref="ColorJitter"/> and
    /// <see cref="ChannelScaling"/> state theirs.</exception>
    public LabeledImages Apply(LabeledImages images, int seed, int epoch)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentOutOfRangeException.ThrowIfLessThan(epoch, 1);
        CheckShape(images, nameof(images));
        ImageChanger changer = CreateChanger(images.Channels, images.Height, images.Width);
        float[] pixels = new float[images.Pixels.Length];
        for (int i = 0; i < images.Count; i++)
        {
            changer.Apply(
                images.Image(i), pixels.AsSpan(i * images.ImageLength, images.ImageLength), new ImageNoise(seed, epoch, i));
        }

        return new LabeledImages(images.Channels, images.Height, images.Width, pixels, images.Labels.ToArray());
    }

    /// <summary>Checks that images of this shape can be changed.</summary>
    /// <exception cref="ArgumentException">They cannot; the message gives the number of channels.</exception>
    internal virtual void CheckShape(ImageSet images, string argument)
    {
    }

    /// <summary>Creates the memory and tables to change images of one shape, for one thread.</summary>
    internal abstract ImageChanger CreateChanger(int channels, int height, int width);
}
