using System.Runtime.Intrinsics.X86;

namespace ConvGen.Tests.Candidates;

/// <summary>
/// The cost model against the clock. Single times mean nothing on a busy machine; the least of many short slices, taken by turns
/// with those of the other candidates, does.
/// </summary>
internal static class Contest
{
    private const int Rounds = 150;
    private const int Attempts = 3;
    private const double Tolerance = 1.1;

    /// <summary>All candidates compute the same, but for rounding.</summary>
    public static void AssertAgreement(IReadOnlyList<CandidateKernel> candidates)
    {
        // The next call may overwrite what the last one has returned.
        float[][] expected = [.. candidates[0].Compute().Select(values => values.ToArray())];
        Assert.All(candidates, candidate => Assert.All(expected.Zip(candidate.Compute()), tensor =>
        {
            float largest = tensor.First.Max(Math.Abs);
            Assert.True(
                tensor.First.Zip(tensor.Second).All(pair => Math.Abs(pair.First - pair.Second) <= 1e-5f * largest),
                candidate.Name);
        }));
    }

    /// <summary>The model counts the cycles of a core with eight lanes, and promises nothing for others.</summary>
    public static void AssertChosenWell(string shape, IReadOnlyList<CandidateKernel> candidates)
    {
        foreach (CandidateKernel candidate in candidates)
        {
            candidate.Prepare();
        }

        double ratio = double.PositiveInfinity;
        for (int attempt = 0; attempt < Attempts && ratio > Tolerance; attempt++)
        {
            for (int round = 0; round < Rounds; round++)
            {
                foreach (CandidateKernel candidate in candidates)
                {
                    candidate.TimeSlice();
                }
            }

            // The time of a kernel is a difference of two: one that is not positive has measured nothing.
            Assert.All(candidates, candidate => Assert.True(candidate.Seconds > 0, $"{shape}: {candidate}"));
            ratio = candidates[0].Weighed / candidates.Min(candidate => candidate.Weighed);
        }

        Assert.True(
            ratio <= Tolerance || !Fma.IsSupported,
            $"{shape}: the chosen candidate, named first, takes {ratio:F2} times the best one's time.\n"
            + string.Join("\n", candidates));
    }
}

/// <summary>Tests that read the clock or watch the whole process, after all others.</summary>
[CollectionDefinition(nameof(AloneOnTheMachine), DisableParallelization = true)]
public sealed class AloneOnTheMachine;
