namespace ConvGen.Generators.Planning.Targets;

/// <summary>
/// The constants of the cost models for one target, in cycles unless noted otherwise. They rank candidates; they do not predict absolute
/// times.
/// </summary>
internal sealed record CostConstants
{
    /// <summary>The latency of a multiply-add.</summary>
    public required double MultiplyAddLatency { get; init; }

    /// <summary>The overhead of a register tile: loading biases, storing results, filling the pipeline.</summary>
    public required int TileOverhead { get; init; }

    /// <summary>The overhead of a register tile with pixels in lanes: its sums start at broadcast biases, and fewer are stored.</summary>
    public required int PixelTileOverhead { get; init; }

    /// <summary>The bandwidth of the second-level cache, in bytes per cycle.</summary>
    public required int StreamBytes { get; init; }

    /// <summary>The size in bytes above which the weights of a block do not stay in the first-level cache from tile to tile.</summary>
    public required int FirstLevelBytes { get; init; }

    /// <summary>Limits the input of the samples whose gradients are listed together, so that it stays in the first-level
    /// cache.</summary>
    public required int ListedInputFloats { get; init; }

    /// <summary>The cycles per instruction of a transform, which loads, stores and adds about equally often and passes values between its
    /// steps through memory.</summary>
    public required double TransformCyclesPerOperation { get; init; }

    /// <summary>The cycles of a multiply-add with a loaded factor. Two loads start per cycle.</summary>
    public required double CyclesPerLoadedMultiplyAdd { get; init; }

    /// <summary>The cycles of a multiply-add whose sum is loaded and stored. One store starts per cycle, and some stores delay
    /// others.</summary>
    public required double CyclesPerStoredMultiplyAdd { get; init; }

    /// <summary>
    /// The minimum cycles of an entry, for tiles of few sums; fitted to tiles of 5. The likely reason is that receptive fields of
    /// neighbouring entries overlap, so that an entry waits for the stores of the previous one.
    /// </summary>
    public required double CyclesUntilStoredIsLoaded { get; init; }

    /// <summary>The overhead of a list entry: broadcasting its value and adding its offset.</summary>
    public required double EntryOverhead { get; init; }

    /// <summary>The overhead of a loop of unpredictable length: one branch misprediction, and loading and storing the sums.</summary>
    public required double LoopOverhead { get; init; }

    /// <summary>The overhead of a tile of a dense gradient: storing the sums, filling the pipeline.</summary>
    public required double DenseTileOverhead { get; init; }

    /// <summary>The cycles in which the lanes of a sum are added up.</summary>
    public required double LaneSumCycles { get; init; }

    /// <summary>AVX2. Tests compare the estimates with measured times.</summary>
    public static CostConstants EightLanes { get; } = new()
    {
        MultiplyAddLatency = 4,
        TileOverhead = 25,
        PixelTileOverhead = 15,
        StreamBytes = 30,
        FirstLevelBytes = 24 * 1024,
        ListedInputFloats = 7 * 1024,
        TransformCyclesPerOperation = 0.35,
        CyclesPerLoadedMultiplyAdd = 0.55,
        CyclesPerStoredMultiplyAdd = 1.2,
        CyclesUntilStoredIsLoaded = 15,
        EntryOverhead = 1,
        LoopOverhead = 18,
        DenseTileOverhead = 25,
        LaneSumCycles = 4,
    };

    /// <summary>
    /// AVX-512, estimated from prototypes and not yet compared with measured times. Transforming a vector takes about one and a half
    /// times as long as with eight floats. In the kernels over lists, loads and stores of 64 bytes often cross a cache line, and such a
    /// load counts as two.
    /// </summary>
    public static CostConstants SixteenLanes { get; } = new()
    {
        MultiplyAddLatency = 4,
        TileOverhead = 25,
        PixelTileOverhead = 20,
        StreamBytes = 44,
        FirstLevelBytes = 36 * 1024,
        ListedInputFloats = 9 * 1024,
        TransformCyclesPerOperation = 0.53,
        CyclesPerLoadedMultiplyAdd = 0.85,
        CyclesPerStoredMultiplyAdd = 1.9,
        CyclesUntilStoredIsLoaded = 15,
        EntryOverhead = 1,
        LoopOverhead = 22,
        DenseTileOverhead = 30,
        LaneSumCycles = 6,
    };
}
