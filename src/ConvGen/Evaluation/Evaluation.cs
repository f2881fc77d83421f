namespace ConvGen;

/// <summary>How well a network does on a set of images.</summary>
public sealed class Evaluation
{
    internal Evaluation(int count, double loss, ConfusionMatrix confusion, IReadOnlyList<Mistake> mistakes)
    {
        Count = count;
        Loss = loss;
        Confusion = confusion;
        Mistakes = mistakes;
    }

    /// <summary>The number of images.</summary>
    public int Count { get; }

    /// <summary>The share of the images that were classified rightly, 0 to 1.</summary>
    public double Accuracy => (double)(Count - Mistakes.Count) / Count;

    /// <summary>The share of the images whose label is among the likeliest classes, 0 to 1.</summary>
    /// <param name="classes">How many of the likeliest, at least 1: with 1 it is <see cref="Accuracy"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="classes"/> is below 1.</exception>
    public double TopAccuracy(int classes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        return (double)(Count - Mistakes.Count(mistake => mistake.LabelRank >= classes)) / Count;
    }

    /// <summary>The mean loss, as the loss's attribute defines it; NaN for a network without one. Computed from the outputs:
    /// a probability below 1.4e-45, the smallest float, counts as that.</summary>
    public double Loss { get; }

    /// <summary>How many images of each class were taken for each class.</summary>
    public ConfusionMatrix Confusion { get; }

    /// <summary>The images that were classified wrongly, those with the surest wrong answer first.</summary>
    public IReadOnlyList<Mistake> Mistakes { get; }
}
