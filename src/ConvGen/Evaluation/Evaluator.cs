using ConvGen.CompilerServices;
using ConvGen.Threading;
using ConvGen.Training;

namespace ConvGen.Evaluations;

/// <summary>Evaluates part by part. The parts have a fixed size, and everything that is summed is summed in the order of the
/// images, so that the number of threads changes nothing.</summary>
internal sealed class Evaluator : ITeamWork
{
    private const int PartImages = 256;

    private readonly IClassifier classifier;
    private readonly LabeledImages images;
    private readonly Answer[] answers;

    private Evaluator(IClassifier classifier, LabeledImages images)
    {
        this.classifier = classifier;
        this.images = images;
        answers = new Answer[images.Count];
    }

    /// <summary>Evaluates a network on checked images.</summary>
    public static Evaluation Run(NetworkCore core, LabeledImages images, WorkerTeam team) =>
        Run(new OutputClassifier(core.Program, core.Predict), images, team);

    /// <summary>Evaluates on checked images.</summary>
    public static Evaluation Run(IClassifier classifier, LabeledImages images, WorkerTeam team)
    {
        var evaluator = new Evaluator(classifier, images);
        team.Run(evaluator, (images.Count - 1) / PartImages + 1);
        return evaluator.Summarize();
    }

    void ITeamWork.Run(int worker, int part)
    {
        int first = part * PartImages, count = Math.Min(PartImages, images.Count - first);
        classifier.Classify(
            images.Pixels.Slice(first * images.ImageLength, count * images.ImageLength),
            images.Labels.Slice(first, count),
            answers.AsSpan(first, count));
    }

    private Evaluation Summarize()
    {
        var confusion = new ConfusionMatrix(Labels.Classes(classifier.Program));
        List<Mistake> mistakes = [];
        double loss = 0;
        for (int i = 0; i < images.Count; i++)
        {
            int label = images.Labels[i];
            Answer answer = answers[i];
            confusion[label, answer.Predicted]++;
            loss += answer.Loss;
            if (answer.Predicted != label)
            {
                mistakes.Add(new Mistake(i, label, answer.Predicted, answer.Confidence, answer.LabelConfidence)
                {
                    LabelRank = answer.LabelRank,
                });
            }
        }

        Mistake[] worstFirst = [.. mistakes.OrderByDescending(mistake => mistake.Confidence).ThenBy(mistake => mistake.Index)];
        return new Evaluation(images.Count, loss / images.Count, confusion, worstFirst);
    }
}
