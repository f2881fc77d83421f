using ConvGen;
using MnistSample.Data;

namespace Chapter6.Rows;

/// <summary>MNIST as the book splits it: 50,000 training, 10,000 validation and 10,000 test images.</summary>
internal sealed class ChapterImages
{
    /// <summary>The training images, before they are expanded.</summary>
    public const int TrainingImages = 50_000;

    private readonly Lazy<LabeledImages> _expanded;

    private ChapterImages(LabeledImages all, LabeledImages test)
    {
        Training = all.Slice(0, TrainingImages);
        Validation = all.Slice(TrainingImages, all.Count - TrainingImages);
        TrainingAndValidation = all;
        Test = test;
        _expanded = new Lazy<LabeledImages>(() => Training.WithShifts());
    }

    public LabeledImages Training { get; }
    public LabeledImages Validation { get; }
    public LabeledImages Test { get; }

    /// <summary>Training and validation images together, for a recipe whose settings have been chosen.</summary>
    public LabeledImages TrainingAndValidation { get; }

    /// <summary>Finds or downloads MNIST; null if it is not found and cannot be downloaded.</summary>
    /// <param name="dataOption">The value of <c>--data</c>, or null.</param>
    /// <param name="say">Receives progress messages, one line each.</param>
    /// <exception cref="InvalidDataException">The files are damaged, or are not MNIST's.</exception>
    public static ChapterImages? Load(string? dataOption, Action<string> say)
    {
        if (MnistFiles.FindOrDownload(dataOption, say) is not { } folder)
        {
            return null;
        }

        LabeledImages all = Mnist.Load(folder, MnistSplit.Train), test = Mnist.Load(folder, MnistSplit.Test);
        return all.Count > TrainingImages && all.ImageLength == 784 && test.ImageLength == 784
            ? new ChapterImages(all, test)
            : throw new InvalidDataException(
                $"{folder} holds {all.Count} training images of {all.Height}x{all.Width}; 60,000 of 28x28 were expected.");
    }

    /// <summary>The images of a run, in the order used by all epochs. The book shuffles the expanded images once, so
    /// that a mini-batch does not hold the same digit five times.</summary>
    public LabeledImages Of(BookRecipe recipe, int seed) => recipe.Expanded ? _expanded.Value.Shuffled(seed) : Training;
}
