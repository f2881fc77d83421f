using ConvGen.CompilerServices;
using ConvGen.Training;

namespace ConvGen.Evaluations;

/// <summary>Whole samples in, outputs out.</summary>
internal delegate void Prediction(ReadOnlySpan<float> inputs, Span<float> outputs);

/// <summary>Takes an image for the class of its largest output.</summary>
/// <param name="program">Whose outputs they are.</param>
/// <param name="predict">Computes them.</param>
/// <param name="hasLoss">Whether the loss of the program means something for them.</param>
internal sealed class OutputClassifier(NetworkProgram program, Prediction predict, bool hasLoss = true) : IClassifier
{
    /// <inheritdoc/>
    public NetworkProgram Program => program;

    /// <inheritdoc/>
    public void Classify(ReadOnlySpan<float> pixels, ReadOnlySpan<int> labels, Span<Answer> answers)
    {
        float[] outputs = new float[labels.Length * program.OutputLength];
        predict(pixels, outputs);
        for (int i = 0; i < labels.Length; i++)
        {
            ReadOnlySpan<float> output = outputs.AsSpan(i * program.OutputLength, program.OutputLength);
            int predicted = Labels.Predicted(program, output);
            answers[i] = new Answer(
                predicted,
                Labels.Confidence(program, output, predicted),
                Labels.Confidence(program, output, labels[i]),
                Labels.Rank(program, output, predicted, labels[i]),
                hasLoss ? OutputLoss.Of(program, output, labels[i]) : double.NaN);
        }
    }
}
