using ConvGen.CompilerServices;

namespace ConvGen.Evaluations;

/// <summary>What can be evaluated: a network, or several that answer together. Used by many threads at once.</summary>
internal interface IClassifier
{
    /// <summary>Says what labels mean.</summary>
    NetworkProgram Program { get; }

    /// <summary>Answers for some images.</summary>
    /// <param name="pixels">The images.</param>
    /// <param name="labels">Their labels, which decide nothing but the loss and the confidence in them.</param>
    /// <param name="answers">Receives an answer for each image.</param>
    void Classify(ReadOnlySpan<float> pixels, ReadOnlySpan<int> labels, Span<Answer> answers);
}

/// <summary>The answer for one image.</summary>
/// <param name="Predicted">The class that the image is taken for.</param>
/// <param name="Confidence">What speaks for it.</param>
/// <param name="LabelConfidence">What speaks for the label.</param>
/// <param name="LabelRank">How many classes are more likely than the label.</param>
/// <param name="Loss">The loss of the image, or NaN.</param>
internal readonly record struct Answer(int Predicted, float Confidence, float LabelConfidence, int LabelRank, double Loss);
