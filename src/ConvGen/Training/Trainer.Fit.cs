using System.Diagnostics;
using ConvGen.Evaluations;
using ConvGen.Internal;
using ConvGen.Optimizers;
using ConvGen.Training;

namespace ConvGen;

/// <content>Training for whole epochs.</content>
public sealed partial class Trainer<TNetwork>
{
    private int _epochsDone;

    // The unfinished run: it is running, was interrupted, or was loaded from a checkpoint.
    private FitRun? _unfinished;
    private bool _isFitting;

    /// <summary>The progress of an unfinished <c>Fit</c>: one that is running, was interrupted by an exception or a
    /// cancellation, or was loaded by <see cref="LoadCheckpoint"/>. Null if there is none. <see cref="Resume"/> continues it,
    /// unless it is running. Losses and rates are NaN before the first step.</summary>
    public TrainingProgress? Unfinished
    {
        get
        {
            lock (_stepping)
            {
                return _unfinished?.Report();
            }
        }
    }

    /// <summary>The time between two reports.</summary>
    internal TimeSpan ReportInterval { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Trains for a number of epochs. Each epoch uses every image once, in a new random order unless
    /// <see cref="TrainerOptions.Shuffle"/> is false, in mini-batches of <see cref="TrainerOptions.BatchSize"/> images; the
    /// last mini-batch may be smaller, and the last update may use fewer than <see cref="TrainerOptions.BatchesPerUpdate"/>
    /// mini-batches. <see cref="PendingBatches"/> of earlier steps are discarded.</summary>
    /// <param name="train">The images to learn from.</param>
    /// <param name="epochs">The number of epochs, at least 1. A second call continues where the first one ended. If the first
    /// one was interrupted, the second one starts a new epoch and abandons the interrupted call.</param>
    /// <param name="validation">Images to evaluate after every epoch, or null.</param>
    /// <param name="progress">Receives reports on this thread, a few times per second and at the end of every epoch. It may
    /// save a checkpoint.</param>
    /// <param name="cancellationToken">Stops the training between two steps.</param>
    /// <exception cref="ArgumentNullException"><paramref name="train"/> is null, or <paramref name="validation"/> is and
    /// <see cref="TrainerOptions.KeepBest"/> is true or <see cref="TrainerOptions.EarlyStoppingPatience"/> is set.</exception>
    /// <exception cref="ArgumentException">A data set is empty, the length of its images differs from the network's input
    /// length, a mini-batch would have a single image whose values the network normalizes over the mini-batch, or
    /// <see cref="TrainerOptions.Augmentation"/> does not support the channels of <paramref name="train"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="epochs"/> is below 1, or a label is not one of the
    /// network's classes.</exception>
    /// <exception cref="NonFiniteLossException">The loss of a step is infinite or NaN; the parameters are those before that
    /// step.</exception>
    /// <exception cref="OperationCanceledException">The training was cancelled; the parameters are those after the last step,
    /// even if <see cref="TrainerOptions.KeepBest"/> is true. <see cref="Resume"/> continues it.</exception>
    /// <exception cref="InvalidOperationException">A <c>Fit</c> of this trainer is running, or the schedule gives a learning rate
    /// that is negative or not finite, or a momentum that is not 0 to below 1 or that the optimizer does not support.</exception>
    /// <exception cref="ObjectDisposedException">The trainer has been disposed.</exception>
    public TrainingHistory Fit(
        ImageSet train,
        int epochs,
        ImageSet? validation = null,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        CheckImages(train, validation);
        ArgumentOutOfRangeException.ThrowIfLessThan(epochs, 1);
        BestParameters? best = _options.KeepBest ? new BestParameters(Network.Core) : null;
        var run = new FitRun(epochs, DataMark.Of(train), validation is null ? null : DataMark.Of(validation), best);
        return Run(run, train, validation, progress, cancellationToken);
    }

    /// <summary>Continues the <see cref="Unfinished"/> call of <c>Fit</c> from where it was interrupted or its checkpoint was
    /// saved. With vectors of the same width, the resulting weights are the same, bit for bit, as
    /// those of an uninterrupted call.</summary>
    /// <param name="train">The training images with which the call began.</param>
    /// <param name="validation">The validation images with which the call began, or null.</param>
    /// <param name="progress">Receives reports, as for <c>Fit</c>.</param>
    /// <param name="cancellationToken">Stops the training between two steps.</param>
    /// <returns>The history of the whole call, including the epochs before the interruption.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="train"/> is null, or <paramref name="validation"/> is and
    /// <see cref="TrainerOptions.KeepBest"/> is true.</exception>
    /// <exception cref="ArgumentException">A data set is not the one with which the call began: the sizes or labels differ.</exception>
    /// <exception cref="InvalidOperationException">There is no unfinished call, or a <c>Fit</c> of this trainer is running.</exception>
    /// <exception cref="NonFiniteLossException">As for <c>Fit</c>.</exception>
    /// <exception cref="OperationCanceledException">The training was cancelled again.</exception>
    /// <exception cref="ObjectDisposedException">The trainer has been disposed.</exception>
    public TrainingHistory Resume(
        ImageSet train,
        ImageSet? validation = null,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        CheckImages(train, validation);
        FitRun run = _unfinished ?? throw new InvalidOperationException(
            "There is nothing to resume: no Fit was interrupted, and no checkpoint of an unfinished one was loaded.");
        DataMark.CheckSame(run.Train, train, nameof(train));
        DataMark.CheckSame(run.Validation, validation, nameof(validation));
        return Run(run, train, validation, progress, cancellationToken);
    }

    private void CheckImages(ImageSet train, ImageSet? validation)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ImageCheck.Fits(Network.Core.Program, train, nameof(train));
        BatchCheck.EnoughInEveryBatch(Network.Core.Program, train.Count, _options.BatchSize, nameof(train));
        _options.Augmentation?.CheckShape(train, nameof(train));
        if (validation is not null)
        {
            ImageCheck.Fits(Network.Core.Program, validation, nameof(validation));
        }
        else if (_options.KeepBest || _options.EarlyStoppingPatience is not null)
        {
            string option = _options.KeepBest ? nameof(_options.KeepBest) : nameof(_options.EarlyStoppingPatience);
            throw new ArgumentNullException(
                nameof(validation),
                $"validation is null, but TrainerOptions.{option} is set and compares the epochs by their results on validation "
                + "images: pass images that are not in the training set, or do not set it.");
        }
    }

    private TrainingHistory Run(
        FitRun run, ImageSet train, ImageSet? validation, IProgress<TrainingProgress>? progress,
        CancellationToken cancellationToken)
    {
        Claim(run);
        try
        {
            IBatchSource batches = _options.Augmentation is null
                ? new PlainBatches(train, _options)
                : new AugmentedBatches(train, _options.Augmentation, _options, _engine.Team);
            using Activity? fit = TrainingMeter.Fit(Network.Core.Program.Summary.Network, run.Epochs, _options.BatchSize);
            while (!run.IsDone(_options.EarlyStoppingPatience))
            {
                using Activity? epoch = TrainingMeter.Epoch(_epochsDone + 1);
                RunEpoch(run, batches, progress, cancellationToken);
                End(run, validation);
                progress?.Report(run.Report());
            }

            Finish(run);
            return new TrainingHistory(run.Results);
        }
        finally
        {
            Release(run);
        }
    }

    private void RunEpoch(
        FitRun run, IBatchSource batches, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        Begin(run, batches);
        while (batches.Next())
        {
            cancellationToken.ThrowIfCancellationRequested();
            Step(run, batches);
            if (run.ReportIsDue(ReportInterval))
            {
                progress?.Report(run.Report());
            }
        }

        run.Stop();
    }

    private void Claim(FitRun run)
    {
        lock (_stepping)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            ThrowIfFitting();
            if (run != _unfinished)
            {
                // Gradients of steps before this call, or of an abandoned one, do not belong to its first update.
                _engine.Accumulator?.Clear();
            }

            _isFitting = true;
            _unfinished = run;
        }
    }

    private void Release(FitRun run)
    {
        lock (_stepping)
        {
            run.Stop();
            _isFitting = false;
        }
    }

    private void ThrowIfFitting()
    {
        if (_isFitting)
        {
            throw new InvalidOperationException("A Fit of this trainer is running.");
        }
    }

    private void Begin(FitRun run, IBatchSource batches)
    {
        // The source may use the team's threads, which are idle here.
        lock (_stepping)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            run.BeginOrGoOn();
            batches.Begin(_epochsDone, run.Seen);
        }
    }

    private void Step(FitRun run, IBatchSource batches)
    {
        // Under one lock, so that no checkpoint can fall between the step and its count.
        lock (_stepping)
        {
            StepRates rates = Rates(run);
            run.LearningRate = rates.LearningRate;
            bool isLast = run.Seen + batches.Count == run.Train.Count;
            run.Add(batches.Count, Step(batches.Pixels, batches.Labels, rates, isLast, batches.Ahead));
        }
    }

    private StepRates Rates(FitRun run)
    {
        if (_options.Schedule is not { } schedule)
        {
            return new StepRates(Optimizer.LearningRate);
        }

        SchedulePoint point = run.Point((long)_options.BatchSize * _options.BatchesPerUpdate);
        double factor = schedule.FactorAt(point);
        float learningRate = (float)(Optimizer.LearningRate * factor);
        if (!float.IsFinite(learningRate) || learningRate < 0)
        {
            throw new InvalidOperationException(
                $"The schedule {schedule} gives the factor {factor}; a learning rate must be finite and not negative.");
        }

        double? momentum = schedule.MomentumAt(point);
        if (momentum is not (null or (>= 0 and < 1)))
        {
            throw new InvalidOperationException($"The schedule {schedule} gives the momentum {momentum}; it must be 0 to below 1.");
        }

        return momentum is null || Optimizer.HasMomentum
            ? new StepRates(learningRate, momentum)
            : throw new InvalidOperationException(
                $"The schedule {schedule} gives the momentum {momentum}, but the optimizer keeps no velocity: set its Momentum above 0.");
    }

    private void End(FitRun run, ImageSet? validation)
    {
        lock (_stepping)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            Evaluation? evaluation =
                validation is null ? null : Evaluator.Run(Network.Core, validation, _engine.Team);
            _epochsDone++;
            run.End(_epochsDone, evaluation);
        }
    }

    private void Finish(FitRun run)
    {
        lock (_stepping)
        {
            run.Best?.Restore();
            _unfinished = null;
        }
    }
}
