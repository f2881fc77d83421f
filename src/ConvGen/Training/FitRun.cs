using System.Diagnostics;

namespace ConvGen.Training;

/// <summary>The state of a call of <c>Fit</c>: all that is needed to continue it later. It changes only between two steps and
/// under the trainer's lock, so that a checkpoint from any thread is consistent.</summary>
/// <param name="epochs">The number of epochs to run.</param>
/// <param name="train">The training images.</param>
/// <param name="validation">The validation images, or null.</param>
/// <param name="best">The best parameters so far; null if they are not kept.</param>
internal sealed class FitRun(int epochs, DataMark train, DataMark? validation, BestParameters? best)
{
    private readonly List<EpochResult> _results = [];

    // The time of the current epoch: measured by this watch, plus the time before an interruption.
    private readonly Stopwatch _watch = new();
    private TimeSpan _before;
    private TimeSpan _lastReport;

    public int Epochs => epochs;

    public DataMark Train => train;

    public DataMark? Validation => validation;

    public BestParameters? Best => best;

    /// <summary>The results of the completed epochs.</summary>
    public IReadOnlyList<EpochResult> Results => _results;

    /// <summary>Whether an epoch has ended and the next one has not begun. The other properties then describe the ended epoch.</summary>
    public bool IsBetweenEpochs { get; private set; }

    /// <summary>The learning rate of the last step; NaN before the first step since this object was created.</summary>
    public double LearningRate { get; set; } = double.NaN;

    /// <summary>The number of images of the current epoch that have been trained on.</summary>
    public int Seen { get; private set; }

    /// <summary>The sum of the losses of these images.</summary>
    public double LossSum { get; private set; }

    /// <summary>The time that the current epoch has taken so far.</summary>
    public TimeSpan Elapsed => _before + _watch.Elapsed;

    /// <summary>Whether all epochs have ended, or <paramref name="patience"/> consecutive epochs without an improvement stop
    /// the run early.</summary>
    /// <param name="patience">The number of epochs; null to never stop early.</param>
    public bool IsDone(int? patience) =>
        IsBetweenEpochs && (_results.Count == epochs || (patience is not null && EpochsWithoutGain() >= patience));

    /// <summary>Returns the progress for a schedule.</summary>
    /// <param name="batch">The number of images of an update.</param>
    public SchedulePoint Point(long batch)
    {
        int stepsPerEpoch = (int)((train.Count - 1) / batch) + 1;
        return new SchedulePoint((long)_results.Count * stepsPerEpoch + Seen / batch, stepsPerEpoch, epochs, _results);
    }

    private double Loss => LossSum / Seen;

    private double ImagesPerSecond => Seen / Elapsed.TotalSeconds;

    /// <summary>Restores the state of an interrupted run.</summary>
    public void Restore(IEnumerable<EpochResult> ended, bool isBetweenEpochs, int seen, double lossSum, TimeSpan elapsed)
    {
        _results.AddRange(ended);
        (IsBetweenEpochs, Seen, LossSum, _before) = (isBetweenEpochs, seen, lossSum, elapsed);
    }

    /// <summary>Continues the interrupted epoch, or begins the next one.</summary>
    public void BeginOrGoOn()
    {
        if (IsBetweenEpochs)
        {
            (IsBetweenEpochs, Seen, LossSum, _before) = (false, 0, 0, TimeSpan.Zero);
            _watch.Reset();
        }

        _lastReport = Elapsed;
        _watch.Start();
    }

    /// <summary>Counts a step.</summary>
    public void Add(int images, float meanLoss)
    {
        Seen += images;
        LossSum += (double)images * meanLoss;
    }

    /// <summary>Whether a report is due. The end of the epoch is reported separately.</summary>
    public bool ReportIsDue(TimeSpan interval)
    {
        TimeSpan now = Elapsed;
        if (Seen == train.Count || now - _lastReport < interval)
        {
            return false;
        }

        _lastReport = now;
        return true;
    }

    /// <summary>Stops the clock.</summary>
    public void Stop() => _watch.Stop();

    /// <summary>Records the result of the epoch that has ended.</summary>
    /// <param name="number">The number of the epoch over the trainer's lifetime.</param>
    /// <param name="evaluation">The result on the validation images; null without such images.</param>
    public void End(int number, Evaluation? evaluation)
    {
        _results.Add(new EpochResult(number, Loss, Elapsed.TotalSeconds, ImagesPerSecond, evaluation));
        IsBetweenEpochs = true;
        best?.Offer(evaluation!.Score);
    }

    private int EpochsWithoutGain()
    {
        int best = 0;
        for (int i = 1; i < _results.Count; i++)
        {
            if (_results[i].Validation!.Score > _results[best].Validation!.Score)
            {
                best = i;
            }
        }

        return _results.Count - 1 - best;
    }

    /// <summary>Returns a progress report.</summary>
    public TrainingProgress Report() => new()
    {
        Epoch = IsBetweenEpochs ? _results.Count : _results.Count + 1,
        Epochs = epochs,
        ImagesSeen = Seen,
        ImagesTotal = train.Count,
        Loss = Loss,
        ImagesPerSecond = ImagesPerSecond,
        LearningRate = LearningRate,
        Validation = IsBetweenEpochs ? _results[^1].Validation : null,
    };
}
