using ConvGen.Generators.Frontend;
using ConvGen.Generators.Inference;

namespace ConvGen.Generators.Planning;

/// <summary>Plans a convolution; what its passes have to choose from is up to others.</summary>
internal static class ConvPlanner
{
    /// <param name="conv">The convolution.</param>
    /// <param name="layers">The convolution with the pooling and the activation that it takes in.</param>
    /// <param name="input">What it reads.</param>
    /// <param name="output">What it writes.</param>
    /// <param name="chunk">The most samples at a time.</param>
    /// <param name="packed">Where its weights start among all packed weights.</param>
    /// <param name="isFirst">Whether hardly anybody wants the gradient of its input.</param>
    /// <param name="choice">Who chooses among candidates.</param>
    /// <param name="allocate">Gives weights and bias their places, once it is known how the weights lie.</param>
    public static ConvStage Plan(
        ShapedConv conv, FusedLayers layers, ActivationLayout input, ActivationLayout output,
        int chunk, int packed, bool isFirst, CandidateChoice choice,
        Func<ConvKernelLayout, (ParameterPlan Weights, ParameterPlan? Bias)> allocate)
    {
        ConvKernelLayout kernel = ConvKernelLayout.Of(conv, input);
        (ParameterPlan weights, ParameterPlan? bias) = allocate(kernel);
        (_, ShapedMaxPool? pool, Activation? activation, _) = layers;
        return new ConvStage
        {
            Name = conv.Name,
            Conv = conv,
            Pool = pool,
            Activation = activation,
            Input = input,
            Output = output,
            MultiplyAdds = conv.MultiplyAdds,
            Kernel = kernel,
            Weights = weights,
            Bias = bias,
            Forward = choice.Choose(ForwardCandidates(conv, pool, activation, kernel, input, output.Shape, packed)),
            Backward = BackwardPlanner.Plan(conv, layers, kernel, input, output, chunk, isFirst, choice),
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
        Shape output, int packedOffset) =>
    [
        .. DirectPlanner.Candidates(kernel, pool, output, packedOffset),
        .. PixelLanesPlanner.Candidates(conv, pool, activation, kernel, input, output, packedOffset),
        .. WinogradPlanner.Candidates(conv, pool, activation, input, packedOffset),
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
