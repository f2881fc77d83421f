namespace ConvGen.Generators.Planning.Convolution.Backward;

/// <summary>
/// Computes the weight gradient of a convolution whose output gradients are rarely zero: over all outputs in memory order, each with the
/// receptive field that won its pooling window. Lists would contain nearly every output and cost more than they save.
/// </summary>
internal sealed record EveryOutputSchedule
{
    /// <summary>Limits the input, gradients and winners of a band, so that they stay in a first-level cache of 32 KB.</summary>
    private const int BandFloats = 7 * 1024;

    /// <summary>The number of samples processed at a time.</summary>
    public required int Samples { get; init; }

    /// <summary>The number of output rows processed at a time; all of them if whole samples fit.</summary>
    public required int Rows { get; init; }

    /// <param name="input">The layout of the input.</param>
    /// <param name="output">The layout of the output, after the pooling.</param>
    /// <param name="isPooled">Whether a pooling is fused, whose winners are read.</param>
    /// <param name="chunkSamples">The largest number of samples in a chunk.</param>
    public static EveryOutputSchedule Plan(ActivationLayout input, ActivationLayout output, bool isPooled, int chunkSamples)
    {
        int sample = input.SampleStride + (isPooled ? 2 : 1) * output.SampleStride;
        int samples = ConvPlanner.LargestDivisor(chunkSamples, BandFloats / sample);
        int bands = (sample + BandFloats - 1) / BandFloats;
        return new EveryOutputSchedule { Samples = samples, Rows = (output.Shape.Height + bands - 1) / bands };
    }
}
