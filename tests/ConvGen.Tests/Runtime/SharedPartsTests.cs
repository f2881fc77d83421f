using ConvGen.Threading;

namespace ConvGen.Tests.Runtime;

public sealed class SharedPartsTests
{
    [Fact]
    public void A_worker_takes_its_own_share_in_order_and_then_parts_of_other_shares()
    {
        var parts = new SharedParts(3);
        parts.Reset([2, 2, 5]);
        Assert.Equal([2, 3, 4, 0, 1], Take(parts, worker: 2));
        parts.Reset([2, 2, 5]);
        Assert.Equal([2, 3, 4, 0, 1], Take(parts, worker: 1));
        parts.Reset([2, 2, 5]);
        Assert.Equal([0, 1, 2, 3, 4], Take(parts, worker: 0));
        Assert.Empty(Take(parts, worker: 1));
    }

    [Fact]
    public void Every_part_is_taken_once_by_any_number_of_threads()
    {
        const int Workers = 4, Parts = 1000;
        var parts = new SharedParts(Workers);
        for (int round = 0; round < 20; round++)
        {
            parts.Reset([250, 250, 900, Parts]);
            int[] takers = new int[Parts];
            Parallel.For(0, Workers, new ParallelOptions { MaxDegreeOfParallelism = Workers }, worker =>
            {
                while (parts.TryTake(worker, out int part))
                {
                    Interlocked.Increment(ref takers[part]);
                }
            });
            Assert.All(takers, taken => Assert.Equal(1, taken));
        }
    }

    private static List<int> Take(SharedParts parts, int worker)
    {
        List<int> taken = [];
        while (parts.TryTake(worker, out int part))
        {
            taken.Add(part);
        }

        return taken;
    }
}
