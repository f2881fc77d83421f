using ConvGen.Generators.Planning.Targets;
using ConvGen.Tests.Matrix;

namespace ConvGen.Tests.Budget;

/// <summary>No generated method exceeds the limits of the JIT's optimiser; beyond them the JIT silently produces code
/// that is ten times slower. The tests inspect emitted assemblies instead of the generator's own estimate.</summary>
[Trait("Category", "Slow")]
public sealed class JitBudgetTests
{
    private static readonly IReadOnlyList<MethodBody> Methods = MethodBody.ReadAll(NetworkMatrix.Batch.Image);

    [Fact]
    public void No_method_is_larger_than_the_JIT_optimises() =>
        AssertWithin(JitBudget.MaxIntermediateLanguageBytes, method => method.Bytes);

    [Fact]
    public void No_method_multiplies_more_than_the_JIT_tracks() =>
        AssertWithin(JitBudget.MaxFusedMultiplyAddsPerMethod, method => method.FusedMultiplyAdds);

    [Fact]
    public void No_loop_multiplies_more_than_the_JIT_tracks() =>
        AssertWithin(JitBudget.MaxFusedMultiplyAddsPerLoop, method => method.MostInOneLoop);

    /// <summary>Checks that methods come close to the limits; otherwise the other tests could pass with a wrong
    /// analysis of the assembly.</summary>
    [Fact]
    public void Kernels_are_found_and_unrolled()
    {
        Assert.True(Methods.Count(method => method.FusedMultiplyAdds > 0) > NetworkMatrix.Cases.Count, "Kernels are missing.");
        Assert.Contains(Methods, method => method.MostInOneLoop >= 8);
    }

    private static void AssertWithin(int limit, Func<MethodBody, int> measure)
    {
        string[] beyond =
            [.. Methods.Where(method => measure(method) > limit).Select(method => $"{method.Name}: {measure(method)}").Take(20)];
        Assert.True(beyond.Length == 0, $"Beyond {limit}:\n{string.Join("\n", beyond)}");
    }
}
