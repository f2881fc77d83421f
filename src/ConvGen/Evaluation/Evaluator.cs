using ConvGen.CompilerServices;
using ConvGen.Threading;
using ConvGen.Training;

namespace ConvGen.Evaluations;

/// <summary>Evaluates part by part. The parts have a fixed size, and everything that is summed is summed in the order of the
/// images, so that the number of threads changes nothing.</summary>
internal sealed class Evaluator : ITeamWork
{
    private const int PartImages = 256;

    private readonly NetworkCore core;
    private readonly LabeledImages images;
    private readonly int[] predictions;
    private readonly float[] confidences;
    private readonly float[] labelConfidences;
    private readonly double[] losses;

    private Evaluator(NetworkCore core, LabeledImages images)
    {
        this.core = core;
        this.images = images;
        predictions = new int[images.Count];
        confidences = new float[images.Count];
        labelConfidences = new float[images.Count];
        losses = new double[images.Count];
    }

    /// <summary>Evaluates checked images.</summary>
    public static Evaluation Run(NetworkCore core, LabeledImages images, WorkerTeam team)
    {
        var evaluator = new Evaluator(core, images);
        team.Run(evaluator, (images.Count - 1) / PartImages + 1);
        return evaluator.Summarize();
    }

    void ITeamWork.Run(int worker, int part)
    {
        NetworkProgram program = core.Program;
        int first = part * PartImages, count = Math.Min(PartImages, images.Count - first);
        float[] outputs = new float[count * program.OutputLength];
        core.Predict(images.Pixels.Slice(first * images.ImageLength, count * images.ImageLength), outputs);
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<float> output = outputs.AsSpan(i * program.OutputLength, program.OutputLength);
            int label = images.Labels[first + i], predicted = Labels.Predicted(program, output);
            predictions[first + i] = predicted;
            confidences[first + i] = Labels.Confidence(program, output, predicted);
            labelConfidences[first + i] = Labels.Confidence(program, output, label);
            losses[first + i] = OutputLoss.Of(program, output, label);
        }
    }

    private Evaluation Summarize()
    {
        var confusion = new ConfusionMatrix(Labels.Classes(core.Program));
        List<Mistake> mistakes = [];
        double loss = 0;
        for (int i = 0; i < images.Count; i++)
        {
            int label = images.Labels[i];
            confusion[label, predictions[i]]++;
            loss += losses[i];
            if (predictions[i] != label)
            {
                mistakes.Add(new Mistake(i, label, predictions[i], confidences[i], labelConfidences[i]));
            }
        }

        Mistake[] worstFirst = [.. mistakes.OrderByDescending(mistake => mistake.Confidence).ThenBy(mistake => mistake.Index)];
        return new Evaluation(images.Count, loss / images.Count, confusion, worstFirst);
    }
}
