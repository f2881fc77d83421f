namespace ConvGen.Generators.Planning.Convolution.Forward;

/// <summary>Plans a convolution by Winograd's transforms, if its shape allows it.</summary>
internal static class WinogradPlanner
{
    /// <summary>Limits the tiles that are transformed together, so that they stay in the second-level cache beside the weights of a
    /// block.</summary>
    private const int BlockFloats = 16 * 1024;

    /// <summary>One candidate for each transform that fits the kernel and the size of the image.</summary>
    public static IEnumerable<WinogradForward> Candidates(
        ShapedConv conv, ShapedMaxPool? pool, Activation? activation, ActivationLayout input)
    {
        if (FindObstacle(conv, pool, activation, input) is not null)
        {
            return [];
        }

        WinogradTransform[] transforms = conv.KernelHeight switch
        {
            3 => [WinogradTransform.F2x3, WinogradTransform.F4x3],
            5 => [WinogradTransform.F2x5],
            _ => [],
        };
        int height = pool is null ? conv.Output.Height : 2 * pool.Output.Height;
        int width = pool is null ? conv.Output.Width : 2 * pool.Output.Width;
        return transforms
            .Where(transform => height % transform.Outputs == 0 && width % transform.Outputs == 0)
            .Select(transform =>
                Plan(conv, transform, input, height / transform.Outputs, width / transform.Outputs));
    }

    /// <summary>
    /// The reason why Winograd's transforms cannot be used, or null if they can. With fewer channels than lanes they would mostly compute
    /// on padding.
    /// </summary>
    public static string? FindObstacle(ShapedConv conv, ShapedMaxPool? pool, Activation? activation, ActivationLayout input) =>
        conv.KernelHeight != conv.KernelWidth ? $"its kernel of {conv.KernelHeight}x{conv.KernelWidth} is not square"
        : conv.StrideY != 1 || conv.StrideX != 1 ? $"its stride is {conv.StrideY}x{conv.StrideX}"
        : conv.DilationY != 1 || conv.DilationX != 1 ? $"its dilation is {conv.DilationY}x{conv.DilationX}"
        : conv.Input.Channels < input.Target.Lanes ? $"it has fewer channels ({conv.Input.Channels}) than a vector has lanes"
        : conv.Output.Channels < input.Target.Lanes ? $"it has fewer filters ({conv.Output.Channels}) than a vector has lanes"
        : input.IsPlanar ? "each channel of its input is a separate plane"
        : activation is not (null or { IsPiecewiseLinear: true }) ? $"{activation} is not piecewise linear"
        : pool is not (null or { WindowHeight: 2, WindowWidth: 2 }) ? $"it pools {pool.WindowHeight}x{pool.WindowWidth} windows, not 2x2"
        : null;

    private static WinogradForward Plan(
        ShapedConv conv, WinogradTransform transform, ActivationLayout input, int tilesY, int tilesX)
    {
        int filters = input.Target.Padded(conv.Output.Channels);
        int channels = conv.Input.Channels;
        int direct = filters * channels * transform.Kernel * transform.Kernel;
        int tileRow = transform.Elements * tilesX * input.PixelStride;
        int tileRows = ConvPlanner.LargestDivisor(tilesY, Math.Max(1, BlockFloats / tileRow));
        List<WinogradBlock> blocks = PlanBlocks(input.Target, conv.Output.Channels, channels, tileRows * tilesX);
        int transformed = transform.Elements * blocks.Sum(block => block.FirstFilters.Count * block.WeightElement);
        var schedule = new WinogradForward
        {
            Transform = transform,
            TilesY = tilesY,
            TilesX = tilesX,
            TileRows = tileRows,
            Blocks = [.. blocks],
            TransformedElement = CacheLines.PaddedToOdd(tileRows * tilesX * input.PixelStride),
            ProductElement = CacheLines.PaddedToOdd(tileRows * tilesX * blocks.Max(block => block.Filters)),
            TransformedWeights = direct,
            PackedBias = direct + transformed,
            PackedFloats = CacheLines.Padded(direct + transformed + filters),
            Cycles = 0,
            TransformCycles = 0,
        };
        int filterVectors = filters / input.Target.Lanes;
        double products = ForwardCostModel.WinogradProducts(input.Target, schedule, channels);
        double transforms = ForwardCostModel.WinogradTransforms(input.Target, schedule, input.ChannelVectors, filterVectors);
        return schedule with { Cycles = (long)(products + transforms), TransformCycles = (long)transforms };
    }

    private static List<WinogradBlock> PlanBlocks(Target target, int filters, int channels, int tiles)
    {
        var blocks = new List<WinogradBlock>();
        foreach ((int[] first, int vectors, int real) in DirectPlanner.SplitFilters(target, filters, mostVectors: 3))
        {
            int group = PlanTileGroup(target, tiles, vectors);
            blocks.Add(new WinogradBlock
            {
                FirstFilters = [.. first],
                Lanes = target.Lanes,
                Vectors = vectors,
                RealFilters = real,
                TileGroup = group,
                WeightElement = CacheLines.PaddedToOdd(channels * vectors * target.Lanes),
            });
        }

        return blocks;
    }

    /// <summary>Chooses the tiles per register tile. A divisor of the number of tiles is preferred, if it gives enough independent sums:
    /// then no remainder needs separate code.</summary>
    private static int PlanTileGroup(Target target, int tiles, int vectors)
    {
        int most = target.MaxAccumulators / vectors;
        int even = ConvPlanner.LargestDivisor(tiles, most);
        return even * vectors >= target.MinIndependentSums ? even : Math.Min(tiles, most);
    }
}
