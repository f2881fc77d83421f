using System.Runtime.Intrinsics.X86;

namespace ConvGen.Tests.Candidates;

/// <summary>
/// The cost model against the clock. Single times mean nothing on a busy machine; the least of many short slices, taken by turns
/// with those of the other candidates, does.
/// </summary>
[Collection(nameof(AloneOnTheMachine))]
public sealed class CostModelTests
{
    private const int Rounds = 150;
    private const int Attempts = 3;
    private const double Tolerance = 1.1;

    private static readonly Lazy<CandidateKernels> s_kernels = new(() => new(ConvShapes.All));

    public static TheoryData<string> Shapes => [.. ConvShapes.All.Select(shape => shape.Name)];

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Candidates_agree(string shape)
    {
        float[] expected = s_kernels.Value.Of(shape)[0].Predict();
        float largest = expected.Max(Math.Abs);

        Assert.All(s_kernels.Value.Of(shape), candidate =>
        {
            float[] outputs = candidate.Predict();
            Assert.True(
                outputs.Zip(expected).All(pair => Math.Abs(pair.First - pair.Second) <= 1e-5f * largest), candidate.Name);
        });
    }

    /// <summary>The model counts the cycles of a core with eight lanes, and promises nothing for others.</summary>
    [Theory]
    [MemberData(nameof(Shapes))]
    public void The_chosen_candidate_is_within_a_tenth_of_the_best(string shape)
    {
        IReadOnlyList<CandidateKernel> candidates = s_kernels.Value.Of(shape);
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

            ratio = candidates[0].Weighed / candidates.Min(candidate => candidate.Weighed);
        }

        Assert.True(
            ratio <= Tolerance || !Fma.IsSupported,
            $"{shape}: the chosen candidate, named first, takes {ratio:F2} times the best one's time.\n"
            + string.Join("\n", candidates));
    }
}

/// <summary>Tests that read the clock, after all others.</summary>
[CollectionDefinition(nameof(AloneOnTheMachine), DisableParallelization = true)]
public sealed class AloneOnTheMachine;
