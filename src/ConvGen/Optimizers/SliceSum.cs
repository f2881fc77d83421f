using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ConvGen.Optimizers;

/// <summary>Computes the gradient of a mini-batch: the sum of its slices' gradients, in order.</summary>
internal static unsafe class SliceSum
{
    /// <summary>Computes one cache line of the sum.</summary>
    /// <param name="slices">The gradient vector of each slice, at least one.</param>
    /// <param name="i">The index of the line's first float, a multiple of 16.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector256<float> Low, Vector256<float> High) Line(ReadOnlySpan<nint> slices, int i)
    {
        float* first = (float*)slices[0] + i;
        Vector256<float> low = Vector256.Load(first), high = Vector256.Load(first + Vector256<float>.Count);
        for (int slice = 1; slice < slices.Length; slice++)
        {
            float* next = (float*)slices[slice] + i;
            low += Vector256.Load(next);
            high += Vector256.Load(next + Vector256<float>.Count);
        }

        return (low, high);
    }
}
