using ConvGen.Generators.Frontend;
using ConvGen.Generators.Inference;

namespace ConvGen.Generators.Planning;

/// <summary>Plans the forward pass of a convolution.</summary>
internal static class ConvPlanner
{
    /// <summary>A pooling can be fused when its windows tile the image and a window fits the accumulators.</summary>
    public static bool CanFuse(ShapedMaxPool pool) =>
        pool.WindowHeight == pool.StrideY && pool.WindowWidth == pool.StrideX
        && pool.Padding == Padding.None
        && pool.Output.Height * pool.WindowHeight <= pool.Input.Height
        && pool.Output.Width * pool.WindowWidth <= pool.Input.Width
        && pool.WindowHeight * pool.WindowWidth <= JitBudget.MaxAccumulators;

    /// <summary>
    /// An image of few channels stays planar: rows of kernel weights then waste fewer lanes than channels padded to eight would.
    /// A dilated row must fit a register tile, which masks its gaps.
    /// </summary>
    public static bool PrefersPlanarInput(ShapedConv conv) =>
        conv.Input.Channels * VectorSize.Padded(conv.ExtentWidth) < conv.KernelWidth * VectorSize.Padded(conv.Input.Channels)
        && (conv.DilationX == 1 || VectorSize.Vectors(conv.ExtentWidth) <= JitBudget.MaxAccumulatorsWithFoldedLoads);

    /// <summary>Every way to compute the forward pass that is made for its shape.</summary>
    public static IEnumerable<ConvForwardSchedule> ForwardCandidates(
        ShapedConv conv, ShapedMaxPool? pool, ActivationFunction? activation, ConvKernelLayout kernel, ActivationLayout input,
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
