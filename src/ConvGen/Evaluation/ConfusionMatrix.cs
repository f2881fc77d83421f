using ConvGen.Internal;

namespace ConvGen;

/// <summary>The number of images of each class that were classified as each class.</summary>
public sealed class ConfusionMatrix
{
    private readonly int[] _counts;

    internal ConfusionMatrix(int classes)
    {
        Classes = classes;
        _counts = new int[checked(classes * classes)];
    }

    /// <summary>The number of classes: rows and columns of the matrix.</summary>
    public int Classes { get; }

    /// <summary>Gets the number of images with the label <paramref name="actual"/> that were classified as
    /// <paramref name="predicted"/>.</summary>
    /// <param name="actual">The label, 0 to <see cref="Classes"/> - 1.</param>
    /// <param name="predicted">The predicted class, 0 to <see cref="Classes"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">An index is out of range.</exception>
    public int this[int actual, int predicted]
    {
        get => _counts[PlaceOf(actual, predicted)];
        internal set => _counts[PlaceOf(actual, predicted)] = value;
    }

    /// <summary>Returns the share of correct images among those classified as a class, 0 to 1; NaN if there are none.</summary>
    /// <param name="label">The class, 0 to <see cref="Classes"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The class is out of range.</exception>
    public double Precision(int label) => this[label, label] / (double)Sum(actual => this[actual, label]);

    /// <summary>Returns the share of correctly classified images among those of a class, 0 to 1; NaN if there are none.</summary>
    /// <param name="label">The class, 0 to <see cref="Classes"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The class is out of range.</exception>
    public double Recall(int label) => this[label, label] / (double)Sum(predicted => this[label, predicted]);

    private int Sum(Func<int, int> count) => Enumerable.Range(0, Classes).Sum(count);

    private int PlaceOf(int actual, int predicted)
    {
        Check.Index(actual, Classes, "the confusion matrix");
        Check.Index(predicted, Classes, "the confusion matrix");
        return actual * Classes + predicted;
    }
}
