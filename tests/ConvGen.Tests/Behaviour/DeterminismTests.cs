using ConvGen.Tests.Probe;

namespace ConvGen.Tests.Behaviour;

/// <summary>The same seed gives the same weights, bit for bit, on every machine and for every number of
/// threads.</summary>
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

    /// <summary>Runs in another process, with older instruction sets, and with other JIT settings. (.ci/run tests a program compiled
    /// ahead of time.)</summary>
    [Theory]
    [InlineData(null)]
    [InlineData("EnableAVX2")]
    [InlineData("EnableAVX512")]
    [InlineData("EnableHWIntrinsic")]
    [InlineData("EnableFMA")]
    [InlineData("TieredCompilation")]
    [InlineData("TieredPGO")]
    [InlineData("TC_QuickJitForLoops")]
    public void Weights_do_not_depend_on_instruction_sets_and_JIT_settings(string? setting) =>
        Assert.Equal(OneThread, ProbeProcess.Ask("hash", threads: 2, switchedOff: setting));
}
