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

    private int PlaceOf(int actual, int predicted)
    {
        Check.Index(actual, Classes, "the confusion matrix");
        Check.Index(predicted, Classes, "the confusion matrix");
        return actual * Classes + predicted;
    }
}
