namespace ConvGen.Generators.Planning.Convolution.Backward;

/// <summary>
/// The gradient of a convolution's weights where hardly any gradient of its outputs is zero: over all of them as they lie in
/// memory, each with the receptive field that won its window. Lists would name every one of them and cost more than they save.
/// </summary>
internal sealed record EveryOutputSchedule
{
    /// <summary>Input, gradients and winners in work should stay in a first-level cache of 32 KB.</summary>
    private const int BandFloats = 7 * 1024;

    /// <summary>Samples at a time.</summary>
    public required int Samples { get; init; }

    /// <summary>Rows of outputs at a time; all of them where that is a sample or more.</summary>
    public required int Rows { get; init; }

    /// <param name="input">What the convolution reads.</param>
    /// <param name="output">What it writes, after its pooling.</param>
    /// <param name="isPooled">Whether it keeps winners.</param>
    /// <param name="chunkSamples">The most samples that there are.</param>
    public static EveryOutputSchedule Plan(ActivationLayout input, ActivationLayout output, bool isPooled, int chunkSamples)
    {
        int sample = input.SampleStride + (isPooled ? 2 : 1) * output.SampleStride;
        int samples = ConvPlanner.LargestDivisor(chunkSamples, BandFloats / sample);
        int bands = (sample + BandFloats - 1) / BandFloats;
        return new EveryOutputSchedule { Samples = samples, Rows = (output.Shape.Height + bands - 1) / bands };
    }
}
