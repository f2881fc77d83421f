namespace ConvGen.Generators.Planning.Schedules;

/// <summary>
/// Estimates the cost of a forward kernel, in cycles of a core that starts two fused multiply-adds and two loads per cycle. The estimates
/// rank candidates, which a test compares with measured times; they do not predict absolute times.
/// </summary>
internal static class ForwardCostModel
{
    /// <summary>Estimates one sample of a direct convolution.</summary>
    public static long Direct(Target target, IReadOnlyList<DirectBlock> blocks, int reduction, int outputRows)
    {
        double cycles = 0;
        foreach (DirectBlock block in blocks)
        {
            double row = block.FullTiles * Tile(target, block, block.TileOutputs, reduction)
                + (block.LastTileOutputs > 0 ? Tile(target, block, block.LastTileOutputs, reduction) : 0);
            cycles += block.FirstFilters.Count * outputRows * row;
        }

        return (long)cycles;
    }

    /// <summary>Estimates one sample of a convolution with pixels in lanes.</summary>
    public static long PixelLanes(Target target, PixelLanesForward schedule, int reduction, int outputRows)
    {
        const int Rows = PixelLanesForward.TileRows;
        int rowPairs = (outputRows + schedule.OutputRows - 1) / schedule.OutputRows;
        int tiles = rowPairs * schedule.RowTiles;
        int halfTiles = schedule.EndsInHalves ? (rowPairs + 1) / 2 : 0;
        double cycles = 0;
        foreach (PixelLanesBlock block in schedule.Blocks)
        {
            int filters = block.RealFilters;
            double latency = Latency(target, filters * Rows);
            double whole = reduction * Math.Max(Step(filters, Rows), latency) + target.Costs.PixelTileOverhead;

            // Every vector of pixels is combined from two loads.
            double halves = reduction * Math.Max(filters * Rows / 2.0, Math.Max((filters + 2 * Rows) / 2.0, latency))
                + target.Costs.PixelTileOverhead;
            cycles += block.FirstFilters.Count * (tiles * whole + halfTiles * halves);
        }

        return (long)cycles;
    }

    /// <summary>Estimates the products of one sample of a convolution by Winograd's transforms.</summary>
    public static double WinogradProducts(Target target, WinogradForward schedule, int channels)
    {
        double products = 0;
        foreach (WinogradBlock block in schedule.Blocks)
        {
            int groups = (schedule.Tiles + block.TileGroup - 1) / block.TileGroup;
            double step = Step(block.Vectors, block.TileGroup);
            products += block.FirstFilters.Count * schedule.Transform.Elements * (double)groups
                * (channels * step + target.Costs.TileOverhead);
        }

        return products * (schedule.TilesY / schedule.TileRows);
    }

    /// <summary>Estimates the transforms of the input and of the products, for one sample of a convolution by Winograd's
    /// transforms.</summary>
    public static double WinogradTransforms(Target target, WinogradForward schedule, int channelVectors, int filterVectors)
    {
        WinogradTransform transform = schedule.Transform;
        long tiles = (long)schedule.TilesY * schedule.TilesX;
        double operation = target.Costs.TransformCyclesPerOperation;
        double input = tiles * channelVectors * Operations(transform.Input, transform.Size) * operation;
        double output = tiles * filterVectors * Operations(transform.Output, transform.Outputs) * operation;
        return input + output;
    }

    /// <summary>Estimates one step of a reduction, which loads vectors, broadcasts values and multiplies each pair.</summary>
    private static double Step(int vectors, int broadcasts) =>
        Math.Max(vectors * broadcasts / 2.0, (vectors + broadcasts) / 2.0);

    /// <summary>The latency limit of a step with too few sums: it takes at least as long as a multiply-add.</summary>
    private static double Latency(Target target, int sums) =>
        sums < target.MinIndependentSums ? target.Costs.MultiplyAddLatency : 0;

    private static double Tile(Target target, DirectBlock block, int outputs, int reduction)
    {
        int sums = block.Sums(outputs);

        // Combining the two pixels of a half vector counts as half a multiply-add, which fits the measured times.
        double halves = (sums - block.WholeVectors * block.Pixels(outputs)) / 2.0;
        double step = Math.Max((sums + halves) / 2, (block.Vectors + block.Pixels(outputs)) / 2.0);
        double compute = reduction * Math.Max(step, Latency(target, sums));
        long weights = (long)reduction * block.Filters * sizeof(float);
        double stream = weights > target.Costs.FirstLevelBytes ? (double)weights / target.Costs.StreamBytes : 0;
        return Math.Max(compute, stream) + target.Costs.TileOverhead;
    }

    /// <summary>The number of loads, stores and arithmetic instructions of the transform of one tile X to M * X * M^T, for one vector of
    /// channels or filters.</summary>
    private static int Operations(int[][] matrix, int rows)
    {
        int size = matrix[0].Length;
        int terms = matrix.Sum(row => row.Count(factor => factor != 0));
        return size * size + terms * size + terms * rows + rows * rows;
    }
}
