using System.Runtime.InteropServices;
using ConvGen.CompilerServices;
using ConvGen.Internal;
using ConvGen.Optimizers;
using ConvGen.Threading;

namespace ConvGen.Training;

/// <summary>
/// The work of one training step, for any number of threads. First the gradients of the slices are computed, one segment of the
/// pass after another. After the last slice, if the loss is finite, the parameters are updated piece by piece; if several mini-batches
/// make one update, or the gradient's norm is bounded, the gradient is accumulated or measured in between. A piece is summed over the
/// slices, updated and packed for the forward pass while it is in the cache.
/// </summary>
/// <remarks>The result does not depend on the distribution over threads: the slices depend only on the network and the number of samples
/// and are summed in their order, between segments one thread reduces their contributions while all others wait, and the update treats
/// every element alike. Each part of this <see cref="ITeamWork"/> is one thread that joins the step; one that joins late returns at once. A
/// step may carry <see cref="ISideWork"/>, which threads do while they would wait for others.</remarks>
internal sealed unsafe class TrainingStep : ITeamWork, IDisposable
{
    private readonly NetworkCore _core;
    private readonly OptimizerState _optimizer;
    private readonly SpinPolicy _policy;
    private readonly TrainingPass _pass;
    private readonly int _threads;

    private readonly GradientAccumulator? _accumulator;
    private readonly NormClip? _clip;
    private readonly ParameterAverage? _average;

    private readonly RunningStatistics _statistics;
    private readonly TrainedPiece[] _pieces;
    private readonly int[] _pieceShares;
    private readonly SharedParts _untakenPieces;

    // One buffer for each slice, up to the largest number of slices so far.
    private readonly List<AlignedMemory> _gradients = [];
    private readonly nint[] _gradientPointers = new nint[BatchSlices.Most];
    private readonly int[] _sliceShares;

    // One object for each segment, so that none is reset while a thread is taking slices.
    private readonly SharedParts[] _untakenSlices;

    private ISideWork? _sideWork;
    private readonly int[] _sideShares;
    private readonly SharedParts _untakenSideParts;

    private StepSettings _settings;
    private SharedFields _shared;

    /// <param name="core">The network to train.</param>
    /// <param name="optimizer">The state of the optimizer.</param>
    /// <param name="options">The number of threads, and the bound of the gradient's norm.</param>
    /// <param name="frozen">The parameters that stay as they are.</param>
    /// <param name="average">The average of the parameters; null without one.</param>
    public TrainingStep(
        NetworkCore core, OptimizerState optimizer, TrainerOptions options, FrozenParameters frozen, ParameterAverage? average)
    {
        int threads = options.Threads;
        _core = core;
        _optimizer = optimizer;
        _policy = new SpinPolicy(threads);
        _threads = threads;
        _pass = new TrainingPass(core.Program, threads);
        _pieces = TrainedPiece.Cut(core.Program, frozen);
        _pieceShares = TrainedPiece.Share(_pieces, threads);
        _untakenPieces = new SharedParts(threads);
        _average = average;
        _statistics = new RunningStatistics(core, frozen);
        _accumulator = options.BatchesPerUpdate == 1
            ? null
            : new GradientAccumulator(core.Program.ParameterFloats, _pieces, _pieceShares, threads);
        _clip = options.MaxGradientNorm is { } most ? new NormClip(_pieces, _pieceShares, threads, most) : null;
        _sliceShares = new int[threads];
        _untakenSlices = new SharedParts[_pass.Segments];
        for (int segment = 0; segment < _untakenSlices.Length; segment++)
        {
            _untakenSlices[segment] = new SharedParts(threads);
        }

        _sideShares = new int[threads];
        _untakenSideParts = new SharedParts(threads);
    }

    /// <summary>The state of the step: one of the constants below, or, if not negative, the number of the current segment.</summary>
    private enum Phase
    {
        /// <summary>No parameter is changed: the loss is not finite, a slice or a reduction has failed, or more mini-batches belong to the
        /// update.</summary>
        Stop = -4,

        /// <summary>The gradient is final: update.</summary>
        Update = -3,

        /// <summary>The gradient is complete: measure it.</summary>
        Measure = -2,

        /// <summary>The loss is finite: add the gradient to those of earlier mini-batches.</summary>
        Accumulate = -1,

        /// <summary>The first segment runs.</summary>
        FirstSegment = 0,
    }

    /// <summary>The mean loss of the mini-batch, once all slices are done.</summary>
    public float Loss { get; private set; }

    /// <summary>The number of slices of the mini-batch.</summary>
    public int Slices => _pass.Slices;

    /// <summary>The sum of the gradients of an incomplete update; null if every mini-batch makes one.</summary>
    public GradientAccumulator? Accumulator => _accumulator;

    /// <summary>The recorder of the time per part of a step on the calling thread; null records nothing.</summary>
    public StepLaps? Laps { get; set; }

    /// <summary>Prepares for a checked batch. Must not be called while a step runs.</summary>
    /// <param name="newBatch">The samples to learn from.</param>
    /// <param name="newSettings">The settings of the step, with an unclipped gradient.</param>
    /// <param name="completes">Whether the mini-batch completes an update; otherwise its gradient is only accumulated.</param>
    /// <param name="newSideWork">Additional work that is done by the end of the step, or null.</param>
    public void Begin(in TrainingBatch newBatch, in StepSettings newSettings, bool completes, ISideWork? newSideWork)
    {
        (_settings, _sideWork) = (newSettings, newSideWork);
        _pass.Begin(newBatch);
        while (_gradients.Count < Slices)
        {
            var memory = new AlignedMemory(_core.Program.ParameterFloats);
            _gradientPointers[_gradients.Count] = (nint)memory.Pointer;
            _gradients.Add(memory);
        }

        for (int worker = 0; worker < _threads; worker++)
        {
            // Rounded up, so that the caller has a slice even with more threads than slices.
            _sliceShares[worker] = ((worker + 1) * Slices + _threads - 1) / _threads;
            _sideShares[worker] = (int)((worker + 1L) * (_sideWork?.Parts ?? 0) / _threads);
        }

        foreach (SharedParts slices in _untakenSlices)
        {
            slices.Reset(_sliceShares);
        }

        _untakenSideParts.Reset(_sideShares);
        _untakenPieces.Reset(_pieceShares);
        _accumulator?.Begin(newBatch.Samples, _pass.LossTerms, completes);
        _clip?.Begin();
        _shared.UnfinishedSlices = Slices;
        _shared.Phase = Phase.FirstSegment;
    }

    /// <summary>Joins the step; returns when no work is left.</summary>
    public void Run(int worker, int part)
    {
        StepLaps? laps = worker == 0 ? Laps : null;
        laps?.Lap(StepPart.HandOver);
        Phase phase = _shared.Phase;
        while (phase >= Phase.FirstSegment)
        {
            int segment = (int)phase;
            while (_untakenSlices[segment].TryTake(worker, out int slice))
            {
                RunSlice(worker, segment, slice, laps);
            }

            phase = WaitWhile(phase, worker);
            laps?.Lap(StepPart.Waiting);
        }

        if (phase == Phase.Accumulate)
        {
            Accumulate(worker);
            phase = WaitWhile(Phase.Accumulate, worker);
        }

        if (phase == Phase.Measure)
        {
            Measure(worker);
            phase = WaitWhile(Phase.Measure, worker);
        }

        if (phase == Phase.Update)
        {
            while (_untakenPieces.TryTake(worker, out int piece))
            {
                Update(_pieces[piece], laps);
            }
        }

        while (TryDoSidePart(worker))
        {
        }
    }

    /// <summary>Frees the memory. Must not be called while a step runs.</summary>
    public void Dispose()
    {
        foreach (AlignedMemory memory in _gradients)
        {
            memory.Dispose();
        }

        _accumulator?.Dispose();
        _pass.Dispose();
    }

    private void RunSlice(int worker, int segment, int slice, StepLaps? laps)
    {
        try
        {
            _pass.Run(_core, worker, segment, slice, (float*)_gradientPointers[slice], laps);
        }
        finally
        {
            if (Interlocked.Decrement(ref _shared.UnfinishedSlices) == 0)
            {
                EndSegment(segment);
            }
        }
    }

    // On the thread that finished the segment's last slice; all others wait for it.
    private void EndSegment(int segment)
    {
        try
        {
            Loss = _pass.MeanLoss();
            if (!float.IsFinite(Loss))
            {
                _shared.Phase = Phase.Stop;
            }
            else if (segment + 1 < _pass.Segments)
            {
                _pass.Meet(segment);
                _shared.UnfinishedSlices = Slices;
                _shared.Phase = (Phase)(segment + 1);
            }
            else if (_accumulator is not null && _pieces.Length > 0)
            {
                _shared.Phase = Phase.Accumulate;
            }
            else
            {
                EndGradient();
            }
        }
        catch
        {
            // Otherwise the other threads would wait forever.
            _shared.Phase = Phase.Stop;
            throw;
        }
    }

    private void Accumulate(int worker)
    {
        if (_accumulator!.Add(worker, _gradientPointers.AsSpan(0, Slices)))
        {
            EndGradient();
        }
    }

    private void EndGradient()
    {
        _accumulator?.End();
        _statistics.Move(_pass);
        if (_accumulator is { Completes: false })
        {
            _shared.Phase = Phase.Stop;
        }
        else if (_clip is not null && _pieces.Length > 0)
        {
            _shared.Phase = Phase.Measure;
        }
        else
        {
            BeginUpdate(_settings);
        }
    }

    // The vectors whose sum is the gradient.
    private ReadOnlySpan<nint> Summands =>
        _accumulator is null ? _gradientPointers.AsSpan(0, Slices) : _accumulator.Summands;

    private void Measure(int worker)
    {
        if (_clip!.Measure(worker, Summands))
        {
            BeginUpdate(_settings with { GradientScale = _clip.Scale() });
        }
    }

    private void BeginUpdate(in StepSettings final)
    {
        _optimizer.BeginStep(final);
        _average?.BeginStep(final.Number - 1);
        _shared.Phase = Phase.Update;
    }

    private Phase WaitWhile(Phase phase, int worker)
    {
        while (_shared.Phase == phase && TryDoSidePart(worker))
        {
        }

        long until = SpinPolicy.Until();
        while (_shared.Phase == phase)
        {
            if (SpinPolicy.IsOver(until))
            {
                // Another thread is taking long, possibly because it was descheduled.
                Thread.Yield();
            }

            _policy.Spin();
        }

        return _shared.Phase;
    }

    private bool TryDoSidePart(int worker)
    {
        if (_sideWork is null || !_untakenSideParts.TryTake(worker, out int part))
        {
            return false;
        }

        _sideWork.Run(worker, part);
        return true;
    }

    private void Update(TrainedPiece trained, StepLaps? laps)
    {
        // Measuring the norm has already summed them into the first one.
        ReadOnlySpan<nint> gradients = _clip is null ? Summands : Summands[..1];
        foreach (ParameterRange range in trained.Ranges)
        {
            _optimizer.Update(_core.ParameterMemory.Pointer, gradients, range.Start, range.End);
            _average?.Update(range);
        }

        laps?.Lap(StepPart.Update);
        if (trained.Piece.Packed != ParameterPiece.None)
        {
            _core.Pack(trained.Piece.Packed);
            laps?.Lap(StepPart.Packing);
        }

        GC.KeepAlive(_core);
    }

    /// <summary>The fields that all threads write, each on its own cache lines.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 4 * AlignedMemory.Alignment)]
    private struct SharedFields
    {
        [FieldOffset(AlignedMemory.Alignment)]
        public int UnfinishedSlices;

        [FieldOffset(3 * AlignedMemory.Alignment)]
        public volatile Phase Phase;
    }
}
