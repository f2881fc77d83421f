namespace ConvGen.Generators.Planning.Convolution;

/// <summary>Plans a convolution; what its passes have to choose from is up to others.</summary>
internal static class ConvPlanner
{
    /// <summary>A convolution without groups, or one group of several; its parameters have no place yet.</summary>
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

    /// <summary>A pooling can be fused when its windows tile the image and a window fits the accumulators.</summary>
    public static bool CanFuse(Target target, ShapedMaxPool pool) =>
        pool.WindowsAdjoin && pool.Beyond == Padding.None && pool.WindowHeight * pool.WindowWidth <= target.MaxAccumulators;

    /// <summary>
    /// An image of few channels stays planar: rows of kernel weights then waste fewer lanes than padded channels would.
    /// A dilated row must fit a register tile, which masks its gaps.
    /// </summary>
    public static bool PrefersPlanarInput(Target target, ShapedConv conv) =>
        conv.Input.Channels * target.Padded(conv.ExtentWidth) < conv.KernelWidth * target.Padded(conv.Input.Channels)
        && (conv.DilationX == 1 || target.Vectors(conv.ExtentWidth) <= target.MaxAccumulatorsWithFoldedLoads);

    /// <summary>Every way to compute the forward pass that is made for its shape.</summary>
    private static IEnumerable<ConvForwardSchedule> ForwardCandidates(
        ShapedConv conv, ShapedMaxPool? pool, Activation? activation, ConvKernelLayout kernel, ActivationLayout input,
        Shape output) =>
    [
        .. DirectPlanner.Candidates(kernel, pool, output),
        .. PixelLanesPlanner.Candidates(conv, pool, activation, kernel, input, output),
        .. WinogradPlanner.Candidates(conv, pool, activation, input),
    ];

    /// <summary>The largest divisor of a number that is at most a limit; 1 where there is none.</summary>
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
