namespace ConvGen.Generators.Planning;

/// <summary>
/// What RyuJIT compiles well, as measured on .NET 10. Every schedule is chosen within these limits, and a test reads the
/// emitted IL of many networks and holds them.
/// </summary>
internal static class JitBudget
{
    /// <summary>Twelve sums leave room for three held weights and one broadcast; eight hide the latency of an FMA.</summary>
    public const int MaxAccumulators = 12;

    /// <summary>Without held operands (loads folded into the FMA) all registers but one broadcast can accumulate.</summary>
    public const int MaxAccumulatorsWithFoldedLoads = 15;

    /// <summary>An FMA takes four cycles and two start per cycle: fewer independent sums than this leave units idle.</summary>
    public const int MinIndependentSums = 8;

    /// <summary>Longer straight-line bodies lose speed: past 1,024 tracked locals the JIT stops optimising.</summary>
    public const int MaxFusedMultiplyAddsPerLoop = 500;

    /// <summary>Tracked locals count for the whole method, so two long loops in one method share this.</summary>
    public const int MaxFusedMultiplyAddsPerMethod = 600;

    /// <summary>Methods fall to unoptimised code at about 43 KB of IL; half of that leaves a margin.</summary>
    public const int MaxIntermediateLanguageBytes = 20_000;

    /// <summary>Bodies of this length already run at the peak; longer ones only cost compile time and reading.</summary>
    public const int PreferredFusedMultiplyAddsPerBody = 60;
}
