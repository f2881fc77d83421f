using System.Diagnostics;
using System.Runtime.Intrinsics.X86;
using ConvGen.Tests.Compilation;

namespace ConvGen.Tests.Candidates;

/// <summary>Compares the cost model with measured times. Single times are meaningless on a busy machine; the minimum
/// of many short turns, alternating with the other candidates, is reliable.</summary>
internal static class Contest
{
    private const int Rounds = 150;
    private const double Tolerance = 1.1;

    /// <summary>Other tests may load the machine for seconds: a choice counts as bad only if it stays bad for this
    /// time.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <summary>Asserts that all candidates give the same results, except for rounding.</summary>
    public static void AssertAgreement(IReadOnlyList<CandidateKernel> candidates)
    {
        // The next call may overwrite the result of the last one.
        float[][] expected = [.. candidates[0].Compute().Select(values => values.ToArray())];
        Assert.All(candidates, candidate => Assert.All(expected.Zip(candidate.Compute()), tensor =>
        {
            float largest = tensor.First.Max(Math.Abs);
            Assert.True(
                tensor.First.Zip(tensor.Second).All(pair => Math.Abs(pair.First - pair.Second) <= 1e-5f * largest),
                candidate.Name);
        }));
    }

    /// <summary>Asserts that the choice is good. Only the costs of 256 bits were compared with measured times, on
    /// cores with FMA.</summary>
    public static void AssertChosenWell(string shape, IReadOnlyList<CandidateKernel> candidates)
    {
        if (!Fma.IsSupported || !TestedWidth.Is256)
        {
            return;
        }

        foreach (CandidateKernel candidate in candidates)
        {
            candidate.Prepare();
        }

        double ratio = TimeByTurns(candidates);
        for (var watch = Stopwatch.StartNew(); ratio > Tolerance && watch.Elapsed < Patience;)
        {
            Thread.Sleep(Pause);
            ratio = TimeByTurns(candidates);
        }

        // The time of a kernel is the difference of two times; it is invalid if it is not positive.
        Assert.All(candidates, candidate => Assert.True(candidate.Seconds > 0, $"{shape}: {candidate}"));
        Assert.True(
            ratio <= Tolerance,
            $"{shape}: the chosen candidate, named first, takes {ratio:F2} times the best one's time.\n"
            + string.Join("\n", candidates));
    }

    /// <summary>
    /// The minimum time of the first candidate, relative to the best one. Infinite while a time is not positive.
    /// </summary>
    private static double TimeByTurns(IReadOnlyList<CandidateKernel> candidates)
    {
        for (int round = 0; round < Rounds; round++)
        {
            foreach (CandidateKernel candidate in candidates)
            {
                candidate.TimeSlice();
            }
        }

        double best = candidates.Min(candidate => candidate.Weighed);
        return best > 0 ? candidates[0].Weighed / best : double.PositiveInfinity;
    }
}

/// <summary>Tests that measure time or the whole process, and run after all others.</summary>
[CollectionDefinition(nameof(AloneOnTheMachine), DisableParallelization = true)]
public sealed class AloneOnTheMachine;
