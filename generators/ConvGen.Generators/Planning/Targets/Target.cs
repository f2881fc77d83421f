using System.Globalization;

namespace ConvGen.Generators.Planning.Targets;

/// <summary>
/// The kind of processor that a network is planned for: the width of its vectors, its registers, and the cost of its kernels.
/// Layouts, schedules and register tiles depend on it, and a plan carries it.
/// </summary>
internal sealed record Target
{
    /// <summary>Floats in a vector. A power of two, so that vectors and cache lines of 16 floats divide each other.</summary>
    public required int Lanes { get; init; }

    /// <summary>The number of lanes as comments of generated code spell it.</summary>
    public string LanesInWords => Lanes switch
    {
        8 => "eight",
        16 => "sixteen",
        _ => Lanes.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>Vector registers that the JIT can use.</summary>
    public required int Registers { get; init; }

    /// <summary>Most sums of a register tile. The other registers hold weights and one broadcast.</summary>
    public required int MaxAccumulators { get; init; }

    /// <summary>Without held operands (loads folded into the FMA) nearly all registers can accumulate.</summary>
    public required int MaxAccumulatorsWithFoldedLoads { get; init; }

    /// <summary>Fewer independent sums than this leave the multiply-add units idle.</summary>
    public required int MinIndependentSums { get; init; }

    public required CostConstants Costs { get; init; }

    /// <summary>
    /// AVX2: 16 registers of eight floats. Twelve sums leave room for three held weights and one broadcast. An FMA takes four
    /// cycles and two start per cycle, so eight sums hide its latency.
    /// </summary>
    public static Target EightLanes { get; } = new()
    {
        Lanes = 8,
        Registers = 16,
        MaxAccumulators = 12,
        MaxAccumulatorsWithFoldedLoads = 15,
        MinIndependentSums = 8,
        Costs = CostConstants.EightLanes,
    };

    /// <summary>
    /// AVX-512: 32 registers of sixteen floats. More than 24 sums gain nothing; 30 are the most that the JIT does not spill. It is
    /// planned, but not rendered yet.
    /// </summary>
    public static Target SixteenLanes { get; } = new()
    {
        Lanes = 16,
        Registers = 32,
        MaxAccumulators = 24,
        MaxAccumulatorsWithFoldedLoads = 30,
        MinIndependentSums = 8,
        Costs = CostConstants.SixteenLanes,
    };

    /// <summary>Vectors that hold the given number of floats.</summary>
    public int Vectors(int floats) => (floats + Lanes - 1) / Lanes;

    /// <summary>The given number of floats, padded to whole vectors.</summary>
    public int Padded(int floats) => Vectors(floats) * Lanes;
}
