using ConvGen.CompilerServices;
using ConvGen.Internal;
using ConvGen.Optimizers;
using ConvGen.Threading;

namespace ConvGen.Training;

/// <summary>The steps of a training run: gradients slice by slice, then one pass that adds them up and updates.</summary>
/// <remarks>Both parts run on the whole team, and neither result depends on its size: slices are cut by the number of samples
/// and summed in their order, and the update treats every element alike.</remarks>
internal sealed unsafe class TrainingEngine : IDisposable
{
    private readonly NetworkCore core;
    private readonly OptimizerState optimizer;
    private readonly SliceWorker[] workers;
    private readonly GradientWork gradientWork;
    private readonly UpdateWork updateWork;

    // Grown to the most slices that a batch has had.
    private readonly List<AlignedMemory> slices = [];
    private readonly nint[] slicePointers = new nint[BatchSlices.Most];
    private readonly double[] sliceLosses = new double[BatchSlices.Most];

    private TrainingBatch batch;
    private int sliceCount;

    public TrainingEngine(NetworkCore core, Optimizer optimizer, int threads)
    {
        this.core = core;
        this.optimizer = optimizer.CreateState(core.Program.ParameterFloats);
        workers = [.. Enumerable.Range(0, threads).Select(_ => new SliceWorker(core.Program))];
        gradientWork = new GradientWork(this);
        updateWork = new UpdateWork(this);
        Team = new WorkerTeam(threads);
    }

    /// <summary>The threads, also for other work between the steps.</summary>
    public WorkerTeam Team { get; }

    /// <summary>Steps that have changed the parameters.</summary>
    public long Steps { get; private set; }

    /// <summary>Forward, backward and update over a checked batch.</summary>
    /// <returns>The mean loss before the update.</returns>
    /// <exception cref="NonFiniteLossException">The loss is not finite; nothing has changed.</exception>
    public float Step(in TrainingBatch newBatch)
    {
        batch = newBatch;
        sliceCount = BatchSlices.Count(batch.Samples);
        while (slices.Count < sliceCount)
        {
            var memory = new AlignedMemory(core.Program.ParameterFloats);
            slicePointers[slices.Count] = (nint)memory.Pointer;
            slices.Add(memory);
        }

        core.PackIfChanged();
        Team.Run(gradientWork, sliceCount);
        float loss = MeanLoss();
        if (!float.IsFinite(loss))
        {
            throw new NonFiniteLossException(Steps + 1, loss);
        }

        optimizer.BeginStep();
        Team.Run(updateWork, updateWork.Parts);
        core.MarkParametersChanged();
        Steps++;
        return loss;
    }

    /// <summary>Ends the threads and frees the memory. No step may be running.</summary>
    public void Dispose()
    {
        Team.Dispose();
        optimizer.Dispose();
        foreach (IDisposable owned in slices.Concat<IDisposable>(workers))
        {
            owned.Dispose();
        }
    }

    private float MeanLoss()
    {
        double sum = 0;
        for (int slice = 0; slice < sliceCount; slice++)
        {
            sum += sliceLosses[slice];
        }

        return (float)(sum / TrainingBatch.LossTerms(core.Program, batch.Samples));
    }

    /// <summary>One part: the gradients and the loss of one slice of the batch.</summary>
    private sealed class GradientWork(TrainingEngine engine) : ITeamWork
    {
        public void Run(int worker, int part)
        {
            int start = BatchSlices.Start(part, engine.sliceCount, engine.batch.Samples);
            int end = BatchSlices.Start(part + 1, engine.sliceCount, engine.batch.Samples);
            engine.sliceLosses[part] =
                engine.workers[worker].Run(engine.core, engine.batch, start, end, (float*)engine.slicePointers[part]);
        }
    }

    /// <summary>One part: the update of a range of the parameters.</summary>
    private sealed class UpdateWork(TrainingEngine engine) : ITeamWork
    {
        // A smaller part, 16 KiB of each array, would cost more to hand out than it saves.
        private const int LeastLines = 256;

        private readonly int lines = engine.core.Program.ParameterFloats / AlignedMemory.LineFloats;

        /// <summary>More than workers, so that a worker that comes late does not hold up the others.</summary>
        public int Parts { get; } = Math.Clamp(
            engine.core.Program.ParameterFloats / AlignedMemory.LineFloats / LeastLines, 1, 4 * engine.workers.Length);

        public void Run(int worker, int part)
        {
            int start = (int)((long)part * lines / Parts) * AlignedMemory.LineFloats;
            int end = (int)((long)(part + 1) * lines / Parts) * AlignedMemory.LineFloats;
            ReadOnlySpan<nint> gradients = engine.slicePointers.AsSpan(0, engine.sliceCount);
            engine.optimizer.Update(engine.core.ParameterMemory.Pointer, gradients, start, end);
        }
    }
}
