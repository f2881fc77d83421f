using System.Diagnostics;

namespace ConvGen.Training;

/// <summary>How far a call of <c>Fit</c> is: all that is needed to go on with it later. It changes between two steps alone, under
/// the trainer's lock, so that a checkpoint finds it whole from any thread.</summary>
/// <param name="epochs">How many epochs it is to run.</param>
/// <param name="train">The images that it trains with.</param>
/// <param name="validation">The images that it validates with; null without such images.</param>
/// <param name="best">The best parameters so far; null where they are not kept.</param>
internal sealed class FitRun(int epochs, DataMark train, DataMark? validation, BestParameters? best)
{
    private readonly List<EpochResult> results = [];

    // The time of the running epoch: on this watch, and before it was interrupted.
    private readonly Stopwatch watch = new();
    private TimeSpan before;
    private TimeSpan lastReport;

    public int Epochs => epochs;

    public DataMark Train => train;

    public DataMark? Validation => validation;

    public BestParameters? Best => best;

    /// <summary>The epochs that have ended.</summary>
    public IReadOnlyList<EpochResult> Results => results;

    /// <summary>Whether an epoch has ended and the next one, if any, has not begun. The figures are those of the ended
    /// one.</summary>
    public bool IsBetweenEpochs { get; private set; }

    /// <summary>The learning rate of the last step; NaN before the first one since this object was made.</summary>
    public double LearningRate { get; set; } = double.NaN;

    /// <summary>Images of the running epoch that have been trained on.</summary>
    public int Seen { get; private set; }

    /// <summary>The sum of the losses of these images.</summary>
    public double LossSum { get; private set; }

    /// <summary>How long the epoch has run.</summary>
    public TimeSpan Elapsed => before + watch.Elapsed;

    /// <summary>Whether all epochs have ended, or so many in a row without a gain that it stops early.</summary>
    /// <param name="patience">How many; null for any number.</param>
    public bool IsDone(int? patience) =>
        IsBetweenEpochs && (results.Count == epochs || (patience is not null && EpochsWithoutGain() >= patience));

    /// <summary>Where a schedule finds it.</summary>
    /// <param name="batch">Images of a step.</param>
    public SchedulePoint Point(int batch)
    {
        int stepsPerEpoch = (train.Count - 1) / batch + 1;
        return new SchedulePoint((long)results.Count * stepsPerEpoch + Seen / batch, stepsPerEpoch, epochs, results);
    }

    private double Loss => LossSum / Seen;

    private double ImagesPerSecond => Seen / Elapsed.TotalSeconds;

    /// <summary>Puts a new object where another one was when it was interrupted.</summary>
    public void Restore(IEnumerable<EpochResult> ended, bool isBetweenEpochs, int seen, double lossSum, TimeSpan elapsed)
    {
        results.AddRange(ended);
        (IsBetweenEpochs, Seen, LossSum, before) = (isBetweenEpochs, seen, lossSum, elapsed);
    }

    /// <summary>Goes on with the epoch that was interrupted, or begins the next one.</summary>
    public void BeginOrGoOn()
    {
        if (IsBetweenEpochs)
        {
            (IsBetweenEpochs, Seen, LossSum, before) = (false, 0, 0, TimeSpan.Zero);
            watch.Reset();
        }

        lastReport = Elapsed;
        watch.Start();
    }

    /// <summary>Counts a step.</summary>
    public void Add(int images, float meanLoss)
    {
        Seen += images;
        LossSum += (double)images * meanLoss;
    }

    /// <summary>Whether it is time for a report; the end of the epoch has one of its own.</summary>
    public bool ReportIsDue(TimeSpan interval)
    {
        TimeSpan now = Elapsed;
        if (Seen == train.Count || now - lastReport < interval)
        {
            return false;
        }

        lastReport = now;
        return true;
    }

    /// <summary>Stops the clock.</summary>
    public void Stop() => watch.Stop();

    /// <summary>Writes down the epoch that has ended.</summary>
    /// <param name="number">Its number over the trainer's life.</param>
    /// <param name="evaluation">The result on the validation images; null without such images.</param>
    public void End(int number, Evaluation? evaluation)
    {
        results.Add(new EpochResult(number, Loss, Elapsed.TotalSeconds, ImagesPerSecond, evaluation));
        IsBetweenEpochs = true;
        best?.Offer(evaluation!.Score);
    }

    private int EpochsWithoutGain()
    {
        int best = 0;
        for (int i = 1; i < results.Count; i++)
        {
            if (results[i].Validation!.Score > results[best].Validation!.Score)
            {
                best = i;
            }
        }

        return results.Count - 1 - best;
    }

    /// <summary>How far it is.</summary>
    public TrainingProgress Report() => new()
    {
        Epoch = IsBetweenEpochs ? results.Count : results.Count + 1,
        Epochs = epochs,
        ImagesSeen = Seen,
        ImagesTotal = train.Count,
        Loss = Loss,
        ImagesPerSecond = ImagesPerSecond,
        LearningRate = LearningRate,
        Validation = IsBetweenEpochs ? results[^1].Validation : null,
    };
}
