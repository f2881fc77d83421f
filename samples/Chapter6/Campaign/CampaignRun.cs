using System.Collections.Concurrent;
using Chapter6.Output;
using Chapter6.Rows;

namespace Chapter6.Campaign;

/// <summary>Runs several jobs at the same time: a step of ten images is too short to be shared among threads, but whole
/// trainings can run in parallel.</summary>
internal sealed class CampaignRun(ChapterImages images, ResultsFile results, int parallel)
{
    /// <summary>Runs all jobs that have no result yet, the longest first, so that all cores stay busy to the
    /// end.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled; what was finished is in the results.</exception>
    /// <exception cref="AggregateException">A training failed.</exception>
    public void Do(IEnumerable<Job> jobs, CampaignScreen screen, CancellationToken cancellation)
    {
        Job[] open = [.. jobs.Where(IsOpen).OrderByDescending(job => job.Work)];
        screen.Begin(open);
        var queue = new ConcurrentQueue<Job>(open);
        Task[] workers =
        [
            .. Enumerable.Range(0, Math.Min(parallel, open.Length)).Select(_ => Task.Factory.StartNew(
                () => Work(queue, screen, cancellation), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)),
        ];
        Task.WaitAll(workers, CancellationToken.None);
        cancellation.ThrowIfCancellationRequested();
    }

    private bool IsOpen(Job job) => results.Of(job.Row.Name, job.Epochs).All(result => result.Seed != job.Seed);

    private void Work(ConcurrentQueue<Job> queue, CampaignScreen screen, CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested && queue.TryDequeue(out Job? job))
        {
            try
            {
                string checkpoint = results.CheckpointOf(job);
                TrainedNetwork trained = job.Row.Train(
                    images, job.Seed, job.Epochs, checkpoint, screen.Progress(job), cancellation);
                results.Append(trained.Result, trained.Save);
                File.Delete(checkpoint);
                screen.Finished(job, trained.Result);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }
}
