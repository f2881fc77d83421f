using ConvGen.CompilerServices;
using ConvGen.Training;

namespace ConvGen.Evaluations;

/// <summary>Computes the outputs of whole samples.</summary>
internal delegate void Prediction(ReadOnlySpan<float> inputs, Span<float> outputs);

/// <summary>Classifies an image by its largest output, or a single output by whether it is more than 0.5.</summary>
/// <param name="program">The program of the network.</param>
/// <param name="predict">Computes the outputs.</param>
/// <param name="hasLoss">Whether the program's loss applies to the outputs.</param>
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
