using ConvGen.CompilerServices;

namespace ConvGen.Evaluations;

/// <summary>Classifies images: a network or an ensemble. Used by many threads at once.</summary>
internal interface IClassifier
{
    /// <summary>The program that defines the meaning of labels.</summary>
    NetworkProgram Program { get; }

    /// <summary>Classifies images.</summary>
    /// <param name="pixels">The images.</param>
    /// <param name="labels">The labels; used only for the loss and the confidence in the label.</param>
    /// <param name="answers">Receives the result for each image.</param>
    void Classify(ReadOnlySpan<float> pixels, ReadOnlySpan<int> labels, Span<Answer> answers);
}

/// <summary>The result for one image.</summary>
/// <param name="Predicted">The predicted class.</param>
/// <param name="Confidence">The output for the predicted class, or its share of the votes.</param>
/// <param name="LabelConfidence">The output for the label, or its share of the votes.</param>
/// <param name="LabelRank">The number of classes that rank before the label.</param>
/// <param name="Loss">The loss of the image, or NaN.</param>
internal readonly record struct Answer(int Predicted, float Confidence, float LabelConfidence, int LabelRank, double Loss);
