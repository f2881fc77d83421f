using System.Globalization;
using ConvGen;
using DigitsWeb.Data;
using MnistSample.Networks;

namespace DigitsWeb.Learning;

/// <summary>Runs at most one training at a time on a separate thread, and publishes the changing weights to the page.</summary>
internal sealed class BackgroundTraining(LiveNetwork live, SiteImages images, SiteOptions options) : IDisposable
{
    /// <summary>The largest number of epochs of a request.</summary>
    public const int MostEpochs = 20;

    // The settings of samples/Mnist, which train the book's network to about 99.2 % on MNIST.
    private const int Batch = 32;
    private const float LearningRate = 0.03f, Momentum = 0.9f, WeightDecay = 0.0005f;

    /// <summary>The number of test images evaluated several times a second; all of them are evaluated at the end of an
    /// epoch.</summary>
    private const int QuickTestImages = 1_000;

    private readonly Lock _gate = new();
    private readonly LabeledImages _quickTest = images.Test.Slice(0, Math.Min(QuickTestImages, images.Test.Count));
    private CancellationTokenSource? _running;
    private Task _job = Task.CompletedTask;
    private int _run;
    private long _imagesBefore, _imagesSeen;
    private bool _disposed;

    /// <summary>The progress of the training.</summary>
    public ProgressFeed Feed { get; } = new();

    /// <summary>Starts a training, unless one is running.</summary>
    /// <param name="epochs">1 to <see cref="MostEpochs"/>.</param>
    /// <param name="fromScratch">Whether to start with new weights instead of the current ones.</param>
    /// <returns>False if a training is running or the server is stopping.</returns>
    public bool TryStart(int epochs, bool fromScratch)
    {
        lock (_gate)
        {
            if (_running is not null || _disposed)
            {
                return false;
            }

            if (fromScratch)
            {
                _run++;
                _imagesSeen = 0;
            }

            _imagesBefore = _imagesSeen;

            _running = new CancellationTokenSource();
            CancellationToken cancellation = _running.Token;
            int seed = unchecked(options.Seed + _run);
            Say("training", $"Training: {Plural(epochs)}.");
            _job = Task.Factory.StartNew(
                () => Train(epochs, fromScratch ? new BookNet(seed) : live.Copy(), cancellation),
                CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            return true;
        }
    }

    /// <summary>Stops the training after the current step.</summary>
    /// <returns>False if none is running.</returns>
    public bool Stop()
    {
        lock (_gate)
        {
            _running?.Cancel();
            return _running is not null;
        }
    }

    /// <summary>Stops the training and waits until it has ended.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            _running?.Cancel();
        }

        _job.Wait();
    }

    private void Train(int epochs, BookNet learner, CancellationToken cancellation)
    {
        (string phase, string text) = ("failed", "The training ended with an unexpected error.");
        try
        {
            live.Publish(learner);
            var descent = new Sgd(LearningRate) { Momentum = Momentum, WeightDecay = WeightDecay };
            using var trainer = new Trainer<BookNet>(learner, descent, new TrainerOptions
            {
                BatchSize = Batch,
                Threads = options.Threads,
                Seed = unchecked(options.Seed + _run),
                Schedule = Schedule.Cosine(),
            });
            TrainingHistory history = trainer.Fit(
                images.Train, epochs, images.Test, new Reports(progress => Report(learner, progress)), cancellation);
            (phase, text) = ("done", Ended(history.Epochs[^1].Validation!));
        }
        catch (OperationCanceledException)
        {
            (phase, text) = ("stopped", "The training was stopped.");
        }
        catch (NonFiniteLossException exception)
        {
            text = exception.Message;
        }
        finally
        {
            lock (_gate)
            {
                _running!.Dispose();
                _running = null;
                Say(phase, text);
            }
        }
    }

    /// <summary>Called between two steps on the training's thread, so that the learner does not change during the
    /// call.</summary>
    private void Report(BookNet learner, TrainingProgress progress)
    {
        live.Publish(learner);
        double accuracy = (progress.Validation ?? learner.Evaluate(_quickTest)).Accuracy;
        _imagesSeen = _imagesBefore + (long)(progress.Epoch - 1) * progress.ImagesTotal + progress.ImagesSeen;
        var point = new TrainingPoint(_imagesSeen, progress.Loss, accuracy, progress.ImagesPerSecond);
        Feed.Report(State("training", $"Epoch {progress.Epoch} of {progress.Epochs}"), point);
    }

    private void Say(string phase, string text) => Feed.Report(State(phase, text));

    private TrainingState State(string phase, string text) => new(phase, text, _run, live.Version);

    private string Ended(Evaluation test) => string.Create(
        CultureInfo.InvariantCulture,
        $"Trained: {100 * test.Accuracy:F2} % of {test.Count:N0} test images ({images.Description}).");

    private static string Plural(int epochs) => epochs == 1 ? "1 epoch" : $"{epochs} epochs";

    /// <summary>Unlike <see cref="Progress{T}"/>, calls the handler immediately on the same thread.</summary>
    private sealed class Reports(Action<TrainingProgress> report) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => report(value);
    }
}
