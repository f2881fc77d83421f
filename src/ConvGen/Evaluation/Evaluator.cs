using ConvGen.CompilerServices;
using ConvGen.Threading;
using ConvGen.Training;

namespace ConvGen.Evaluations;

/// <summary>Evaluates images in parts of a fixed size. All sums run in the order of the images, so that the result does not
/// depend on the number of threads.</summary>
internal sealed class Evaluator : ITeamWork
{
    private const int PartImages = 256;

    // Images that are not in memory are copied first, 4 MB at a time for each worker.
    private const int ValuesAtOnce = 1 << 20;

    private readonly IClassifier _classifier;
    private readonly ImageSet _images;
    private readonly Answer[] _answers;
    private readonly float[][] _copies;
    private readonly int _imagesAtOnce;

    private Evaluator(IClassifier classifier, ImageSet images, int workers)
    {
        _classifier = classifier;
        _images = images;
        _answers = new Answer[images.Count];
        _imagesAtOnce = Math.Clamp(ValuesAtOnce / images.ImageLength, 1, PartImages);
        _copies = [.. Enumerable.Repeat<float[]>([], workers)];
    }

    /// <summary>Evaluates a network on checked images.</summary>
    public static Evaluation Run(NetworkCore core, ImageSet images, WorkerTeam team) =>
        Run(new OutputClassifier(core.Program, core.Predict), images, team);

    /// <summary>Evaluates on checked images.</summary>
    public static Evaluation Run(IClassifier classifier, ImageSet images, WorkerTeam team)
    {
        var evaluator = new Evaluator(classifier, images, team.Workers);
        team.Run(evaluator, (images.Count - 1) / PartImages + 1);
        return evaluator.Summarize();
    }

    void ITeamWork.Run(int worker, int part)
    {
        int first = part * PartImages, end = Math.Min(first + PartImages, _images.Count), count;
        for (; first < end; first += count)
        {
            count = Math.Min(end - first, _imagesAtOnce);
            ReadOnlySpan<float> pixels = _images.Read(first, count, ref _copies[worker]);
            _classifier.Classify(pixels, _images.Labels.Slice(first, count), _answers.AsSpan(first, count));
        }
    }

    private Evaluation Summarize()
    {
        var confusion = new ConfusionMatrix(Labels.Classes(_classifier.Program));
        List<Mistake> mistakes = [];
        double loss = 0;
        for (int i = 0; i < _images.Count; i++)
        {
            int label = _images.Labels[i];
            Answer answer = _answers[i];
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
        return new Evaluation(_images.Count, loss / _images.Count, confusion, worstFirst, Labels.HaveAccuracy(_classifier.Program));
    }
}
