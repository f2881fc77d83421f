using ConvGen.CompilerServices;

namespace ConvGen.Training;

/// <summary>
/// How a batch is cut into slices whose gradients are summed one by one. The cut is a function of the network and the number of
/// samples alone: floating-point sums depend on their order, and so the result stays the same for every number of threads.
/// </summary>
internal static class BatchSlices
{
    /// <summary>The most slices of any batch.</summary>
    public const int Most = 8;

    /// <summary>The least arithmetic of a slice for every parameter: each goes over all weights, and has gradients of its own to fill and
    /// to add up, which otherwise takes longer than the arithmetic that is shared out.</summary>
    private const int LeastMultiplyAddsPerParameter = 16;

    /// <summary>The number of slices: enough to feed several threads, few enough that adding them up stays cheap.</summary>
    public static int Count(int samples, NetworkProgram program)
    {
        int slices = samples switch
        {
            < 2 => 1,
            < 16 => 2,
            < 48 => 4,
            _ => Most,
        };
        long work = samples * program.Summary.MultiplyAdds, least = (long)LeastMultiplyAddsPerParameter * program.ParameterFloats;
        while (slices > 1 && work < slices * least)
        {
            slices /= 2;
        }

        return slices;
    }

    /// <summary>The first sample of a slice; slice <c>count</c> would begin behind the last sample.</summary>
    public static int Start(int slice, int count, int samples) => (int)((long)slice * samples / count);
}
