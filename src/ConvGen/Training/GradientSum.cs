using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using ConvGen.Internal;

namespace ConvGen.Training;

/// <summary>Adds the gradients of a slice to the sum of the previous slices, element by element.</summary>
internal static unsafe class GradientSum
{
    /// <summary>sum[i] += slice[i]; the length of both is a multiple of 16, as for all internal vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(AlignedMemory sum, AlignedMemory slice)
    {
        float* into = sum.Pointer, from = slice.Pointer;
        for (int i = 0; i < sum.Length; i += Vector256<float>.Count)
        {
            (Vector256.Load(into + i) + Vector256.Load(from + i)).Store(into + i);
        }

        GC.KeepAlive(sum);
        GC.KeepAlive(slice);
    }
}
