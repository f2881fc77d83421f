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
    private readonly SpinPolicy policy = new(workers);

    private readonly object workCame = new(), workDone = new();

    // The number of the run (upper half) and the number of its parts that have not been taken (lower half). Taking a part
    // compares and swaps both, so that a delayed thread cannot take a part of a later run by mistake.
    private long ticket;

    private ITeamWork? work;
    private int unfinishedParts;
    private Exception? failure;

    private int sleepingWorkers;
    private int callerSleeps;
    private bool stopping;

    private bool HasParts => (uint)Volatile.Read(ref ticket) != 0;

    /// <summary>Runs all parts, on the calling thread as worker 0 and on the other workers. If parts throw, rethrows one of the
    /// exceptions. Must not be called by two threads at once.</summary>
    public void Run(ITeamWork newWork, int parts)
    {
        work = newWork;
        failure = null;
        unfinishedParts = parts;
        long run = (ticket >> 32) + 1;
        Interlocked.Exchange(ref ticket, run << 32 | (uint)parts);
        WakeWorkers(most: parts - 1);

        DoParts(worker: 0);
        WaitUntilDone();
        work = null;
        if (failure is not null)
        {
            ExceptionDispatchInfo.Throw(failure);
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
        lock (workCame)
        {
            Volatile.Write(ref stopping, true);
            Monitor.PulseAll(workCame);
        }
    }

    private void DoParts(int worker)
    {
        while (TryTake(out int part))
        {
            try
            {
                work!.Run(worker, part);
            }
            catch (Exception exception)
            {
                Interlocked.CompareExchange(ref failure, exception, null);
            }

            if (Interlocked.Decrement(ref unfinishedParts) == 0)
            {
                WakeCaller();
            }
        }
    }

    private bool TryTake(out int part)
    {
        while (true)
        {
            long seen = Volatile.Read(ref ticket);
            part = (int)(uint)seen - 1;
            if (part < 0)
            {
                return false;
            }

            if (Interlocked.CompareExchange(ref ticket, seen - 1, seen) == seen)
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

            policy.Spin();
        }
        while (!Volatile.Read(ref stopping) && !SpinPolicy.IsOver(until));

        lock (workCame)
        {
            // A full fence between writing this count and reading the ticket, as in Run between writing the ticket and reading
            // the count: at least one of the two threads sees the other's write.
            Interlocked.Increment(ref sleepingWorkers);
            while (!HasParts && !stopping)
            {
                Monitor.Wait(workCame);
            }

            Interlocked.Decrement(ref sleepingWorkers);
            return !stopping;
        }
    }

    // The caller takes one part itself: waking more workers than the remaining parts would only cost time.
    private void WakeWorkers(int most)
    {
        int sleeping = Volatile.Read(ref sleepingWorkers);
        if (sleeping > 0)
        {
            lock (workCame)
            {
                for (int i = Math.Min(sleeping, most); i > 0; i--)
                {
                    Monitor.Pulse(workCame);
                }
            }
        }
    }

    private void WaitUntilDone()
    {
        long until = SpinPolicy.Until();
        do
        {
            if (Volatile.Read(ref unfinishedParts) == 0)
            {
                return;
            }

            policy.Spin();
        }
        while (!SpinPolicy.IsOver(until));

        lock (workDone)
        {
            Interlocked.Exchange(ref callerSleeps, 1);
            while (Volatile.Read(ref unfinishedParts) != 0)
            {
                Monitor.Wait(workDone);
            }

            callerSleeps = 0;
        }
    }

    private void WakeCaller()
    {
        if (Volatile.Read(ref callerSleeps) != 0)
        {
            lock (workDone)
            {
                Monitor.PulseAll(workDone);
            }
        }
    }
}
