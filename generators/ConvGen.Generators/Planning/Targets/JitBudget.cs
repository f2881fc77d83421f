namespace ConvGen.Generators.Planning.Targets;

/// <summary>
/// What RyuJIT compiles well, as measured on .NET 10. Every schedule is chosen within these limits, and a test reads the
/// emitted IL of many networks and holds them. Limits that depend on the registers belong to a <see cref="Target"/>.
/// </summary>
internal static class JitBudget
{
    /// <summary>Longer straight-line bodies lose speed: past 1,024 tracked locals the JIT stops optimising.</summary>
    public const int MaxFusedMultiplyAddsPerLoop = 500;

    /// <summary>Tracked locals count for the whole method, so two long loops in one method share this.</summary>
    public const int MaxFusedMultiplyAddsPerMethod = 600;

    /// <summary>Methods fall to unoptimised code at about 43 KB of IL; half of that leaves a margin.</summary>
    public const int MaxIntermediateLanguageBytes = 20_000;

    /// <summary>Bodies of this length already run at the peak; longer ones only cost compile time and reading.</summary>
    public const int PreferredFusedMultiplyAddsPerBody = 60;
}
