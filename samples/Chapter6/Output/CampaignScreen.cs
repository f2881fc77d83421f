using System.Diagnostics;
using Chapter6.Campaign;
using ConvGen;
using Spectre.Console;

namespace Chapter6.Output;

/// <summary>Shows the progress of the trainings and the estimated remaining time. Trainings report from several
/// threads.</summary>
internal abstract class CampaignScreen
{
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly Lock _counting = new();
    private readonly Dictionary<Job, Share> _shares = [];
    private double _total;

    /// <summary>Shows progress bars on a terminal; otherwise writes lines, one for each training and for every tenth epoch.</summary>
    public static void Show(IAnsiConsole console, Action<CampaignScreen> run)
    {
        if (console.Profile.Capabilities is { Interactive: true, Ansi: true })
        {
            console.Progress()
                .Columns(
                    new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(),
                    new ElapsedTimeColumn(), new RemainingTimeColumn())
                .Start(context => run(new LiveCampaignScreen(context)));
        }
        else
        {
            run(new PlainCampaignScreen(console));
        }
    }

    /// <summary>Called once, with all trainings.</summary>
    public virtual void Begin(IReadOnlyList<Job> jobs) => _total = jobs.Sum(job => job.Work);

    /// <summary>Receives the progress of a training.</summary>
    public IProgress<TrainingProgress> Progress(Job job) => new Reporter(this, job);

    /// <summary>Called when a training has ended.</summary>
    public abstract void Finished(Job job, RunResult result);

    /// <summary>Called a few times per second by every training.</summary>
    protected abstract void Report(Job job, TrainingProgress progress, double share);

    /// <summary>The remaining time at the average speed since the start. The first epochs of a training that resumes
    /// from a checkpoint do not count.</summary>
    protected TimeSpan Remaining()
    {
        lock (_counting)
        {
            double before = _shares.Sum(share => share.Value.AtStart * share.Key.Work);
            double done = _shares.Sum(share => share.Value.Done * share.Key.Work);
            return done <= before ? TimeSpan.Zero : _watch.Elapsed * ((_total - done) / (done - before));
        }
    }

    private void Count(Job job, TrainingProgress progress)
    {
        double share = (progress.Epoch - 1 + progress.ImagesSeen / (double)progress.ImagesTotal) / progress.Epochs;
        lock (_counting)
        {
            double atStart = _shares.TryGetValue(job, out Share earlier) ? earlier.AtStart : share;
            _shares[job] = new Share(atStart, share);
        }

        Report(job, progress, share);
    }

    /// <summary>The part of a training that was done at its first report, and that is done now.</summary>
    private readonly record struct Share(double AtStart, double Done);

    private sealed class Reporter(CampaignScreen screen, Job job) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => screen.Count(job, value);
    }
}

/// <summary>A bar for all trainings and one for each running training.</summary>
internal sealed class LiveCampaignScreen(ProgressContext context) : CampaignScreen
{
    private readonly Dictionary<Job, ProgressTask> _bars = [];
    private readonly Lock _drawing = new();
    private ProgressTask? _all;

    public override void Begin(IReadOnlyList<Job> jobs)
    {
        base.Begin(jobs);
        _all = context.AddTask($"{jobs.Count} trainings", maxValue: jobs.Sum(job => job.Work));
    }

    public override void Finished(Job job, RunResult result)
    {
        lock (_drawing)
        {
            _bars[job].Description = $"{job}: [green]{result.TestAccuracy:P2}[/]";
            _bars[job].StopTask();
        }
    }

    protected override void Report(Job job, TrainingProgress progress, double share)
    {
        lock (_drawing)
        {
            if (!_bars.TryGetValue(job, out ProgressTask? bar))
            {
                _bars[job] = bar = context.AddTask($"{job}", maxValue: 1);
            }

            _all!.Increment((share - bar.Value) * job.Work);
            bar.Value = share;
            if (progress.Validation is { } validation)
            {
                bar.Description = $"{job}: epoch {progress.Epoch}, {validation.Accuracy:P2}";
            }
        }
    }
}

/// <summary>A line when a training ends, and one every tenth epoch.</summary>
internal sealed class PlainCampaignScreen(IAnsiConsole console) : CampaignScreen
{
    private const int EpochsPerLine = 10;

    private readonly Lock _writing = new();

    public override void Finished(Job job, RunResult result) => Write(
        $"{job}: {result.TestAccuracy:P2} of the test images, {result.ValidationAccuracy:P2} of the validation images in epoch "
        + $"{result.BestEpoch}, {result.TrainSeconds:N0} s");

    protected override void Report(Job job, TrainingProgress progress, double share)
    {
        if (progress.Validation is { } validation && progress.Epoch % EpochsPerLine == 0 && progress.Epoch < progress.Epochs)
        {
            Write($"{job}: epoch {progress.Epoch} of {progress.Epochs}, {validation.Accuracy:P2}; about {Remaining():h\\:mm\\:ss} to go");
        }
    }

    private void Write(string line)
    {
        lock (_writing)
        {
            console.WriteLine(line);
        }
    }
}
