using System.Runtime.InteropServices;
using ConvGen.CompilerServices;
using ConvGen.Internal;
using ConvGen.Optimizers;
using ConvGen.Threading;

namespace ConvGen.Training;

/// <summary>
/// The work of one training step, for any number of threads. First the gradients of the slices are computed, one segment of the
/// pass after another. After the last slice, if the loss is finite, the parameters are updated piece by piece; if the
/// gradient's norm is bounded, it is measured in between. A piece is summed over the slices, updated and packed for the forward
/// pass while it is in the cache.
/// </summary>
/// <remarks>The result does not depend on the distribution over threads: slices are cut by the number of samples and summed in their
/// order, between segments one thread reduces their contributions while all others wait, and the update treats every element
/// alike. One part of this <see cref="ITeamWork"/> lets one thread join the step; a late thread finds no work left. A step may
/// carry <see cref="ISideWork"/>, which threads do while they would wait for others.</remarks>
internal sealed unsafe class TrainingStep : ITeamWork, IDisposable
{
    private readonly NetworkCore core;
    private readonly OptimizerState optimizer;
    private readonly SpinPolicy policy;
    private readonly TrainingPass pass;
    private readonly int threads;

    private readonly NormClip? clip;

    private readonly ParameterPiece[] pieces;
    private readonly int[] pieceShares;
    private readonly SharedParts untakenPieces;

    // Grown to the largest number of slices so far.
    private readonly List<AlignedMemory> gradients = [];
    private readonly nint[] gradientPointers = new nint[BatchSlices.Most];
    private readonly int[] sliceShares;

    // One object for each segment, so that none is reset while a thread is taking slices.
    private readonly SharedParts[] untakenSlices;

    private ISideWork? sideWork;
    private readonly int[] sideShares;
    private readonly SharedParts untakenSideParts;

    private StepSettings settings;
    private Meeting meeting;

    /// <param name="core">The network to train.</param>
    /// <param name="optimizer">The state of the optimizer.</param>
    /// <param name="threads">The largest number of threads.</param>
    /// <param name="mostNorm">The bound of the gradient's norm; null without one.</param>
    public TrainingStep(NetworkCore core, OptimizerState optimizer, int threads, float? mostNorm)
    {
        this.core = core;
        this.optimizer = optimizer;
        policy = new SpinPolicy(threads);
        this.threads = threads;
        pass = new TrainingPass(core.Program, threads);
        pieces = ParameterPiece.Cut(core.Program);
        pieceShares = ParameterPiece.Share(pieces, threads);
        untakenPieces = new SharedParts(threads);
        clip = mostNorm is { } most ? new NormClip(pieces, pieceShares, threads, most) : null;
        sliceShares = new int[threads];
        untakenSlices = [.. Enumerable.Range(0, pass.Segments).Select(_ => new SharedParts(threads))];
        sideShares = new int[threads];
        untakenSideParts = new SharedParts(threads);
    }

    /// <summary>The state of the step: one of the constants below, or, if not negative, the number of the current segment.</summary>
    private enum Phase
    {
        /// <summary>The loss is not finite, or a slice or a meeting has failed: no parameter is changed.</summary>
        Stop = -3,

        /// <summary>The gradient is final: update.</summary>
        Update = -2,

        /// <summary>The loss is finite: measure the gradient.</summary>
        Measure = -1,

        /// <summary>The first segment runs.</summary>
        FirstSegment = 0,
    }

    /// <summary>The mean loss of the mini-batch, once all slices are done.</summary>
    public float Loss { get; private set; }

    /// <summary>The number of slices of the mini-batch.</summary>
    public int Slices => pass.Slices;

    /// <summary>Measures the parts of a step on the calling thread, unless null.</summary>
    public StepLaps? Laps { get; set; }

    /// <summary>Prepares for a checked batch. Must not be called while a step runs.</summary>
    /// <param name="newBatch">The samples to learn from.</param>
    /// <param name="newSettings">The settings of the step, with an unclipped gradient.</param>
    /// <param name="newSideWork">Additional work that is done by the end of the step, or null.</param>
    public void Begin(in TrainingBatch newBatch, in StepSettings newSettings, ISideWork? newSideWork)
    {
        (settings, sideWork) = (newSettings, newSideWork);
        pass.Begin(newBatch);
        while (gradients.Count < Slices)
        {
            var memory = new AlignedMemory(core.Program.ParameterFloats);
            gradientPointers[gradients.Count] = (nint)memory.Pointer;
            gradients.Add(memory);
        }

        for (int worker = 0; worker < threads; worker++)
        {
            // Rounded up, so that the caller has a slice even with more threads than slices.
            sliceShares[worker] = ((worker + 1) * Slices + threads - 1) / threads;
            sideShares[worker] = (int)((worker + 1L) * (sideWork?.Parts ?? 0) / threads);
        }

        foreach (SharedParts slices in untakenSlices)
        {
            slices.Reset(sliceShares);
        }

        untakenSideParts.Reset(sideShares);
        untakenPieces.Reset(pieceShares);
        clip?.Begin();
        meeting.UnfinishedSlices = Slices;
        meeting.Phase = Phase.FirstSegment;
    }

    /// <summary>Joins the step; returns when no work is left.</summary>
    public void Run(int worker, int part)
    {
        StepLaps? laps = worker == 0 ? Laps : null;
        laps?.Lap(StepPart.HandOver);
        Phase phase = meeting.Phase;
        while (phase >= Phase.FirstSegment)
        {
            int segment = (int)phase;
            while (untakenSlices[segment].TryTake(worker, out int slice))
            {
                RunSlice(worker, segment, slice, laps);
            }

            phase = WaitWhile(phase, worker);
            laps?.Lap(StepPart.Waiting);
        }

        if (phase == Phase.Measure)
        {
            Measure(worker);
            phase = WaitWhile(Phase.Measure, worker);
        }

        if (phase == Phase.Update)
        {
            while (untakenPieces.TryTake(worker, out int piece))
            {
                Update(pieces[piece], laps);
            }
        }

        while (TryDoSidePart(worker))
        {
        }
    }

    /// <summary>Frees the memory. Must not be called while a step runs.</summary>
    public void Dispose()
    {
        foreach (AlignedMemory memory in gradients)
        {
            memory.Dispose();
        }

        pass.Dispose();
    }

    private void RunSlice(int worker, int segment, int slice, StepLaps? laps)
    {
        try
        {
            pass.Run(core, worker, segment, slice, (float*)gradientPointers[slice], laps);
        }
        finally
        {
            if (Interlocked.Decrement(ref meeting.UnfinishedSlices) == 0)
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
            Loss = pass.MeanLoss();
            if (!float.IsFinite(Loss))
            {
                meeting.Phase = Phase.Stop;
            }
            else if (segment + 1 < pass.Segments)
            {
                pass.Meet(segment);
                meeting.UnfinishedSlices = Slices;
                meeting.Phase = (Phase)(segment + 1);
            }
            else if (clip is not null && pieces.Length > 0)
            {
                meeting.Phase = Phase.Measure;
            }
            else
            {
                BeginUpdate(settings);
            }
        }
        catch
        {
            // The others would wait forever.
            meeting.Phase = Phase.Stop;
            throw;
        }
    }

    private void Measure(int worker)
    {
        if (clip!.Measure(worker, gradientPointers.AsSpan(0, Slices)))
        {
            BeginUpdate(settings with { GradientScale = clip.Scale() });
        }
    }

    private void BeginUpdate(in StepSettings final)
    {
        optimizer.BeginStep(final);
        meeting.Phase = Phase.Update;
    }

    private Phase WaitWhile(Phase phase, int worker)
    {
        while (meeting.Phase == phase && TryDoSidePart(worker))
        {
        }

        long until = SpinPolicy.Until();
        while (meeting.Phase == phase)
        {
            if (SpinPolicy.IsOver(until))
            {
                // Another thread is taking long, possibly because it was descheduled.
                Thread.Yield();
            }

            policy.Spin();
        }

        return meeting.Phase;
    }

    private bool TryDoSidePart(int worker)
    {
        if (sideWork is null || !untakenSideParts.TryTake(worker, out int part))
        {
            return false;
        }

        sideWork.Run(worker, part);
        return true;
    }

    private void Update(ParameterPiece piece, StepLaps? laps)
    {
        // Measuring the norm has already summed the slices.
        int summands = clip is null ? Slices : 1;
        optimizer.Update(core.ParameterMemory.Pointer, gradientPointers.AsSpan(0, summands), piece.Start, piece.End);
        laps?.Lap(StepPart.Update);
        if (piece.Packed != ParameterPiece.None)
        {
            core.Pack(piece.Packed);
            laps?.Lap(StepPart.Packing);
        }

        GC.KeepAlive(core);
    }

    /// <summary>The fields that all threads write, each on its own cache lines.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 4 * AlignedMemory.Alignment)]
    private struct Meeting
    {
        [FieldOffset(AlignedMemory.Alignment)]
        public int UnfinishedSlices;

        [FieldOffset(3 * AlignedMemory.Alignment)]
        public volatile Phase Phase;
    }
}
