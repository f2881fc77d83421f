using System.Runtime.InteropServices;
using ConvGen.CompilerServices;
using ConvGen.Internal;

namespace ConvGen.Training;

/// <summary>
/// Runs the forward and backward pass over mini-batches. Threads process slices of a mini-batch in parallel, chunk by chunk. A pass that
/// needs totals over the mini-batch is divided into segments, between which the slices' contributions are reduced. The caller runs every segment over all slices, on any number of threads, and calls <see cref="Meet"/> between segments.
/// </summary>
/// <remarks>With one segment, a chunk is finished before the next one starts, and each thread has one workspace. With several, every
/// chunk of the mini-batch has its own workspace, which keeps its activations between segments.</remarks>
internal sealed unsafe class TrainingPass : IDisposable
{
    private readonly NetworkProgram _program;

    // One segment: one worker for each thread. Several: one for each chunk, up to the largest number of chunks of a mini-batch so far.
    private readonly List<ChunkWorker> _workers = [];
    private int _chunksPerSlice;

    private readonly AlignedMemory _contributions;
    private readonly AlignedMemory _shared;
    private readonly double[] _losses = new double[BatchSlices.Most];

    private TrainingBatch _batch;
    private double _lossTerms;

    /// <param name="program">The network's program.</param>
    /// <param name="threads">The largest number of threads that run slices at once.</param>
    /// <exception cref="ArgumentException">The program has less than one segment, or its <see cref="NetworkProgram.MeetingFloats"/>
    /// are negative or not a multiple of 16.</exception>
    public TrainingPass(NetworkProgram program, int threads)
    {
        Check(program);
        _program = program;
        Segments = program.TrainingSegments;
        _contributions = new AlignedMemory(checked(BatchSlices.Most * program.MeetingFloats));
        _shared = new AlignedMemory(program.MeetingFloats);
        if (Segments == 1)
        {
            AddWorkers(threads);
        }
    }

    /// <summary>The number of segments, at least 1.</summary>
    public int Segments { get; }

    /// <summary>The number of slices into which the mini-batch is divided.</summary>
    public int Slices { get; private set; }

    /// <summary>The number of loss terms of the mini-batch, or the sum of their weights: the divisor of its gradient.</summary>
    public double LossTerms => _lossTerms;

    /// <summary>The mean of the loss terms so far. NaN while a slice is running, and after one has failed.</summary>
    public float MeanLoss()
    {
        double sum = 0;
        for (int slice = 0; slice < Slices; slice++)
        {
            sum += _losses[slice];
        }

        return (float)(sum / _lossTerms);
    }

    /// <summary>Prepares for a checked mini-batch. Must not be called while a slice is running. Allocates only for the first batch
    /// of a size.</summary>
    /// <param name="newBatch">The samples to learn from.</param>
    public void Begin(in TrainingBatch newBatch)
    {
        _batch = newBatch;
        _lossTerms = _batch.LossTerms(_program);
        Slices = BatchSlices.Count(_batch.Samples, _program);
        _losses.AsSpan().Clear();
        if (Segments > 1)
        {
            int mostSamples = (_batch.Samples + Slices - 1) / Slices;
            _chunksPerSlice = (mostSamples + _program.ChunkSamples - 1) / _program.ChunkSamples;
            AddWorkers(Slices * _chunksPerSlice - _workers.Count);
            _contributions.Span.Clear();
            _shared.Span.Clear();
        }
    }

    /// <summary>Runs one segment over one slice, chunk by chunk. If it throws, <see cref="MeanLoss"/> is NaN.</summary>
    /// <param name="core">The network, with packed weights.</param>
    /// <param name="thread">The number of the calling thread; no two threads use the same number at the same time.</param>
    /// <param name="segment">The number of the segment; <see cref="Meet"/> must have been called for the one before it.</param>
    /// <param name="slice">The number of the slice; no two threads run the same one.</param>
    /// <param name="gradients">The slice's parameter gradients, the same memory in every segment; the first one sets them to
    /// zero.</param>
    /// <param name="laps">Records the time per part; null records nothing.</param>
    public void Run(NetworkCore core, int thread, int segment, int slice, float* gradients, StepLaps? laps = null)
    {
        double loss = _losses[slice];
        _losses[slice] = double.NaN;
        if (segment == 0)
        {
            NativeMemory.Clear(gradients, (nuint)_program.ParameterFloats * sizeof(float));
        }

        var memory = new SliceMemory(
            gradients, _contributions.Pointer + (nint)slice * _program.MeetingFloats, _shared.Pointer);
        float gradientScale = (float)(1.0 / _lossTerms);
        int end = BatchSlices.Start(slice + 1, Slices, _batch.Samples);
        int chunk = slice * _chunksPerSlice;
        int samples;
        for (int first = BatchSlices.Start(slice, Slices, _batch.Samples); first < end; first += samples)
        {
            samples = Math.Min(_program.ChunkSamples, end - first);
            ChunkWorker worker = _workers[Segments == 1 ? thread : chunk++];
            loss += worker.Run(core, _batch, segment, first, samples, gradientScale, memory, laps);
        }

        _losses[slice] = loss;
        GC.KeepAlive(core);
        GC.KeepAlive(this);
    }

    /// <summary>Combines what all slices contributed in a segment into the values that the next segment shares. Must be called after each
    /// segment except the last, when all slices have finished it.</summary>
    /// <param name="segment">The completed segment.</param>
    public void Meet(int segment)
    {
        _program.Meet(segment, Slices, _batch.Samples, ref _contributions.First, ref _shared.First);
        GC.KeepAlive(this);
    }

    /// <summary>Moves the network's running statistics towards those of the mini-batch, after its last segment, and marks what prediction
    /// reads as out of date.</summary>
    public void UpdateStatistics(NetworkCore core)
    {
        _program.UpdateStatistics(ref core.ParameterMemory.First, ref _shared.First);
        core.MarkForFolding();
        GC.KeepAlive(this);
    }

    /// <summary>Frees the memory. Must not be called while a slice is running.</summary>
    public void Dispose()
    {
        foreach (ChunkWorker worker in _workers)
        {
            worker.Dispose();
        }

        _contributions.Dispose();
        _shared.Dispose();
    }

    private void AddWorkers(int count)
    {
        for (; count > 0; count--)
        {
            _workers.Add(new ChunkWorker(_program));
        }
    }

    // These numbers become native addresses without further checks.
    private static void Check(NetworkProgram program)
    {
        if (program.TrainingSegments < 1)
        {
            throw new ArgumentException(
                $"TrainingSegments is {program.TrainingSegments}; it must be at least 1.", nameof(program));
        }

        if (program.MeetingFloats < 0 || program.MeetingFloats % AlignedMemory.LineFloats != 0)
        {
            throw new ArgumentException(
                $"MeetingFloats is {program.MeetingFloats}; it must be a multiple of {AlignedMemory.LineFloats}, and not negative.",
                nameof(program));
        }
    }
}
