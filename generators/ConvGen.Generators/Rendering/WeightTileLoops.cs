using ConvGen.Generators.Planning;
using static ConvGen.Generators.Rendering.VectorText;

namespace ConvGen.Generators.Rendering;

/// <summary>
/// The loops over the tiles of a filter's rows, around whatever happens to one tile. Two references move along: one to the
/// tile's weights in the first filter, one to the pixels below it in the first receptive field.
/// </summary>
internal sealed class WeightTileLoops(SourceWriter writer, ConvKernelLayout kernel, LiveGradientSchedule schedule)
{
    /// <summary>Every cell of a tile: a kernel row r and a vector v of that row.</summary>
    public (int Row, int Vector)[] Cells(int vectors) => Grid.Cells(schedule.TileRows, vectors);

    public int WeightOffset(int row, int vector) => row * kernel.WeightRowStride + vector * VectorSize.Lanes;

    public int PixelOffset(int row, int vector) => row * kernel.RowStride + vector * VectorSize.Lanes;

    /// <summary>Whether the last vector of a tile so wide is the last of the row.</summary>
    public bool ReachesRowEnd(int vectors) =>
        schedule.LastTileVectors == 0 ? schedule.FullTiles == 1 : vectors == schedule.LastTileVectors;

    /// <param name="weights">All weights, or their gradients.</param>
    /// <param name="tile">What the reference to the tile's weights is called.</param>
    /// <param name="pixels">The input, or its gradient.</param>
    /// <param name="pixel">What the reference to the tile's pixels is called.</param>
    /// <param name="renderTile">Writes what happens to a tile of so many vectors.</param>
    public void Render(string weights, string tile, string pixels, string pixel, Action<int> renderTile)
    {
        writer.Line($"ref float {tile} = ref {weights};");
        using (writer.LoopUnlessOnce(kernel.Planes, "Every channel, a plane of the input.", "channel"))
        {
            string plane = kernel.Planes == 1 ? $"ref {pixels}" : $"ref Unsafe.Add(ref {pixels}, channel * InputChannel)";
            writer.Line($"ref float {pixel} = {plane};");
            int rowTiles = kernel.Rows / schedule.TileRows;
            string every = $"{Phrases.Some("Every", schedule.TileRows, "kernel row")}.";
            using (writer.LoopUnlessOnce(rowTiles, every, "row"))
            {
                RenderRow(tile, pixel, renderTile, isLast: rowTiles == 1);
            }
        }
    }

    /// <summary>One row of tiles: full ones, then a narrower one where they leave a rest.</summary>
    private void RenderRow(string tile, string pixel, Action<int> renderTile, bool isLast)
    {
        int tileFloats = schedule.TileVectors * VectorSize.Lanes;
        bool leavesRest = schedule.LastTileVectors > 0;
        bool moves = schedule.FullTiles > 1 || leavesRest;
        if (schedule.FullTiles > 0)
        {
            string every = $"Every {schedule.TileVectors} vectors of the row.";
            string first = $"The first {Phrases.Count(schedule.TileVectors, "vector")} of the row.";
            using (writer.LoopBeforeRest(schedule.FullTiles, leavesRest, every, first, "column"))
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
            using (writer.Scope("The rest of the row."))
            {
                renderTile(schedule.LastTileVectors);
            }
        }

        // On to the next rows, from wherever the tiles have left the references.
        int moved = moves ? schedule.FullTiles * tileFloats : 0;
        if (!isLast || kernel.Planes > 1)
        {
            writer.Line();
            writer.Line(Advance(tile, schedule.TileRows * kernel.WeightRowStride - moved));
        }

        if (!isLast)
        {
            writer.Line(Advance(pixel, schedule.TileRows * kernel.RowStride - moved));
        }
    }
}
