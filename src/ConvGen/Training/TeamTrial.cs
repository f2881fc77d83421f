using System.Diagnostics;

namespace ConvGen.Training;

/// <summary>
/// Measures whether short steps are faster on the whole team or on the calling thread alone. Both give the same result, bit for
/// bit. The cost of a team is moving gradients and parameters between the caches of its cores, which depends on the placement
/// of these cores: on one virtual machine a cache line took 6 nanoseconds in one minute and 25 in the next.
/// </summary>
internal sealed class TeamTrial
{
    /// <summary>The number of steps timed for each alternative, whose medians are compared.</summary>
    private const int Steps = 7;

    /// <summary>Steps that warm up the caches after a switch; not timed.</summary>
    private const int WarmUpSteps = 2;

    /// <summary>The minimum warm-up: 200 microseconds, enough for a sleeping worker to wake up.</summary>
    private static readonly long WarmUp = Stopwatch.Frequency / 5_000;

    /// <summary>Steps of more than 2 milliseconds always use the team.</summary>
    private static readonly long LongStep = Stopwatch.Frequency / 500;

    /// <summary>The time between trials: a fifth of a second, so that trials cost less than they can gain.</summary>
    private static readonly long Interval = Stopwatch.Frequency / 5;

    private readonly long[] _times = new long[Steps];
    private int _timed;
    private int _warmed;
    private long _warmUntil;
    private long _restUntil;

    // The median of the current alternative while the other one is tried; otherwise zero.
    private long _present;

    /// <summary>Whether the next step should use the team.</summary>
    public bool UsesTeam { get; private set; } = true;

    /// <summary>Records the time of a step that ran on the team if <see cref="UsesTeam"/> was true, otherwise on one thread.</summary>
    /// <param name="start">The <see cref="Stopwatch"/> timestamp of its start.</param>
    /// <param name="end">The timestamp of its end.</param>
    public void Record(long start, long end)
    {
        if (end < _restUntil || IsWarmingUp(end))
        {
            return;
        }

        Insert(end - start);
        if (_timed == Steps)
        {
            Compare(_times[Steps / 2], end);
        }
    }

    // Keeps the times sorted. A sort of the library would allocate a comparer, and steps allocate nothing.
    private void Insert(long time)
    {
        int place = _timed++;
        for (; place > 0 && _times[place - 1] > time; place--)
        {
            _times[place] = _times[place - 1];
        }

        _times[place] = time;
    }

    private bool IsWarmingUp(long now)
    {
        if (_warmed == 0)
        {
            _warmUntil = now + WarmUp;
        }

        // The counter stops here: later steps are warm anyway.
        bool isWarm = _warmed > WarmUpSteps && now >= _warmUntil;
        _warmed = isWarm ? _warmed : Math.Min(_warmed + 1, WarmUpSteps + 1);
        return !isWarm;
    }

    private void Compare(long median, long now)
    {
        _timed = _warmed = 0;
        if (median > LongStep)
        {
            UsesTeam = true;
            Rest(now);
        }
        else if (_present == 0)
        {
            _present = median;
            UsesTeam = !UsesTeam;
        }
        else
        {
            // On a tie, the original alternative is kept.
            UsesTeam ^= median >= _present;
            Rest(now);
        }
    }

    private void Rest(long now)
    {
        _present = 0;
        _restUntil = now + Interval;
    }
}
