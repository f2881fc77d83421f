using System.Runtime.Intrinsics.X86;
using ConvGen.Tests.Probe;

namespace ConvGen.Tests.Behaviour;

/// <summary>The same seed gives the same weights, bit for bit, for every number of threads, and on every machine with a fused
/// multiply-add. Machines without one round differently, but all alike.</summary>
[Trait("Category", "Process")]
public sealed class DeterminismTests
{
    private static readonly string OneThread = WeightHash.AfterTraining(threads: 1);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public void Weights_do_not_depend_on_the_number_of_threads(int threads) =>
        Assert.Equal(OneThread, WeightHash.AfterTraining(threads));

    /// <summary>Runs in another process, without AVX-512, and with other JIT settings. (.ci/run tests a program compiled ahead of
    /// time.)</summary>
    [Theory]
    [InlineData(null)]
    [InlineData("EnableAVX512")]
    [InlineData("TieredCompilation")]
    [InlineData("TieredPGO")]
    [InlineData("TC_QuickJitForLoops")]
    public void Weights_do_not_depend_on_instruction_sets_and_JIT_settings(string? setting) =>
        Assert.Equal(OneThread, ProbeProcess.Ask("hash", threads: 2, switchedOff: setting));

    [Fact]
    public void Weights_without_fused_multiply_add_do_not_depend_on_instruction_sets_and_threads()
    {
        string[] hashes =
        [
            .. new[] { "EnableAVX2", "EnableAVX", "EnableHWIntrinsic" }.Select((setting, i) =>
                ProbeProcess.Ask("hash", threads: i + 1, switchedOff: setting)),
        ];
        Assert.Single(hashes.Distinct());

        // The settings took effect: .NET counts fused multiply-add among the instructions of AVX2.
        Assert.Equal(Fma.IsSupported, hashes[0] != OneThread);
    }
}
