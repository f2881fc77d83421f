namespace ConvGen.Generators.Planning.Targets;

/// <summary>
/// Limits within which RyuJIT compiles well, measured on .NET 10. Every schedule observes them, and a test checks them in the emitted IL
/// of many networks. Limits that depend on the registers are part of <see cref="Target"/>.
/// </summary>
/// <remarks>On Arm64 the JIT also stops inlining in a method with 512 local variables, of which each operation of a
/// vector of 256 bits takes about four: benchmarks/HowFast.md. Schedules do not count them; the step arm64 of .ci/run reads the machine
/// code instead.</remarks>
internal static class JitBudget
{
    /// <summary>The longest straight-line loop body. Longer ones are slower: above 1,024 tracked locals the JIT stops
    /// optimising.</summary>
    public const int MaxFusedMultiplyAddsPerLoop = 500;

    /// <summary>The limit for all loop bodies of a method together, because tracked locals are counted per method.</summary>
    public const int MaxFusedMultiplyAddsPerMethod = 600;

    /// <summary>The limit for the IL of a method. The JIT does not optimise methods above about 43 KB; half of that leaves a
    /// margin.</summary>
    public const int MaxIntermediateLanguageBytes = 20_000;

    /// <summary>The length at which loop bodies reach full speed. Longer ones only take more time to compile and to read.</summary>
    public const int PreferredFusedMultiplyAddsPerBody = 60;

    /// <summary>The same for WebAssembly's interpreter, where a body of 40 takes 3.5 times as long as a loop over 8: it probably compiles
    /// only the start of a long body.</summary>
    public const int PreferredMultiplyAddsPerInterpretedBody = 16;
}
