using ConvGen.CompilerServices;

namespace ConvGen.Training;

/// <summary>
/// Divides a mini-batch into slices whose gradients are summed in order. The slices depend only on the network and the number of
/// samples, so that the order of the floating-point sums, and with it the result, is the same for every number of threads.
/// </summary>
internal static class BatchSlices
{
    /// <summary>The largest number of slices of a mini-batch.</summary>
    public const int Most = 8;

    /// <summary>The minimum multiply-adds of a slice per parameter. Each slice reads all weights and has its own gradient buffer
    /// to clear and to sum, which would cost more than a smaller slice saves.</summary>
    private const int LeastMultiplyAddsPerParameter = 16;

    /// <summary>Returns the number of slices: enough for several threads, few enough that summing them stays cheap.</summary>
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

    /// <summary>Returns the first sample of a slice; for slice <c>count</c>, one past the last sample.</summary>
    public static int Start(int slice, int count, int samples) => (int)((long)slice * samples / count);
}
