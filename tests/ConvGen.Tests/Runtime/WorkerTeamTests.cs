using ConvGen.Threading;

namespace ConvGen.Tests.Runtime;

public sealed class WorkerTeamTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    public void Every_part_of_every_run_is_executed_exactly_once(int workers)
    {
        using var team = new WorkerTeam(workers);
        var work = new CountingWork(parts: 13, workers);
        const int Runs = 2000;
        for (int run = 1; run <= Runs; run++)
        {
            team.Run(work, 13);
            Assert.Equal(13 * run, work.Done);
        }

        Assert.All(work.Counts, count => Assert.Equal(Runs, count));
        Assert.False(work.Overlapped);
    }

    [Fact]
    public void Sleeping_workers_wake_up()
    {
        using var team = new WorkerTeam(3);
        using var barrier = new Barrier(participantCount: 3);
        var together = new BarrierWork(barrier);
        for (int run = 0; run < 20; run++)
        {
            // Longer than the spin time, so that the workers sleep; the barrier opens only if all three wake up.
            Thread.Sleep(5);
            team.Run(together, 3);
        }

        Assert.Equal(20, barrier.CurrentPhaseNumber);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void A_workers_exception_reaches_the_caller_and_the_team_keeps_working(int workers)
    {
        using var team = new WorkerTeam(workers);
        var failing = new FailingWork(failingPart: 5);
        InvalidOperationException exception = Assert.Throws<InvalidOperationException>(() => team.Run(failing, 8));
        Assert.Equal("Part 5 failed.", exception.Message);
        var work = new CountingWork(parts: 8, workers);
        team.Run(work, 8);
        Assert.Equal(8, work.Done);
    }

    [Fact]
    public void One_worker_starts_no_thread()
    {
        using var team = new WorkerTeam(1);
        var work = new ThreadWork();
        team.Run(work, 4);
        Assert.Equal([Environment.CurrentManagedThreadId], work.Threads.Distinct());
    }

    [Fact]
    public void Dispose_ends_the_threads()
    {
        var team = new WorkerTeam(3);
        var work = new ThreadWork();
        team.Run(work, 50);
        team.Dispose();
        Assert.All(work.Workers.Where(thread => thread != Thread.CurrentThread), thread => Assert.False(thread.IsAlive));
    }

    [Fact]
    public void The_threads_of_a_collected_team_end()
    {
        List<Thread> threads = ForgetATeam();
        for (int attempt = 0; attempt < 50 && threads.Exists(thread => thread.IsAlive); attempt++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            Thread.Sleep(10);
        }

        Assert.Equal(2, threads.Count);
        Assert.All(threads, thread => Assert.False(thread.IsAlive));
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static List<Thread> ForgetATeam()
    {
        var team = new WorkerTeam(3);
        using var barrier = new Barrier(participantCount: 3);
        var work = new BarrierWork(barrier);
        team.Run(work, 3);
        return [.. work.Threads.Where(thread => thread != Thread.CurrentThread)];
    }

    private sealed class CountingWork(int parts, int workers) : ITeamWork
    {
        private readonly int[] _busy = new int[workers];
        private int _done;

        public int[] Counts { get; } = new int[parts];

        public int Done => _done;

        /// <summary>Whether two threads acted as the same worker at the same time.</summary>
        public bool Overlapped { get; private set; }

        public void Run(int worker, int part)
        {
            Overlapped |= Interlocked.Exchange(ref _busy[worker], 1) != 0;
            Interlocked.Increment(ref Counts[part]);
            Interlocked.Increment(ref _done);
            Interlocked.Exchange(ref _busy[worker], 0);
        }
    }

    /// <summary>Parts that wait for each other, so that each needs its own worker.</summary>
    private sealed class BarrierWork(Barrier barrier) : ITeamWork
    {
        public System.Collections.Concurrent.ConcurrentBag<Thread> Threads { get; } = [];

        public void Run(int worker, int part)
        {
            Threads.Add(Thread.CurrentThread);
            Assert.True(barrier.SignalAndWait(TimeSpan.FromSeconds(30)));
        }
    }

    private sealed class FailingWork(int failingPart) : ITeamWork
    {
        public void Run(int worker, int part)
        {
            if (part == failingPart)
            {
                throw new InvalidOperationException($"Part {part} failed.");
            }
        }
    }

    private sealed class ThreadWork : ITeamWork
    {
        public System.Collections.Concurrent.ConcurrentBag<Thread> Workers { get; } = [];

        public IEnumerable<int> Threads => Workers.Select(thread => thread.ManagedThreadId);

        public void Run(int worker, int part)
        {
            Workers.Add(Thread.CurrentThread);
            Thread.Sleep(1);
        }
    }
}
