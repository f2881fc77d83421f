using System.Diagnostics;
using ConvGen.Training;

namespace ConvGen.Tests.Runtime;

/// <summary>Tests with a simulated clock: consecutive steps of given durations.</summary>
public sealed class TeamTrialTests
{
    private readonly TeamTrial _trial = new();
    private long _now = 1_000_000;

    [Theory]
    [InlineData(100, 120, true)]
    [InlineData(120, 100, false)]
    [InlineData(100, 100, true)]
    public void The_faster_alternative_is_used_after_both_were_tried(int team, int alone, bool expected)
    {
        Assert.True(_trial.UsesTeam);
        Run(Milliseconds(50), team, alone);
        Assert.Equal(expected, _trial.UsesTeam);
    }

    [Fact]
    public void A_trial_takes_a_small_part_of_the_time()
    {
        Run(Milliseconds(2_000), team: 100, alone: 20);
        (int onTeam, int all) = Run(Milliseconds(2_000), team: 100, alone: 20);
        Assert.InRange(onTeam, 1, all / 50);
    }

    [Fact]
    public void An_alternative_that_becomes_faster_is_noticed_soon()
    {
        Run(Milliseconds(500), team: 100, alone: 20);
        Assert.False(_trial.UsesTeam);
        Run(Milliseconds(500), team: 15, alone: 20);
        Assert.True(_trial.UsesTeam);
    }

    [Fact]
    public void Long_steps_are_never_tried_alone()
    {
        (int onTeam, int all) = Run(Milliseconds(3_000), team: 5_000, alone: 4_000);
        Assert.Equal(all, onTeam);
    }

    [Fact]
    public void A_single_interruption_decides_nothing()
    {
        Run(Milliseconds(50), team: 100, alone: 120);
        for (int round = 0; round < 20; round++)
        {
            Run(Milliseconds(200), team: 100, alone: 120);
            Step(microseconds: 30_000);
            Run(Milliseconds(50), team: 100, alone: 120);
            Assert.True(_trial.UsesTeam);
        }
    }

    private static long Milliseconds(int count) => Stopwatch.Frequency * count / 1000;

    /// <summary>Simulates steps until the given time has passed.</summary>
    private (int OnTeam, int All) Run(long ticks, int team, int alone)
    {
        (int onTeam, int all) = (0, 0);
        for (long end = _now + ticks; _now < end; all++)
        {
            onTeam += _trial.UsesTeam ? 1 : 0;
            Step(_trial.UsesTeam ? team : alone);
        }

        return (onTeam, all);
    }

    private void Step(int microseconds)
    {
        long start = _now;
        _now += Stopwatch.Frequency / 1_000_000 * microseconds;
        _trial.Record(start, _now);
    }
}
