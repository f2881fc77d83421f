using System.Globalization;

namespace ConvGen.Generators.Planning.Targets;

/// <summary>
/// The kind of processor that a network is planned for: vector width, registers, and cost constants. Layouts, schedules and register
/// tiles depend on it.
/// </summary>
internal sealed record Target
{
    /// <summary>The number of floats in a vector. It is a power of two, so that vectors and cache lines of 16 floats are aligned with
    /// each other.</summary>
    public required int Lanes { get; init; }

    /// <summary>The number of floats in the narrowest vectors of any target.</summary>
    private const int FewestLanes = 8;

    /// <summary>The number of bits in a vector, as users choose it: 256 or 512.</summary>
    public int VectorBits => Lanes * 32;

    /// <summary>The number of lanes as a word, for comments in generated code.</summary>
    public string LanesInWords => Lanes switch
    {
        8 => "eight",
        16 => "sixteen",
        _ => Lanes.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>Whether WebAssembly's interpreter runs the kernels. It calls <c>MultiplyAddEstimate</c> lane by lane, and runs long
    /// loop bodies slowly.</summary>
    public bool IsInterpreted { get; init; }

    /// <summary>The number of multiply-adds up to which loop bodies are written out.</summary>
    public int PreferredMultiplyAddsPerBody => IsInterpreted
        ? JitBudget.PreferredMultiplyAddsPerInterpretedBody
        : JitBudget.PreferredFusedMultiplyAddsPerBody;

    /// <summary>The number of vector registers that the JIT can use.</summary>
    public required int Registers { get; init; }

    /// <summary>The most sums of a register tile. The other registers hold weights and one broadcast value.</summary>
    public required int MaxAccumulators { get; init; }

    /// <summary>The most sums of a register tile whose operands are loaded by the multiply-add instruction itself and need no
    /// registers.</summary>
    public required int MaxAccumulatorsWithFoldedLoads { get; init; }

    /// <summary>The fewest independent sums that keep the multiply-add units busy.</summary>
    public required int MinIndependentSums { get; init; }

    /// <summary>Whether the kernels of prediction may have the units of a fully connected layer in lanes, for which its weights are packed
    /// once. With eight lanes they are as fast as dot products, without packing.</summary>
    public bool MayPutUnitsInLanes => Lanes > 8;

    /// <summary>Whether a tile of the weight gradient may hold a part of every run instead of whole runs. With 16 registers it rarely saves
    /// a loop.</summary>
    public required bool TilesCrossRuns { get; init; }

    public required CostConstants Costs { get; init; }

    /// <summary>
    /// AVX2: 16 registers of eight floats. Twelve sums leave registers for three weights and one broadcast value. An FMA takes four
    /// cycles and two start per cycle, so eight sums hide its latency.
    /// </summary>
    public static Target EightLanes { get; } = new()
    {
        Lanes = 8,
        Registers = 16,
        MaxAccumulators = 12,
        MaxAccumulatorsWithFoldedLoads = 15,
        MinIndependentSums = 8,
        TilesCrossRuns = false,
        Costs = CostConstants.EightLanes,
    };

    /// <summary>
    /// AVX-512: 32 registers of sixteen floats. More than 24 sums give no further speed, and with more than 30 the JIT spills registers.
    /// </summary>
    public static Target SixteenLanes { get; } = new()
    {
        Lanes = 16,
        Registers = 32,
        MaxAccumulators = 24,
        MaxAccumulatorsWithFoldedLoads = 30,
        MinIndependentSums = 8,
        TilesCrossRuns = true,
        Costs = CostConstants.SixteenLanes,
    };

    /// <summary>All targets, from the narrowest to the widest vectors.</summary>
    public static EquatableArray<Target> All { get; } = [EightLanes, SixteenLanes];

    /// <summary>The number of vectors that hold the given number of floats.</summary>
    public int Vectors(int floats) => (floats + Lanes - 1) / Lanes;

    /// <summary>The number of floats per vector for runs of pixels that start anywhere: half of the target's for runs of up to eight. A
    /// shorter load crosses the end of a cache line less often, and loads limit these kernels.</summary>
    public int LanesForRun(int floats) => Lanes > FewestLanes && floats <= FewestLanes ? FewestLanes : Lanes;

    /// <summary>The given number of floats, padded to whole vectors.</summary>
    public int Padded(int floats) => Vectors(floats) * Lanes;
}
