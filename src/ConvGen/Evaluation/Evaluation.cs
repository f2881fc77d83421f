namespace ConvGen;

/// <summary>The result of evaluating a network on a set of images.</summary>
public sealed class Evaluation
{
    internal Evaluation(
        int count, double loss, ConfusionMatrix confusion, IReadOnlyList<Mistake> mistakes, bool hasAccuracy)
    {
        HasAccuracy = hasAccuracy;
        Count = count;
        Loss = loss;
        Confusion = confusion;
        Mistakes = mistakes;
    }

    /// <summary>The number of images.</summary>
    public int Count { get; }

    /// <summary>The share of correctly classified images, 0 to 1. NaN for a network with
    /// <see cref="MeanSquaredErrorAttribute"/>, whose outputs approximate numbers; use <see cref="Loss"/> instead. (If such
    /// outputs stand for classes, <see cref="Mistakes"/> lists the images whose label does not have the largest output.)</summary>
    public double Accuracy => TopAccuracy(1);

    /// <summary>Returns the share of images whose label is among the most likely classes, 0 to 1; NaN if <see cref="Accuracy"/> is
    /// NaN.</summary>
    /// <param name="classes">The number of most likely classes, at least 1; 1 gives <see cref="Accuracy"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="classes"/> is below 1.</exception>
    public double TopAccuracy(int classes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        return HasAccuracy ? (double)(Count - Mistakes.Count(mistake => mistake.LabelRank >= classes)) / Count : double.NaN;
    }

    /// <summary>The mean loss, as the loss's attribute defines it; NaN for a vote, and for an ensemble of different losses. It
    /// is computed from the outputs, with probabilities raised to at least 1.4e-45, the smallest float.</summary>
    public double Loss { get; }

    /// <summary>The number of images of each class that were classified as each class.</summary>
    public ConfusionMatrix Confusion { get; }

    /// <summary>The misclassified images, ordered by decreasing confidence in the wrong class.</summary>
    public IReadOnlyList<Mistake> Mistakes { get; }

    /// <summary>Whether <see cref="Accuracy"/> is a number.</summary>
    internal bool HasAccuracy { get; }

    /// <summary>The score by which epochs are compared, higher is better: the accuracy if there is one, otherwise the negative
    /// loss.</summary>
    internal double Score => HasAccuracy ? Accuracy : double.IsNaN(Loss) ? double.NegativeInfinity : -Loss;
}
