using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using ConvGen.Internal;
using ConvGen.Optimizers;
using ConvGen.Threading;

namespace ConvGen.Training;

/// <summary>Holds the length of the whole gradient below a bound, as PyTorch's
/// <see href="https://pytorch.org/docs/stable/generated/torch.nn.utils.clip_grad_norm_.html">clip_grad_norm_</see>: a stage of a
/// step between its slices and its update, because nothing may be updated before all of the gradient is known.</summary>
/// <remarks>The pieces' squares are added up in the order of the pieces, whoever has measured them.</remarks>
internal sealed unsafe class NormClip(ParameterPiece[] pieces, int[] shares, int threads, float most)
{
    // PyTorch's, against a division by zero.
    private const double Epsilon = 1e-6;

    private readonly double[] squares = new double[pieces.Length];
    private readonly SharedParts untaken = new(threads);
    private int unfinished;

    /// <summary>Prepares for a step. Nobody may be at work.</summary>
    public void Begin()
    {
        untaken.Reset(shares);
        unfinished = pieces.Length;
    }

    /// <summary>Measures pieces until none is left: adds the slices' gradients up in the first slice's vector, and their
    /// squares.</summary>
    /// <returns>Whether this worker has finished the last piece, and <see cref="Scale"/> is known.</returns>
    public bool Measure(int worker, ReadOnlySpan<nint> slices)
    {
        bool isLast = false;
        while (untaken.TryTake(worker, out int piece))
        {
            squares[piece] = Measure(pieces[piece], slices);
            isLast = Interlocked.Decrement(ref unfinished) == 0;
        }

        return isLast;
    }

    /// <summary>What the gradient is to be multiplied by: 1, or less where it is longer than the bound.</summary>
    public float Scale() => (float)Math.Min(1, most / (Math.Sqrt(squares.Sum()) + Epsilon));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Measure(ParameterPiece piece, ReadOnlySpan<nint> slices)
    {
        float* sum = (float*)slices[0];
        Vector256<double> squares = Vector256<double>.Zero;
        for (int i = piece.Start; i < piece.End; i += AlignedMemory.LineFloats)
        {
            (Vector256<float> low, Vector256<float> high) = SliceSum.Line(slices, i);
            low.Store(sum + i);
            high.Store(sum + i + Vector256<float>.Count);
            squares = AddSquares(AddSquares(squares, low), high);
        }

        return Vector256.Sum(squares);
    }

    // In double precision: a float's square may be too large for a float.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> AddSquares(Vector256<double> sum, Vector256<float> values)
    {
        (Vector256<double> low, Vector256<double> high) = Vector256.Widen(values);
        return Vector256.FusedMultiplyAdd(high, high, Vector256.FusedMultiplyAdd(low, low, sum));
    }
}
