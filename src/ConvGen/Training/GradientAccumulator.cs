using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using ConvGen.Internal;
using ConvGen.Optimizers;
using ConvGen.Threading;

namespace ConvGen.Training;

/// <summary>Sums the gradients of the mini-batches that make one update: <see cref="TrainerOptions.BatchesPerUpdate"/>. Runs between the
/// slices of a step and its update. With the last mini-batch of an update, the sum becomes the mean gradient over all its
/// samples.</summary>
/// <remarks>Every element is treated alike, so the result does not depend on the number of threads.</remarks>
internal sealed unsafe class GradientAccumulator : IDisposable
{
    private readonly TrainedPiece[] _pieces;
    private readonly int[] _shares;
    private readonly AlignedMemory _sum;
    private readonly nint[] _sumPointer;
    private readonly SharedParts _untaken;
    private int _unfinished;

    // Those of the current step.
    private AccumulatedBatches _after;
    private float _weight, _scale;
    private bool _isFirst;

    /// <param name="parameterFloats">The length of the internal vector.</param>
    /// <param name="pieces">The trained parameters.</param>
    /// <param name="shares">For every thread, the end of its share of the pieces.</param>
    /// <param name="threads">The largest number of threads.</param>
    public GradientAccumulator(int parameterFloats, TrainedPiece[] pieces, int[] shares, int threads)
    {
        (_pieces, _shares) = (pieces, shares);
        _sum = new AlignedMemory(parameterFloats);
        _sumPointer = [(nint)_sum.Pointer];
        _untaken = new SharedParts(threads);
    }

    /// <summary>The mini-batches that the sum contains.</summary>
    public AccumulatedBatches Batches { get; private set; }

    /// <summary>Whether the current step completes an update.</summary>
    public bool Completes { get; private set; }

    /// <summary>The sum, as the only summand of a gradient; when an update is complete, the mean gradient.</summary>
    public ReadOnlySpan<nint> Summands => _sumPointer;

    /// <summary>The sum in the internal layout, for checkpoints.</summary>
    public AlignedMemory Sum => _sum;

    /// <summary>Prepares for a step. Must not be called while a step is running.</summary>
    /// <param name="samples">The number of samples of the mini-batch.</param>
    /// <param name="lossTerms">The divisor of its gradient.</param>
    /// <param name="completes">Whether it is the last mini-batch of an update.</param>
    public void Begin(int samples, double lossTerms, bool completes)
    {
        _isFirst = Batches.Count == 0;
        _after = Batches.With(samples, lossTerms);

        // Relative to the first mini-batch: equal ones are summed without rounding a factor.
        _weight = (float)(lossTerms / _after.FirstLossTerms);
        _scale = completes ? (float)(_after.FirstLossTerms / _after.LossTerms) : 1f;
        Completes = completes;
        _untaken.Reset(_shares);
        _unfinished = _pieces.Length;
    }

    /// <summary>Adds the mini-batch's gradient, piece by piece, until no piece is left.</summary>
    /// <returns>Whether this worker has finished the last piece.</returns>
    public bool Add(int worker, ReadOnlySpan<nint> slices)
    {
        bool isLast = false;
        while (_untaken.TryTake(worker, out int piece))
        {
            foreach (ParameterRange range in _pieces[piece].Ranges)
            {
                Add(range, slices);
            }

            isLast = Interlocked.Decrement(ref _unfinished) == 0;
        }

        return isLast;
    }

    /// <summary>Counts the mini-batch whose gradient has been added. Called once in a step, on one thread.</summary>
    public void End() => Batches = Completes ? default : _after;

    /// <summary>Forgets the mini-batches of an incomplete update.</summary>
    public void Clear() => Batches = default;

    /// <summary>Restores the state of a checkpoint.</summary>
    /// <param name="batches">The mini-batches, at least one.</param>
    /// <param name="parameters">The parameters of the network.</param>
    /// <param name="values">The sum for each parameter in PyTorch's order.</param>
    public void Restore(AccumulatedBatches batches, ParameterSet parameters, Func<Parameter, ReadOnlySpan<float>> values)
    {
        Batches = batches;
        foreach (Parameter parameter in parameters)
        {
            parameter.Map.Scatter(values(parameter), _sum.Span);
        }
    }

    /// <summary>Frees the memory. Must not be called while a step is running.</summary>
    public void Dispose() => _sum.Dispose();

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Add(ParameterRange range, ReadOnlySpan<nint> slices)
    {
        float* sum = _sum.Pointer;
        Vector256<float> weight = Vector256.Create(_weight), scale = Vector256.Create(_scale);
        for (int i = range.Start; i < range.End; i += AlignedMemory.LineFloats)
        {
            int upper = i + Vector256<float>.Count;
            (Vector256<float> low, Vector256<float> high) = SliceSum.Line(slices, i);

            // The memory of a new sum has old content.
            low = _isFirst ? low : Vector256.MultiplyAddEstimate(weight, low, Vector256.Load(sum + i));
            high = _isFirst ? high : Vector256.MultiplyAddEstimate(weight, high, Vector256.Load(sum + upper));
            (scale * low).Store(sum + i);
            (scale * high).Store(sum + upper);
        }

        GC.KeepAlive(this);
    }
}

/// <summary>The mini-batches of an incomplete update.</summary>
/// <param name="Count">Their number.</param>
/// <param name="Samples">The number of their samples.</param>
/// <param name="FirstLossTerms">The number of loss terms of the first one, or the sum of their weights.</param>
/// <param name="LossTerms">The same for all of them.</param>
internal readonly record struct AccumulatedBatches(int Count, long Samples, double FirstLossTerms, double LossTerms)
{
    /// <summary>Returns them with one more mini-batch.</summary>
    public AccumulatedBatches With(int samples, double lossTerms) =>
        new(Count + 1, Samples + samples, Count == 0 ? lossTerms : FirstLossTerms, LossTerms + lossTerms);
}
