using System.Diagnostics;
using ConvGen.Evaluations;
using ConvGen.Internal;
using ConvGen.Training;

namespace ConvGen;

/// <content>Whole epochs over a data set.</content>
public sealed partial class Trainer<TNetwork>
{
    private static readonly TimeSpan ReportInterval = TimeSpan.FromMilliseconds(250);

    private int epochsDone;

    /// <summary>Trains for a number of epochs: each takes every image once, in a new random order unless
    /// <see cref="TrainerOptions.Shuffle"/> is false, in batches of <see cref="TrainerOptions.BatchSize"/>; the last batch holds
    /// what is left.</summary>
    /// <param name="train">The images to learn from.</param>
    /// <param name="epochs">How many epochs, at least 1. A second call goes on where the first one ended.</param>
    /// <param name="validation">Images to test with after every epoch, or null.</param>
    /// <param name="progress">Is called on this thread a few times per second and at the end of every epoch.</param>
    /// <param name="cancellationToken">Ends the training between two steps.</param>
    /// <exception cref="ArgumentNullException"><paramref name="train"/> is null, or <paramref name="validation"/> is and
    /// <see cref="TrainerOptions.KeepBest"/> is true.</exception>
    /// <exception cref="ArgumentException">A data set is empty, or its images have another length than the network's
    /// input.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="epochs"/> is below 1, or a label is not one of the
    /// network's classes.</exception>
    /// <exception cref="NonFiniteLossException">A step's loss is infinite or NaN; the parameters are those before that
    /// step.</exception>
    /// <exception cref="OperationCanceledException">The training was cancelled; the parameters are those after the last
    /// step, also where <see cref="TrainerOptions.KeepBest"/> is true.</exception>
    /// <exception cref="ObjectDisposedException">The trainer has been disposed.</exception>
    public TrainingHistory Fit(
        LabeledImages train,
        int epochs,
        LabeledImages? validation = null,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        ImageCheck.Fits(Network.Core.Program, train, nameof(train));
        ArgumentOutOfRangeException.ThrowIfLessThan(epochs, 1);
        if (validation is not null || options.KeepBest)
        {
            ImageCheck.Fits(Network.Core.Program, validation, nameof(validation));
        }

        var best = options.KeepBest ? new BestParameters(Network.Core) : null;
        IBatchSource batches = options.Distortion is null
            ? new PlainBatches(train, options)
            : new DistortedBatches(train, options.Distortion, options, engine.Team);
        List<EpochResult> results = [];
        for (int epoch = 1; epoch <= epochs; epoch++)
        {
            var run = new EpochRun { Epoch = epoch, Epochs = epochs, Images = train.Count };
            Begin(batches);
            while (batches.Next())
            {
                cancellationToken.ThrowIfCancellationRequested();
                run.Add(batches.Count, Step(batches.Pixels, batches.Labels, batches.Ahead));
                if (run.ReportIsDue(ReportInterval))
                {
                    progress?.Report(run.Report(validation: null));
                }
            }

            run.Stop();
            epochsDone++;
            Evaluation? evaluation = validation is null ? null : EvaluateOnTeam(validation);
            results.Add(run.Result(epochsDone, evaluation));
            best?.Offer(evaluation!.Accuracy);
            progress?.Report(run.Report(evaluation));
        }

        best?.Restore();
        return new TrainingHistory(results);
    }

    private void Begin(IBatchSource batches)
    {
        // The threads may be needed, and are nobody else's then.
        lock (stepping)
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            batches.Begin(epochsDone);
        }
    }

    private Evaluation EvaluateOnTeam(LabeledImages images)
    {
        lock (stepping)
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            return Evaluator.Run(Network.Core, images, engine.Team);
        }
    }

    /// <summary>The running figures of one epoch.</summary>
    private sealed class EpochRun
    {
        private readonly Stopwatch watch = Stopwatch.StartNew();
        private TimeSpan lastReport;
        private double lossSum;
        private int seen;

        public required int Epoch { get; init; }
        public required int Epochs { get; init; }
        public required int Images { get; init; }

        private double Loss => lossSum / seen;
        private double ImagesPerSecond => seen / watch.Elapsed.TotalSeconds;

        public void Add(int images, float meanLoss)
        {
            seen += images;
            lossSum += (double)images * meanLoss;
        }

        /// <summary>The end of the epoch has a report of its own.</summary>
        public bool ReportIsDue(TimeSpan interval)
        {
            TimeSpan now = watch.Elapsed;
            if (seen == Images || now - lastReport < interval)
            {
                return false;
            }

            lastReport = now;
            return true;
        }

        public void Stop() => watch.Stop();

        public EpochResult Result(int number, Evaluation? validation) =>
            new(number, Loss, watch.Elapsed.TotalSeconds, ImagesPerSecond, validation);

        public TrainingProgress Report(Evaluation? validation) => new()
        {
            Epoch = Epoch,
            Epochs = Epochs,
            ImagesSeen = seen,
            ImagesTotal = Images,
            Loss = Loss,
            ImagesPerSecond = ImagesPerSecond,
            Validation = validation,
        };
    }
}
