namespace ConvGen.Threading;

/// <summary>The calling thread and, for more than one worker, persistent background threads beside it.</summary>
internal sealed class WorkerTeam : IDisposable
{
    /// <summary>The most workers of a team.</summary>
    public const int Most = 64;

    private readonly WorkQueue queue;
    private readonly Thread[] threads;

    /// <param name="workers">1 to <see cref="Most"/>, the calling thread included.</param>
    public WorkerTeam(int workers)
    {
        queue = new WorkQueue(workers);
        threads = new Thread[workers - 1];
        for (int i = 0; i < threads.Length; i++)
        {
            threads[i] = StartThread(queue, worker: i + 1);
        }
    }

    /// <summary>A team that nobody disposed is collected like any object; then its threads must not wait for ever.</summary>
    ~WorkerTeam() => queue.Stop();

    /// <summary>The calling thread and those beside it.</summary>
    public int Workers => threads.Length + 1;

    /// <summary>Has all parts done and returns when they are; throws what one of them has thrown. One caller at a time.</summary>
    /// <param name="work">What to do.</param>
    /// <param name="parts">At least 1.</param>
    public void Run(ITeamWork work, int parts)
    {
        if (threads.Length > 0 && parts > 1)
        {
            queue.Run(work, parts);
        }
        else
        {
            for (int part = 0; part < parts; part++)
            {
                work.Run(worker: 0, part);
            }
        }

        GC.KeepAlive(this);
    }

    /// <summary>Ends the threads and waits for them. Nothing may be running.</summary>
    public void Dispose()
    {
        GC.SuppressFinalize(this);
        queue.Stop();
        foreach (Thread thread in threads)
        {
            thread.Join();
        }
    }

    /// <summary>Holds that a number of threads can be a team's size.</summary>
    public static int CheckSize(int threads, string argument) =>
        threads is >= 1 and <= Most
            ? threads
            : throw new ArgumentOutOfRangeException(argument, threads, $"{argument} must be 1 to {Most}.");

    // Static, so that the thread refers to the queue and not to the team.
    private static Thread StartThread(WorkQueue queue, int worker)
    {
        var thread = new Thread(() => queue.Serve(worker)) { IsBackground = true, Name = $"ConvGen worker {worker}" };
        thread.Start();
        return thread;
    }
}
