namespace ConvGen;

/// <summary>A misclassified image.</summary>
/// <param name="Index">The position of the image in the evaluated set.</param>
/// <param name="Label">The class of the image.</param>
/// <param name="Predicted">The predicted class.</param>
/// <param name="Confidence">The network's output for <paramref name="Predicted"/>: a probability if the loss is a cross-entropy.</param>
/// <param name="LabelConfidence">The network's output for <paramref name="Label"/>.</param>
public sealed record Mistake(int Index, int Label, int Predicted, float Confidence, float LabelConfidence)
{
    /// <summary>The number of classes that rank before <see cref="Label"/>: 1 if the label is the second most likely class.</summary>
    public int LabelRank { get; init; } = 1;
}
