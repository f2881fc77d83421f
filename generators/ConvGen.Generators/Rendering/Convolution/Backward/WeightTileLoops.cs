using static ConvGen.Generators.Rendering.Text.VectorText;

namespace ConvGen.Generators.Rendering.Convolution.Backward;

/// <summary>
/// Renders the loops over the tiles of a filter's runs; the caller renders their body. Two references move along: <c>tile</c> points to the
/// tile's weights in the first filter, <c>pixels</c> to the corresponding pixels in the first receptive field.
/// </summary>
internal sealed class WeightTileLoops(KernelWriter writer, ConvKernelLayout kernel, RunTile tile, VectorText simd)
{
    /// <summary>The noun for a run in comments: a row or a pixel.</summary>
    private readonly string _runNoun = kernel.RunLoop.Noun == "row" ? "row" : "pixel";

    private readonly string _weightRun = ConvDistances.KernelDistance(kernel.RunLoop);

    /// <summary>The number of tiles that cover the sets of runs: 1 if a tile has runs of all sets.</summary>
    private readonly int _setTiles = kernel.Sets / tile.Sets;

    private readonly int _tileRuns = tile.Sets * tile.Runs;

    /// <summary>Returns all cells of a tile: a run r, counted over its sets, and a vector v of that run.</summary>
    public (int Run, int Vector)[] Cells(int vectors) => Grid.Cells(_tileRuns, vectors);

    /// <summary>Returns the suffix of a cell's names: the kernel row (or pixel of a row) r and its vector v, if several exist.</summary>
    public string Cell(int vectors, int run, int vector) => (_tileRuns, vectors) switch
    {
        (1, _) => $"v{vector}",
        (_, 1) => $"r{run}",
        _ => $"r{run}_v{vector}",
    };

    /// <summary>Returns the offset of a cell's weights from the first weight of the tile.</summary>
    public string WeightAddress(int run, int vector) => Offset.Sum((run, _weightRun), (vector, BackwardDistances.Vector));

    /// <summary>Returns the offset of a cell's pixels from the first pixel of the tile in a receptive field.</summary>
    public string PixelAddress(int run, int vector) => Offset.Sum(
        kernel.SetLoop is { } sets ? Steps(sets, run / kernel.Runs) : (0, ""),
        Steps(kernel.RunLoop, run % kernel.Runs),
        (vector, BackwardDistances.Vector));

    /// <summary>Whether the last vector of a tile of <paramref name="vectors"/> vectors is the last of the run.</summary>
    private bool ReachesRunEnd(int vectors) =>
        tile.LastVectors == 0 ? tile.FullTiles == 1 : vectors == tile.LastVectors;

    /// <summary>
    /// Returns the mask of the lanes that contain weights; null if all do. The last vector of a run may extend into pixels after the
    /// receptive field, and a dilated row has gaps.
    /// </summary>
    /// <param name="vectors">The number of vectors per run of the tile.</param>
    /// <param name="vector">The index of one of them.</param>
    public string? OwnLanes(int vectors, int vector) =>
        EndsRun(vectors, vector) || kernel.HasGaps ? simd.SomeLanes(lane => IsOwnLane(vectors, vector, lane)) : null;

    /// <summary>Returns the number of lanes of a vector that contain weights.</summary>
    public int CountOwnLanes(int vectors, int vector) =>
        Enumerable.Range(0, simd.Lanes).Count(lane => IsOwnLane(vectors, vector, lane));

    private bool IsOwnLane(int vectors, int vector, int lane) =>
        kernel.IsOwnLane(EndsRun(vectors, vector) ? kernel.RunVectors - 1 : vector, lane);

    private bool EndsRun(int vectors, int vector) =>
        ReachesRunEnd(vectors) && vector == vectors - 1 && kernel.HasForeignLanes;

    /// <summary>Renders the loops.</summary>
    /// <param name="weights">All weights, or their gradients.</param>
    /// <param name="image">The input, or its gradient.</param>
    /// <param name="renderTile">Renders the body, given the number of vectors per run of the tile.</param>
    public void Render(string weights, string image, Action<int> renderTile)
    {
        writer.Line($"ref float tile = ref {weights};");
        ReductionLoop? sets = kernel.SetLoop;
        using (writer.LoopUnlessOnce(
            _setTiles,
            sets?.Noun == "channel" ? "Channel by channel: each is a plane of the input." : "Kernel row by row.",
            sets?.Variable ?? ""))
        {
            string first = _setTiles == 1
                ? $"ref {image}"
                : $"ref Unsafe.Add(ref {image}, {sets!.Variable} * {sets.Distance})";
            writer.Line($"ref float pixels = {first};");
            int runTiles = kernel.Runs / tile.Runs;
            string noun = kernel.RunLoop.FullNoun;
            string every = tile.Runs == 1
                ? $"One {noun} at a time, against the same {noun} of every receptive field."
                : $"{tile.Runs} {noun}s at a time, against the same {noun}s of every receptive field.";
            using (writer.LoopUnlessOnce(runTiles, every, kernel.RunLoop.Variable))
            {
                RenderRun(renderTile, isLast: runTiles == 1);
            }
        }
    }

    /// <summary>Renders a loop over <paramref name="filters"/> filters, with a reference to the tile's weights of each.</summary>
    public void RenderFilters(string weight, int filters, string comment, Action renderFilter)
    {
        writer.Line($"ref float {weight} = ref tile;");
        using (writer.Loop(comment, $"for (int filter = 0; filter < {filters}; filter++)"))
        {
            renderFilter();
            writer.Line();
            writer.Line(Advance(weight, "FilterWeights"));
        }
    }

    /// <summary>Renders the loop over the filters, with the list of each.</summary>
    public void RenderFiltersWithLists(string weight, int filters, string comment, Action renderFilter) =>
        RenderFilters(weight, filters, comment, () =>
        {
            writer.Line("ref LiveGradient list = ref Unsafe.Add(ref lists, filter * Capacity);");
            writer.Line("int count = Unsafe.Add(ref counts, filter);");
            renderFilter();
        });

    /// <summary>Renders the tiles of one run: full ones, then a narrower one if there is a remainder.</summary>
    private void RenderRun(Action<int> renderTile, bool isLast)
    {
        string tileFloats = Offset.Sum((tile.Vectors, BackwardDistances.Vector));
        bool leavesRest = tile.LastVectors > 0;
        bool moves = tile.FullTiles > 1 || leavesRest;
        if (tile.FullTiles > 0)
        {
            string vectors = Phrases.Count(tile.Vectors, "vector");
            using (writer.LoopBeforeRest(
                tile.FullTiles, leavesRest, $"{vectors} of the {_runNoun} at a time.", $"The first {vectors} of the {_runNoun}.",
                "tileColumn"))
            {
                renderTile(tile.Vectors);
                if (moves)
                {
                    writer.Line();
                    writer.Line(Advance("tile", tileFloats));
                    writer.Line(Advance("pixels", tileFloats));
                }
            }
        }

        string back = !moves ? ""
            : tile.FullTiles == 1 ? $" - {tileFloats}"
            : $" - {tile.FullTiles} * {tileFloats}";
        if (leavesRest)
        {
            writer.Line();
            using (writer.Scope($"The remainder of the {_runNoun}."))
            {
                renderTile(tile.LastVectors);
            }
        }

        // Moves the references from their positions after the last tile to the next runs. The weights of the runs are contiguous.
        if (!isLast || _setTiles > 1)
        {
            string left = Offset.Sum((moves ? tile.LastVectors : tile.Vectors, BackwardDistances.Vector));
            string next = tile.Runs > 1 ? Offset.Sum((tile.Runs, _weightRun)) + back : left;
            if (next != "0" || !isLast)
            {
                writer.Line();
            }

            if (next != "0")
            {
                writer.Line(Advance("tile", next));
            }
        }

        if (!isLast)
        {
            writer.Line(Advance("pixels", Offset.Sum(Steps(kernel.RunLoop, tile.Runs)) + back));
        }
    }

    private static (int Count, string Distance) Steps(ReductionLoop loop, int count) => (count * loop.Units, loop.Unit);
}
