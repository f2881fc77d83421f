using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using ConvGen.Internal;
using ConvGen.Optimizers;
using ConvGen.Threading;

namespace ConvGen.Training;

/// <summary>Limits the norm of the gradient of all trained parameters, as PyTorch's
/// <see href="https://pytorch.org/docs/stable/generated/torch.nn.utils.clip_grad_norm_.html">clip_grad_norm_</see>: runs
/// between the slices of a step and its update, because the update needs the norm of the complete gradient.</summary>
/// <remarks>The squares are summed in the order of the pieces, no matter which thread measured them.</remarks>
internal sealed unsafe class NormClip(TrainedPiece[] pieces, int[] shares, int threads, float most)
{
    // PyTorch's epsilon against a division by zero.
    private const double Epsilon = 1e-6;

    private readonly double[] _squares = new double[pieces.Length];
    private readonly SharedParts _untaken = new(threads);
    private int _unfinished;

    /// <summary>Prepares for a step. Must not be called while a step is running.</summary>
    public void Begin()
    {
        _untaken.Reset(shares);
        _unfinished = pieces.Length;
    }

    /// <summary>Measures pieces until none is left: sums the gradient vectors into the first one, and sums the squares.</summary>
    /// <returns>Whether this worker has finished the last piece, so that <see cref="Scale"/> is known.</returns>
    public bool Measure(int worker, ReadOnlySpan<nint> slices)
    {
        bool isLast = false;
        while (_untaken.TryTake(worker, out int piece))
        {
            _squares[piece] = Measure(pieces[piece], slices);
            isLast = Interlocked.Decrement(ref _unfinished) == 0;
        }

        return isLast;
    }

    /// <summary>The factor of the gradient: 1, or less if its norm exceeds the bound.</summary>
    public float Scale() => (float)Math.Min(1, most / (Math.Sqrt(_squares.Sum()) + Epsilon));

    private static double Measure(TrainedPiece piece, ReadOnlySpan<nint> slices)
    {
        double squares = 0;
        foreach (ParameterRange range in piece.Ranges)
        {
            squares += Measure(range, slices);
        }

        return squares;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Measure(ParameterRange range, ReadOnlySpan<nint> slices)
    {
        float* sum = (float*)slices[0];
        Vector256<double> squares = Vector256<double>.Zero;
        for (int i = range.Start; i < range.End; i += AlignedMemory.LineFloats)
        {
            (Vector256<float> low, Vector256<float> high) = SliceSum.Line(slices, i);
            low.Store(sum + i);
            high.Store(sum + i + Vector256<float>.Count);
            squares = AddSquares(AddSquares(squares, low), high);
        }

        return Vector256.Sum(squares);
    }

    // In double precision: the square of a float may overflow.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> AddSquares(Vector256<double> sum, Vector256<float> values)
    {
        (Vector256<double> low, Vector256<double> high) = Vector256.Widen(values);
        return Vector256.MultiplyAddEstimate(high, high, Vector256.MultiplyAddEstimate(low, low, sum));
    }
}
