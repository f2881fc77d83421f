namespace ConvGen;

/// <summary>How well a network does on a set of images.</summary>
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

    /// <summary>The share of the images that were classified rightly, 0 to 1. NaN for a network with
    /// <see cref="MeanSquaredErrorAttribute"/>, whose outputs approximate numbers: <see cref="Loss"/> says how well. (Where they
    /// are classes all the same, <see cref="Mistakes"/> counts the images whose label has not the largest output.)</summary>
    public double Accuracy => TopAccuracy(1);

    /// <summary>The share of the images whose label is among the likeliest classes, 0 to 1; NaN as
    /// <see cref="Accuracy"/>.</summary>
    /// <param name="classes">How many of the likeliest, at least 1: with 1 it is <see cref="Accuracy"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="classes"/> is below 1.</exception>
    public double TopAccuracy(int classes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        return HasAccuracy ? (double)(Count - Mistakes.Count(mistake => mistake.LabelRank >= classes)) / Count : double.NaN;
    }

    /// <summary>The mean loss, as the loss's attribute defines it; NaN for a vote, and for an ensemble of different losses. Computed from the outputs:
    /// a probability below 1.4e-45, the smallest float, counts as that.</summary>
    public double Loss { get; }

    /// <summary>How many images of each class were taken for each class.</summary>
    public ConfusionMatrix Confusion { get; }

    /// <summary>The images that were classified wrongly, those with the surest wrong answer first.</summary>
    public IReadOnlyList<Mistake> Mistakes { get; }

    /// <summary>Whether <see cref="Accuracy"/> is a number.</summary>
    internal bool HasAccuracy { get; }

    /// <summary>What makes one epoch better than another if it is higher: the accuracy; where there is none, the negative
    /// loss.</summary>
    internal double Score => HasAccuracy ? Accuracy : double.IsNaN(Loss) ? double.NegativeInfinity : -Loss;
}
