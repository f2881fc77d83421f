using System.Runtime.ExceptionServices;

namespace ConvGen.Threading;

/// <summary>
/// Hands the parts of one piece of work after another to whoever asks, and lets the caller wait until the last one is done.
/// Threads do not refer to the <see cref="WorkerTeam"/> but to this, so that a forgotten team can be collected.
/// </summary>
/// <remarks>Everybody spins for a moment before sleeping: between the steps of a training run only microseconds pass, while a
/// part of a step can take a millisecond, and waking a thread costs more than either.</remarks>
/// <param name="workers">How many threads share the queue, the caller included.</param>
internal sealed class WorkQueue(int workers)
{
    private readonly SpinPolicy policy = new(workers);

    private readonly object workCame = new(), workDone = new();

    // The number of the run (upper half) and how many of its parts nobody has taken yet (lower half). Taking a part is a
    // compare-and-swap of both, so that a thread that was held up can never take a part of a later run by mistake.
    private long ticket;

    private ITeamWork? work;
    private int unfinishedParts;
    private Exception? failure;

    private int sleepingWorkers;
    private int callerSleeps;
    private bool stopping;

    private bool HasParts => (uint)Volatile.Read(ref ticket) != 0;

    /// <summary>Has all parts done, some of them by the calling thread as worker 0, and throws what one of them has thrown.
    /// One caller at a time.</summary>
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

    /// <summary>The life of a worker thread: does parts as they come, until <see cref="Stop"/>.</summary>
    public void Serve(int worker)
    {
        while (WaitForParts())
        {
            DoParts(worker);
        }
    }

    /// <summary>Sends the workers home. Nothing may be running.</summary>
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
            // A full fence between this count and the look at the ticket, as between the ticket and the look at the count
            // in Run: one of the two sees the other.
            Interlocked.Increment(ref sleepingWorkers);
            while (!HasParts && !stopping)
            {
                Monitor.Wait(workCame);
            }

            Interlocked.Decrement(ref sleepingWorkers);
            return !stopping;
        }
    }

    // One part is the caller's own: waking more workers than the rest would cost time and find them nothing to do.
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
