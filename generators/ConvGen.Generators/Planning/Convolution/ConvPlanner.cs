namespace ConvGen.Generators.Planning.Convolution;

/// <summary>Plans a convolution. The candidates for its passes come from other planners.</summary>
internal static class ConvPlanner
{
    /// <summary>Plans a convolution without groups, or one group of a grouped one. Its parameters have no offsets yet.</summary>
    public static ConvStage Plan(ShapedConv conv, StageContext context)
    {
        FusedLayers layers = context.Layers;
        var kernel = ConvKernelLayout.Of(conv, context.Input);
        return new ConvStage
        {
            Name = conv.Name,
            Values = layers.Values,
            Conv = conv,
            Pool = layers.Pool,
            Activation = layers.Activation,
            Input = context.Input,
            Output = context.Output,
            MultiplyAdds = conv.MultiplyAdds,
            Kernel = kernel,
            Forward = context.Choice.Choose(
                ForwardCandidates(conv, layers.Pool, layers.Activation, kernel, context.Input, context.Output.Shape)),
            Backward = BackwardPlanner.Plan(conv, kernel, context),
        };
    }

    /// <summary>Whether a pooling can be fused: its windows must tile the image, and a window must fit the accumulators.</summary>
    public static bool CanFuse(Target target, ShapedMaxPool pool) =>
        pool.WindowsAdjoin && pool.Beyond == Padding.None && pool.WindowHeight * pool.WindowWidth <= target.MaxAccumulators;

    /// <summary>
    /// Whether the input should be planar. With few channels, rows of kernel weights waste fewer lanes than padded channels would. A
    /// dilated row must fit a register tile, which masks its gaps.
    /// </summary>
    public static bool PrefersPlanarInput(Target target, ShapedConv conv) =>
        conv.Input.Channels * target.Padded(conv.ExtentWidth) < conv.KernelWidth * target.Padded(conv.Input.Channels)
        && (conv.DilationX == 1 || target.Vectors(conv.ExtentWidth) <= target.MaxAccumulatorsWithFoldedLoads);

    /// <summary>All schedules for the forward pass that support the shape.</summary>
    private static IEnumerable<ConvForwardSchedule> ForwardCandidates(
        ShapedConv conv, ShapedMaxPool? pool, Activation? activation, ConvKernelLayout kernel, ActivationLayout input,
        Shape output) =>
    [
        .. DirectPlanner.Candidates(kernel, pool, output),
        .. PixelLanesPlanner.Candidates(conv, pool, activation, kernel, input, output),
        .. WinogradPlanner.Candidates(conv, pool, activation, input),
    ];

    /// <summary>The largest divisor of a number that does not exceed a limit, and at least 1.</summary>
    public static int LargestDivisor(int number, int limit)
    {
        for (int divisor = Math.Min(number, limit); divisor > 1; divisor--)
        {
            if (number % divisor == 0)
            {
                return divisor;
            }
        }

        return 1;
    }
}
