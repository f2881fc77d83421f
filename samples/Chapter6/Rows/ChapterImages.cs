using ConvGen;
using MnistSample.Data;

namespace Chapter6.Rows;

/// <summary>MNIST as the book cuts it: 50,000 images to learn from, 10,000 to choose with and 10,000 to report.</summary>
internal sealed class ChapterImages
{
    /// <summary>Images to learn from, before they are expanded.</summary>
    public const int TrainingImages = 50_000;

    private readonly Lazy<LabeledImages> expanded;

    private ChapterImages(LabeledImages all, LabeledImages test)
    {
        Training = all.Slice(0, TrainingImages);
        Validation = all.Slice(TrainingImages, all.Count - TrainingImages);
        TrainingAndValidation = all;
        Test = test;
        expanded = new Lazy<LabeledImages>(() => Training.WithShifts());
    }

    public LabeledImages Training { get; }
    public LabeledImages Validation { get; }
    public LabeledImages Test { get; }

    /// <summary>Both together, for a recipe that has been chosen.</summary>
    public LabeledImages TrainingAndValidation { get; }

    /// <summary>Finds or downloads MNIST; null where there is none and no way to get it.</summary>
    /// <param name="dataOption">What <c>--data</c> says, or null.</param>
    /// <param name="say">Is told what happens, in one line each.</param>
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

    /// <summary>The images of a run, in the order of all its epochs. The book puts the expanded ones into a random order once, so that
    /// a mini-batch does not hold five times the same digit.</summary>
    public LabeledImages Of(BookRecipe recipe, int seed) => recipe.Expanded ? expanded.Value.Shuffled(seed) : Training;
}
