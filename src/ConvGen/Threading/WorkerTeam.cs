namespace ConvGen.Threading;

/// <summary>A team of workers: the calling thread and, for more than one worker, persistent background threads.</summary>
internal sealed class WorkerTeam : IDisposable
{
    /// <summary>The largest number of workers of a team.</summary>
    public const int Most = 64;

    private readonly WorkQueue _queue;
    private readonly Thread[] _threads;

    /// <param name="workers">1 to <see cref="Most"/>, including the calling thread.</param>
    public WorkerTeam(int workers)
    {
        _queue = new WorkQueue(workers);
        _threads = new Thread[workers - 1];
        for (int i = 0; i < _threads.Length; i++)
        {
            _threads[i] = StartThread(_queue, worker: i + 1);
        }
    }

    /// <summary>Stops the threads of a team that was collected without being disposed; they would wait forever otherwise.</summary>
    ~WorkerTeam() => _queue.Stop();

    /// <summary>The number of workers, including the calling thread.</summary>
    public int Workers => _threads.Length + 1;

    /// <summary>Runs all parts and returns when they are done. If parts throw, rethrows one of the exceptions. Must not be
    /// called by two threads at once.</summary>
    /// <param name="work">The work to run.</param>
    /// <param name="parts">The number of parts, at least 1.</param>
    public void Run(ITeamWork work, int parts)
    {
        if (_threads.Length > 0 && parts > 1)
        {
            _queue.Run(work, parts);
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

    /// <summary>Stops the threads and waits for them. Must not be called while work is in progress.</summary>
    public void Dispose()
    {
        GC.SuppressFinalize(this);
        _queue.Stop();
        foreach (Thread thread in _threads)
        {
            thread.Join();
        }
    }

    /// <summary>Checks that a number of threads is a valid team size.</summary>
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
