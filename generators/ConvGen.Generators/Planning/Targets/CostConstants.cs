namespace ConvGen.Generators.Planning.Targets;

/// <summary>
/// The numbers of the cost models for one target, in cycles unless said otherwise. They order candidates; they do not predict
/// absolute times.
/// </summary>
internal sealed record CostConstants
{
    /// <summary>A multiply-add, from its operands to its result.</summary>
    public required double MultiplyAddLatency { get; init; }

    /// <summary>Starting and ending a register tile: loading biases, storing results, filling the pipeline.</summary>
    public required int TileOverhead { get; init; }

    /// <summary>The same with pixels in lanes, where sums start at broadcast biases and fewer results are stored.</summary>
    public required int PixelTileOverhead { get; init; }

    /// <summary>Bytes per cycle from the second-level cache.</summary>
    public required int StreamBytes { get; init; }

    /// <summary>Weights of a block beyond this many bytes do not stay in the first-level cache from tile to tile.</summary>
    public required int FirstLevelBytes { get; init; }

    /// <summary>A transform loads, stores and adds about as often, and its values pass through memory between its steps.</summary>
    public required double TransformCyclesPerOperation { get; init; }

    /// <summary>A multiply-add whose other factor is loaded: two loads start per cycle.</summary>
    public required double CyclesPerLoadedMultiplyAdd { get; init; }

    /// <summary>A multiply-add whose sum is loaded and stored: one store per cycle, and some wait for others.</summary>
    public required double CyclesPerStoredMultiplyAdd { get; init; }

    /// <summary>
    /// The least time of an entry, for tiles of few sums; fitted to tiles of 5. The likely reason: receptive fields of one
    /// filter's live neighbours overlap, and an entry waits for the store of the entry before it.
    /// </summary>
    public required double CyclesUntilStoredIsLoaded { get; init; }

    /// <summary>Per entry of a list: its value is broadcast, its offset added.</summary>
    public required double EntryOverhead { get; init; }

    /// <summary>Per loop of unpredictable length: one misprediction, and the sums that are loaded and stored.</summary>
    public required double LoopOverhead { get; init; }

    /// <summary>Starting and ending a tile of a dense gradient: storing the sums, filling the pipeline.</summary>
    public required double DenseTileOverhead { get; init; }

    /// <summary>AVX2, checked against the clock by tests.</summary>
    public static CostConstants EightLanes { get; } = new()
    {
        MultiplyAddLatency = 4,
        TileOverhead = 25,
        PixelTileOverhead = 15,
        StreamBytes = 30,
        FirstLevelBytes = 24 * 1024,
        TransformCyclesPerOperation = 0.35,
        CyclesPerLoadedMultiplyAdd = 0.55,
        CyclesPerStoredMultiplyAdd = 1.2,
        CyclesUntilStoredIsLoaded = 15,
        EntryOverhead = 1,
        LoopOverhead = 18,
        DenseTileOverhead = 25,
    };

    /// <summary>
    /// AVX-512. Estimates from prototypes, not checked against the clock yet. A transformed vector takes about one and a half times
    /// as long as one of eight floats. Loads and stores of 64 bytes often cross a cache line in the kernels that run over lists, and
    /// such a load counts as two.
    /// </summary>
    public static CostConstants SixteenLanes { get; } = new()
    {
        MultiplyAddLatency = 4,
        TileOverhead = 25,
        PixelTileOverhead = 20,
        StreamBytes = 44,
        FirstLevelBytes = 36 * 1024,
        TransformCyclesPerOperation = 0.53,
        CyclesPerLoadedMultiplyAdd = 0.85,
        CyclesPerStoredMultiplyAdd = 1.9,
        CyclesUntilStoredIsLoaded = 15,
        EntryOverhead = 1,
        LoopOverhead = 22,
        DenseTileOverhead = 30,
    };
}
