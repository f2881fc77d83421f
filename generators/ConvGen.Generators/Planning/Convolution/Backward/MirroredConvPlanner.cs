namespace ConvGen.Generators.Planning.Convolution.Backward;

/// <summary>Plans the gradient of a convolution's input as a convolution of the output's gradient with the mirrored kernel.</summary>
internal static class MirroredConvPlanner
{
    /// <summary>The maximum number of vectors in a block. Of sixteen registers, three vectors of weights and a broadcast gradient leave
    /// twelve for sums.</summary>
    private const int MostVectors = 3;

    /// <summary>
    /// One candidate, or none: with a fused pooling most gradients are zero, a stride leaves gaps between them, and the channels of a
    /// planar input cannot be loaded as vectors.
    /// </summary>
    public static IEnumerable<InputGradientDense> Candidates(
        ShapedConv conv, ShapedMaxPool? pool, ActivationLayout input, ActivationLayout output)
    {
        if (pool is not null || conv.StrideY != 1 || conv.StrideX != 1 || input.IsPlanar)
        {
            yield break;
        }

        // The rows and columns by which the mirrored kernel of the first pixel starts above and left of the first output.
        int above = conv.ExtentHeight - 1 - conv.Padding.Top;
        int left = conv.ExtentWidth - 1 - conv.Padding.Left;
        var border = new Padding(
            Math.Max(0, above),
            Math.Max(0, left),
            Math.Max(0, conv.ExtentHeight - 1 - conv.Padding.Bottom),
            Math.Max(0, conv.ExtentWidth - 1 - conv.Padding.Right));
        int reduction = conv.KernelHeight * conv.KernelWidth * conv.Output.Channels;
        List<MirroredConvBlock> blocks = PlanBlocks(input, conv.Output.Channels);
        yield return new InputGradientDense
        {
            Bordered = ActivationLayout.ChannelsLast(input.Target, output.Shape, border),
            FirstRow = Math.Max(0, -above),
            FirstColumn = Math.Max(0, -left),
            Blocks = [.. blocks],
            ReductionLength = reduction,
            Cycles = BackwardCostModel.Dense(input.Target, blocks, reduction, input.Shape.Height),
        };
    }

    private static List<MirroredConvBlock> PlanBlocks(ActivationLayout input, int filters)
    {
        var blocks = new List<MirroredConvBlock>();
        foreach ((int[] first, int vectors, int _) in DirectPlanner.SplitFilters(input.Target, input.PixelStride, MostVectors))
        {
            int pixels = Math.Min(input.Shape.Width, input.Target.MaxAccumulators / vectors);
            blocks.Add(new MirroredConvBlock
            {
                FirstChannels = [.. first],
                Lanes = input.Target.Lanes,
                Vectors = vectors,
                TilePixels = pixels,
                FullTiles = input.Shape.Width / pixels,
                LastTilePixels = input.Shape.Width % pixels,
                Unroll = ConvPlanner.LargestDivisor(filters, input.Target.PreferredMultiplyAddsPerBody / (pixels * vectors)),
            });
        }

        return blocks;
    }
}
