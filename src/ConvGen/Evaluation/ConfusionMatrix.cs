using ConvGen.Internal;

namespace ConvGen;

/// <summary>How many images of each class were taken for each class.</summary>
public sealed class ConfusionMatrix
{
    private readonly int[] counts;

    internal ConfusionMatrix(int classes)
    {
        Classes = classes;
        counts = new int[checked(classes * classes)];
    }

    /// <summary>The number of classes: rows and columns of the matrix.</summary>
    public int Classes { get; }

    /// <summary>Images whose label is <paramref name="actual"/> and that were classified as
    /// <paramref name="predicted"/>.</summary>
    /// <param name="actual">The label, 0 to <see cref="Classes"/> - 1.</param>
    /// <param name="predicted">The network's answer, 0 to <see cref="Classes"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">An index is outside.</exception>
    public int this[int actual, int predicted]
    {
        get => counts[PlaceOf(actual, predicted)];
        internal set => counts[PlaceOf(actual, predicted)] = value;
    }

    /// <summary>Of the images that were classified as a class, the share that are of it, 0 to 1; NaN when there are
    /// none.</summary>
    /// <param name="label">The class, 0 to <see cref="Classes"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The class is outside.</exception>
    public double Precision(int label) => this[label, label] / (double)Sum(actual => this[actual, label]);

    /// <summary>Of the images of a class, the share that were classified as it, 0 to 1; NaN when there are none.</summary>
    /// <param name="label">The class, 0 to <see cref="Classes"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The class is outside.</exception>
    public double Recall(int label) => this[label, label] / (double)Sum(predicted => this[label, predicted]);

    private int Sum(Func<int, int> count) => Enumerable.Range(0, Classes).Sum(count);

    private int PlaceOf(int actual, int predicted)
    {
        Check.Index(actual, Classes, "the confusion matrix");
        Check.Index(predicted, Classes, "the confusion matrix");
        return actual * Classes + predicted;
    }
}
