using static ConvGen.Generators.Rendering.Text.VectorText;

namespace ConvGen.Generators.Rendering.Convolution.Backward;

/// <summary>
/// The loops over the tiles of a filter's runs, around whatever happens to one tile. Two references move along: one to the
/// tile's weights in the first filter, one to the pixels below it in the first receptive field.
/// </summary>
internal sealed class WeightTileLoops(KernelWriter writer, ConvKernelLayout kernel, ConvBackwardSchedule schedule)
{
    private readonly VectorText _simd = writer.Simd;
    /// <summary>What a run is made of: rows of pixels, or of a pixel.</summary>
    private readonly string _runNoun = kernel.RunLoop.Noun == "row" ? "row" : "pixel";

    /// <summary>The tile of a whole filter, or of one set of runs after the other.</summary>
    private readonly int _setTiles = kernel.Sets / schedule.TileSets;

    /// <summary>Every cell of a tile: a run r, counted through its sets, and a vector v of that run.</summary>
    public (int Run, int Vector)[] Cells(int vectors) => Grid.Cells(schedule.TileSets * schedule.TileRuns, vectors);

    public int WeightOffset(int run, int vector) => run * kernel.WeightRunStride + vector * _simd.Lanes;

    public int PixelOffset(int run, int vector) =>
        run / kernel.Runs * (kernel.SetLoop?.InputStride ?? 0) + run % kernel.Runs * kernel.RunLoop.InputStride
        + vector * _simd.Lanes;

    /// <summary>Whether the last vector of a tile so wide is the last of the run.</summary>
    private bool ReachesRunEnd(int vectors) =>
        schedule.LastTileVectors == 0 ? schedule.FullTiles == 1 : vectors == schedule.LastTileVectors;

    /// <summary>
    /// Which lanes of a vector hold weights; null where all do. The last vector of a run may reach into pixels beyond the
    /// receptive field, and others lie in the gaps of a dilated row.
    /// </summary>
    /// <param name="vectors">The width of the tile.</param>
    /// <param name="vector">A vector of it.</param>
    public string? OwnLanes(int vectors, int vector)
    {
        bool isRunEnd = ReachesRunEnd(vectors) && vector == vectors - 1 && kernel.HasForeignLanes;
        int ofRun = isRunEnd ? kernel.RunVectors - 1 : vector;
        return isRunEnd || kernel.HasGaps ? _simd.SomeLanes(lane => kernel.IsOwnLane(ofRun, lane)) : null;
    }

    /// <param name="weights">All weights, or their gradients.</param>
    /// <param name="tile">What the reference to the tile's weights is called.</param>
    /// <param name="pixels">The input, or its gradient.</param>
    /// <param name="pixel">What the reference to the tile's pixels is called.</param>
    /// <param name="renderTile">Writes what happens to a tile of so many vectors.</param>
    public void Render(string weights, string tile, string pixels, string pixel, Action<int> renderTile)
    {
        writer.Line($"ref float {tile} = ref {weights};");
        string set = kernel.SetLoop?.Noun ?? "";
        string everySet = set == "channel" ? "Every channel, a plane of the input." : $"Every kernel {set}.";
        using (writer.LoopUnlessOnce(_setTiles, everySet, set))
        {
            string first = _setTiles == 1
                ? $"ref {pixels}"
                : $"ref Unsafe.Add(ref {pixels}, {set} * {kernel.SetLoop!.Distance})";
            writer.Line($"ref float {pixel} = {first};");
            int runTiles = kernel.Runs / schedule.TileRuns;
            string every = $"{Phrases.Some("Every", schedule.TileRuns, $"kernel {_runNoun}")}.";
            using (writer.LoopUnlessOnce(runTiles, every, kernel.RunLoop.Noun))
            {
                RenderRun(tile, pixel, renderTile, isLast: runTiles == 1);
            }
        }
    }

    /// <summary>A loop over so many filters, whose weights lie a constant apart.</summary>
    public void RenderFilters(string weight, int filters, Action renderFilter) =>
        RenderFilters(weight, filters, "Every filter.", renderFilter);

    /// <summary>The same where each filter has a list.</summary>
    public void RenderFiltersWithLists(string weight, int filters, Action renderFilter) =>
        RenderFilters(weight, filters, "Each filter adds up the receptive fields of its own list.", () =>
        {
            writer.Line("ref LiveGradient list = ref Unsafe.Add(ref live, filter * Capacity);");
            writer.Line("int count = Unsafe.Add(ref counts, filter);");
            renderFilter();
        });

    private void RenderFilters(string weight, int filters, string comment, Action renderFilter)
    {
        writer.Line($"ref float {weight} = ref tile;");
        using (writer.Loop(comment, $"for (int filter = 0; filter < {filters}; filter++)"))
        {
            renderFilter();
            writer.Line();
            writer.Line(Advance(weight, "FilterWeights"));
        }
    }

    /// <summary>One run of tiles: full ones, then a narrower one where they leave a rest.</summary>
    private void RenderRun(string tile, string pixel, Action<int> renderTile, bool isLast)
    {
        int tileFloats = schedule.TileVectors * _simd.Lanes;
        bool leavesRest = schedule.LastTileVectors > 0;
        bool moves = schedule.FullTiles > 1 || leavesRest;
        if (schedule.FullTiles > 0)
        {
            string every = $"Every {schedule.TileVectors} vectors of the {_runNoun}.";
            string first = $"The first {Phrases.Count(schedule.TileVectors, "vector")} of the {_runNoun}.";
            string variable = _runNoun == "row" ? "column" : "vector";
            using (writer.LoopBeforeRest(schedule.FullTiles, leavesRest, every, first, variable))
            {
                renderTile(schedule.TileVectors);
                if (moves)
                {
                    writer.Line();
                    writer.Line(Advance(tile, tileFloats));
                    writer.Line(Advance(pixel, tileFloats));
                }
            }
        }

        if (leavesRest)
        {
            writer.Line();
            using (writer.Scope($"The remainder of the {_runNoun}."))
            {
                renderTile(schedule.LastTileVectors);
            }
        }

        // On to the next runs, from wherever the tiles have left the references.
        int moved = moves ? schedule.FullTiles * tileFloats : 0;
        if (!isLast || _setTiles > 1)
        {
            writer.Line();
            writer.Line(Advance(tile, schedule.TileRuns * kernel.WeightRunStride - moved));
        }

        if (!isLast)
        {
            writer.Line(Advance(pixel, schedule.TileRuns * kernel.RunLoop.InputStride - moved));
        }
    }
}
