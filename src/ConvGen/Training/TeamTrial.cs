using System.Diagnostics;

namespace ConvGen.Training;

/// <summary>
/// Finds out by trying whether short steps are faster on the whole team or on the calling thread alone. Both give the same
/// result, bit for bit. What a team costs is moving gradients and parameters between the caches of its cores, and that depends
/// on where these cores lie: on one virtual machine a line took 6 nanoseconds in one minute and 25 in the next.
/// </summary>
internal sealed class TeamTrial
{
    /// <summary>Steps that are timed on either side; their median counts.</summary>
    private const int Steps = 7;

    /// <summary>Steps that move the data to where they will be used from now on.</summary>
    private const int WarmUpSteps = 2;

    /// <summary>200 microseconds, in which a sleeping worker wakes up.</summary>
    private static readonly long WarmUp = Stopwatch.Frequency / 5_000;

    /// <summary>Steps of more than 2 milliseconds are worth the team in any case.</summary>
    private static readonly long LongStep = Stopwatch.Frequency / 500;

    /// <summary>A fifth of a second from one trial to the next, so that trials cost less than they can win.</summary>
    private static readonly long Interval = Stopwatch.Frequency / 5;

    private readonly long[] times = new long[Steps];
    private int timed;
    private int warmed;
    private long warmUntil;
    private long restUntil;

    // The median of the side in use, while the other one is tried; zero before.
    private long present;

    /// <summary>How the next step should run.</summary>
    public bool UsesTeam { get; private set; } = true;

    /// <summary>Takes note of a step that ran as <see cref="UsesTeam"/> said.</summary>
    /// <param name="start">Its beginning, as <see cref="Stopwatch.GetTimestamp"/> gave it.</param>
    /// <param name="end">Its end.</param>
    public void Took(long start, long end)
    {
        if (end < restUntil || IsWarmingUp(end))
        {
            return;
        }

        Insert(end - start);
        if (timed == Steps)
        {
            Compare(times[Steps / 2], end);
        }
    }

    // Keeps the times sorted. A sort of the library would allocate a comparer, and steps allocate nothing.
    private void Insert(long time)
    {
        int place = timed++;
        for (; place > 0 && times[place - 1] > time; place--)
        {
            times[place] = times[place - 1];
        }

        times[place] = time;
    }

    private bool IsWarmingUp(long now)
    {
        if (warmed == 0)
        {
            warmUntil = now + WarmUp;
        }

        // Counting stops here: what comes after has been warm for long.
        bool isWarm = warmed > WarmUpSteps && now >= warmUntil;
        warmed = isWarm ? warmed : Math.Min(warmed + 1, WarmUpSteps + 1);
        return !isWarm;
    }

    private void Compare(long median, long now)
    {
        timed = warmed = 0;
        if (median > LongStep)
        {
            UsesTeam = true;
            Rest(now);
        }
        else if (present == 0)
        {
            present = median;
            UsesTeam = !UsesTeam;
        }
        else
        {
            // A draw goes to the side that was in use.
            UsesTeam ^= median >= present;
            Rest(now);
        }
    }

    private void Rest(long now)
    {
        present = 0;
        restUntil = now + Interval;
    }
}
