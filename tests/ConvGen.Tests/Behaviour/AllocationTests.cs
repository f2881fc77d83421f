namespace ConvGen.Tests.Behaviour;

/// <summary>After the first call, steps and predictions allocate nothing.</summary>
[Trait("Category", "Process")]
public sealed class AllocationTests
{
    /// <summary>Uses a separate process, because other threads of the test host allocate memory.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Ten_thousand_calls_allocate_nothing(int threads) =>
        Assert.Equal(
            [
                "Step: 0", "Predict: 0", "Classify: 0", "Backpropagate: 0", "Ensemble.Predict: 0",
                "Ensemble.Vote: 0", "Steps of Fit: 0", "Step with all options: 0",
            ],
            ProbeProcess.Ask("allocations", threads).Split(Environment.NewLine));
}
