using System.Runtime.InteropServices;
using ConvGen.CompilerServices;
using ConvGen.Internal;
using ConvGen.Optimizers;
using ConvGen.Threading;

namespace ConvGen.Training;

/// <summary>
/// The work of one training step, for as many threads as join it: the gradients of the batch's slices; then, when the last slice
/// is done and the loss is finite, the parameters, piece by piece, with the gradient's norm measured before where it is bounded.
/// A piece is summed over the slices, updated and packed for the forward pass while it is in the cache.
/// </summary>
/// <remarks>The result does not depend on who does what: slices are cut by the number of samples and summed in their order, and
/// the update treats every element alike. A part of this <see cref="ITeamWork"/> is one thread's joining; whoever comes late
/// finds everything done. A step may carry <see cref="ISideWork"/>, for the time in which a thread would wait for
/// others.</remarks>
internal sealed unsafe class TrainingStep : ITeamWork, IDisposable
{
    private readonly NetworkCore core;
    private readonly OptimizerState optimizer;
    private readonly SpinPolicy policy;
    private readonly SliceWorker[] workers;

    private readonly NormClip? clip;

    private readonly ParameterPiece[] pieces;
    private readonly int[] pieceShares;
    private readonly SharedParts untakenPieces;

    // Grown to the most slices that a batch has had.
    private readonly List<AlignedMemory> gradients = [];
    private readonly nint[] gradientPointers = new nint[BatchSlices.Most];
    private readonly double[] losses = new double[BatchSlices.Most];
    private readonly int[] sliceShares;
    private readonly SharedParts untakenSlices;

    private ISideWork? sideWork;
    private readonly int[] sideShares;
    private readonly SharedParts untakenSideParts;

    private TrainingBatch batch;
    private StepSettings settings;
    private Meeting meeting;

    /// <param name="core">Whose parameters are trained.</param>
    /// <param name="optimizer">How they are changed.</param>
    /// <param name="threads">The most threads that join.</param>
    /// <param name="mostNorm">The bound of the gradient's norm; null without one.</param>
    public TrainingStep(NetworkCore core, OptimizerState optimizer, int threads, float? mostNorm)
    {
        this.core = core;
        this.optimizer = optimizer;
        policy = new SpinPolicy(threads);
        workers = new SliceWorker[threads];
        for (int worker = 0; worker < threads; worker++)
        {
            workers[worker] = new SliceWorker(core.Program);
        }

        pieces = ParameterPiece.Cut(core.Program);
        pieceShares = ParameterPiece.Share(pieces, threads);
        untakenPieces = new SharedParts(threads);
        clip = mostNorm is { } most ? new NormClip(pieces, pieceShares, threads, most) : null;
        sliceShares = new int[threads];
        untakenSlices = new SharedParts(threads);
        sideShares = new int[threads];
        untakenSideParts = new SharedParts(threads);
    }

    /// <summary>What is to follow the slices.</summary>
    private enum Verdict
    {
        /// <summary>Slices are still being worked on.</summary>
        Pending,

        /// <summary>The loss is finite: measure the gradient.</summary>
        Measure,

        /// <summary>The gradient is as it is to be: update.</summary>
        Update,

        /// <summary>The loss is not finite, or a slice failed: leave everything as it is.</summary>
        Stop,
    }

    /// <summary>The mean loss of the batch, when all slices are done.</summary>
    public float Loss { get; private set; }

    /// <summary>How many slices the batch is cut into.</summary>
    public int Slices { get; private set; }

    /// <summary>Times what the calling thread does, unless null.</summary>
    public StepLaps? Laps { get; set; }

    /// <summary>Prepares for a checked batch. Nobody may be at work.</summary>
    /// <param name="newBatch">The samples to learn from.</param>
    /// <param name="newSettings">Those of the step, with an unclipped gradient.</param>
    /// <param name="newSideWork">Work that is done when the step is done, unless null.</param>
    public void Begin(in TrainingBatch newBatch, in StepSettings newSettings, ISideWork? newSideWork)
    {
        (batch, settings, sideWork) = (newBatch, newSettings, newSideWork);
        Slices = BatchSlices.Count(batch.Samples, core.Program);
        while (gradients.Count < Slices)
        {
            var memory = new AlignedMemory(core.Program.ParameterFloats);
            gradientPointers[gradients.Count] = (nint)memory.Pointer;
            gradients.Add(memory);
        }

        for (int worker = 0; worker < workers.Length; worker++)
        {
            // Rounded up, so that the caller has a slice even where there are more threads than slices.
            sliceShares[worker] = ((worker + 1) * Slices + workers.Length - 1) / workers.Length;
            sideShares[worker] = (int)((worker + 1L) * (sideWork?.Parts ?? 0) / workers.Length);
        }

        untakenSlices.Reset(sliceShares);
        untakenSideParts.Reset(sideShares);
        untakenPieces.Reset(pieceShares);
        clip?.Begin();
        meeting.UnfinishedSlices = Slices;
        meeting.Verdict = Verdict.Pending;
    }

    /// <summary>Joins the step: returns when there is nothing left to take.</summary>
    public void Run(int worker, int part)
    {
        StepLaps? laps = worker == 0 ? Laps : null;
        laps?.Lap(StepPart.HandOver);
        while (untakenSlices.TryTake(worker, out int slice))
        {
            RunSlice(worker, slice, laps);
        }

        Verdict verdict = WaitWhile(Verdict.Pending, worker);
        laps?.Lap(StepPart.Waiting);
        if (verdict == Verdict.Measure)
        {
            Measure(worker);
            verdict = WaitWhile(Verdict.Measure, worker);
        }

        if (verdict == Verdict.Update)
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

    /// <summary>Frees the memory. Nobody may be at work.</summary>
    public void Dispose()
    {
        foreach (AlignedMemory memory in gradients)
        {
            memory.Dispose();
        }

        foreach (SliceWorker worker in workers)
        {
            worker.Dispose();
        }
    }

    private void RunSlice(int worker, int slice, StepLaps? laps)
    {
        // Should the pass throw, this stands, and nobody updates.
        losses[slice] = double.NaN;
        try
        {
            int start = BatchSlices.Start(slice, Slices, batch.Samples);
            int end = BatchSlices.Start(slice + 1, Slices, batch.Samples);
            losses[slice] = workers[worker].Run(core, batch, start, end, (float*)gradientPointers[slice], laps);
        }
        finally
        {
            if (Interlocked.Decrement(ref meeting.UnfinishedSlices) == 0)
            {
                Judge();
            }
        }
    }

    // On the thread that finished the last slice; all others wait for it.
    private void Judge()
    {
        double sum = 0;
        for (int slice = 0; slice < Slices; slice++)
        {
            sum += losses[slice];
        }

        Loss = (float)(sum / batch.LossTerms(core.Program));
        if (!float.IsFinite(Loss))
        {
            meeting.Verdict = Verdict.Stop;
        }
        else if (clip is not null && pieces.Length > 0)
        {
            meeting.Verdict = Verdict.Measure;
        }
        else
        {
            BeginUpdate(settings);
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
        meeting.Verdict = Verdict.Update;
    }

    private Verdict WaitWhile(Verdict verdict, int worker)
    {
        while (meeting.Verdict == verdict && TryDoSidePart(worker))
        {
        }

        long until = SpinPolicy.Until();
        while (meeting.Verdict == verdict)
        {
            if (SpinPolicy.IsOver(until))
            {
                // Somebody is long at work, perhaps for want of a core.
                Thread.Yield();
            }

            policy.Spin();
        }

        return meeting.Verdict;
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
        // What has been measured has been added up, too.
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

    /// <summary>What all threads write, each on cache lines of its own.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 4 * AlignedMemory.Alignment)]
    private struct Meeting
    {
        [FieldOffset(AlignedMemory.Alignment)]
        public int UnfinishedSlices;

        [FieldOffset(3 * AlignedMemory.Alignment)]
        public volatile Verdict Verdict;
    }
}
