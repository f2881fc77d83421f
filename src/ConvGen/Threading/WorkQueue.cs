using System.Runtime.ExceptionServices;

namespace ConvGen.Threading;

/// <summary>
/// Distributes the parts of one run after another to worker threads, and lets the caller wait until all are done. Threads refer
/// to this object and not to the <see cref="WorkerTeam"/>, so that an abandoned team can be collected.
/// </summary>
/// <remarks>Threads spin for a while before sleeping: only microseconds pass between the steps of a training, and waking a
/// thread takes longer.</remarks>
/// <param name="workers">The number of threads that share the queue, including the caller.</param>
internal sealed class WorkQueue(int workers)
{
    private readonly SpinPolicy _policy = new(workers);

    private readonly object _workCame = new(), _workDone = new();

    // The number of the run (upper half) and the number of its parts that have not been taken (lower half). Taking a part
    // compares and swaps both, so that a delayed thread cannot take a part of a later run by mistake.
    private long _ticket;

    private ITeamWork? _work;
    private int _unfinishedParts;
    private Exception? _failure;

    private int _sleepingWorkers;
    private int _callerSleeps;
    private bool _stopping;

    private bool HasParts => (uint)Volatile.Read(ref _ticket) != 0;

    /// <summary>Runs all parts, on the calling thread as worker 0 and on the other workers. If parts throw, rethrows one of the
    /// exceptions. Must not be called by two threads at once.</summary>
    public void Run(ITeamWork newWork, int parts)
    {
        _work = newWork;
        _failure = null;
        _unfinishedParts = parts;
        long run = (_ticket >> 32) + 1;
        Interlocked.Exchange(ref _ticket, run << 32 | (uint)parts);
        WakeWorkers(most: parts - 1);

        DoParts(worker: 0);
        WaitUntilDone();
        _work = null;
        if (_failure is not null)
        {
            ExceptionDispatchInfo.Throw(_failure);
        }
    }

    /// <summary>The loop of a worker thread: runs parts until <see cref="Stop"/>.</summary>
    public void Serve(int worker)
    {
        while (WaitForParts())
        {
            DoParts(worker);
        }
    }

    /// <summary>Stops all worker threads. Must not be called while work is in progress.</summary>
    public void Stop()
    {
        lock (_workCame)
        {
            Volatile.Write(ref _stopping, true);
            Monitor.PulseAll(_workCame);
        }
    }

    private void DoParts(int worker)
    {
        while (TryTake(out int part))
        {
            try
            {
                _work!.Run(worker, part);
            }
            catch (Exception exception)
            {
                Interlocked.CompareExchange(ref _failure, exception, null);
            }

            if (Interlocked.Decrement(ref _unfinishedParts) == 0)
            {
                WakeCaller();
            }
        }
    }

    private bool TryTake(out int part)
    {
        while (true)
        {
            long seen = Volatile.Read(ref _ticket);
            part = (int)(uint)seen - 1;
            if (part < 0)
            {
                return false;
            }

            if (Interlocked.CompareExchange(ref _ticket, seen - 1, seen) == seen)
            {
                return true;
            }
        }
    }

    private bool WaitForParts()
    {
        long until = SpinPolicy.Until();
        do
        {
            if (HasParts)
            {
                return true;
            }

            _policy.Spin();
        }
        while (!Volatile.Read(ref _stopping) && !SpinPolicy.IsOver(until));

        lock (_workCame)
        {
            // A full fence between writing this count and reading the ticket, as in Run between writing the ticket and reading
            // the count: at least one of the two threads sees the other's write.
            Interlocked.Increment(ref _sleepingWorkers);
            while (!HasParts && !_stopping)
            {
                Monitor.Wait(_workCame);
            }

            Interlocked.Decrement(ref _sleepingWorkers);
            return !_stopping;
        }
    }

    // The caller takes one part itself: waking more workers than the remaining parts would only cost time.
    private void WakeWorkers(int most)
    {
        int sleeping = Volatile.Read(ref _sleepingWorkers);
        if (sleeping > 0)
        {
            lock (_workCame)
            {
                for (int i = Math.Min(sleeping, most); i > 0; i--)
                {
                    Monitor.Pulse(_workCame);
                }
            }
        }
    }

    private void WaitUntilDone()
    {
        long until = SpinPolicy.Until();
        do
        {
            if (Volatile.Read(ref _unfinishedParts) == 0)
            {
                return;
            }

            _policy.Spin();
        }
        while (!SpinPolicy.IsOver(until));

        lock (_workDone)
        {
            Interlocked.Exchange(ref _callerSleeps, 1);
            while (Volatile.Read(ref _unfinishedParts) != 0)
            {
                Monitor.Wait(_workDone);
            }

            _callerSleeps = 0;
        }
    }

    private void WakeCaller()
    {
        if (Volatile.Read(ref _callerSleeps) != 0)
        {
            lock (_workDone)
            {
                Monitor.PulseAll(_workDone);
            }
        }
    }
}
