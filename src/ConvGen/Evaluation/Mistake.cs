namespace ConvGen;

/// <summary>An image that was classified wrongly.</summary>
/// <param name="Index">Its position in the images that were evaluated.</param>
/// <param name="Label">Its class.</param>
/// <param name="Predicted">The class that the network gave it.</param>
/// <param name="Confidence">The network's output for <paramref name="Predicted"/>: a probability where the loss makes
/// one.</param>
/// <param name="LabelConfidence">The network's output for <paramref name="Label"/>.</param>
public sealed record Mistake(int Index, int Label, int Predicted, float Confidence, float LabelConfidence)
{
    /// <summary>How many classes the network finds likelier than <see cref="Label"/>: 1 where the label came second.</summary>
    public int LabelRank { get; init; } = 1;
}
