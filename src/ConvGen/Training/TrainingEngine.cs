using System.Diagnostics;
using ConvGen.CompilerServices;
using ConvGen.Optimizers;
using ConvGen.Threading;

namespace ConvGen.Training;

/// <summary>The steps of a training run, and the threads that do them.</summary>
internal sealed class TrainingEngine : IDisposable
{
    private readonly NetworkCore core;
    private readonly OptimizerState optimizer;
    private readonly TrainingStep step;
    private readonly LabelTargets? labelTargets;
    private readonly int seed;

    // One for each number of slices: whether a step is worth the team depends on its length.
    private readonly TeamTrial?[] trials = new TeamTrial?[BatchSlices.Most + 1];

    public TrainingEngine(NetworkCore core, Optimizer optimizer, TrainerOptions options)
    {
        this.core = core;
        seed = options.Seed;
        labelTargets = LabelTargets.Of(core.Program, options);
        this.optimizer = optimizer.CreateState(core.Program);
        step = new TrainingStep(core, this.optimizer, options.Threads, options.MaxGradientNorm);
        Team = new WorkerTeam(options.Threads);
    }

    /// <summary>The threads, also for other work between the steps.</summary>
    public WorkerTeam Team { get; }

    /// <summary>Steps that have changed the parameters.</summary>
    public long Steps { get; set; }

    /// <summary>What the optimizer remembers.</summary>
    public OptimizerState Optimizer => optimizer;

    /// <summary>Times what the calling thread does, unless null.</summary>
    public StepLaps? Laps { set => step.Laps = value; }

    /// <summary>Forward, backward and update over a checked batch.</summary>
    /// <param name="batch">The samples to learn from.</param>
    /// <param name="rates">The length of the step, and its momentum.</param>
    /// <param name="sideWork">Work to do beside it, unless null.</param>
    /// <returns>The mean loss before the update.</returns>
    /// <exception cref="NonFiniteLossException">The loss is not finite; nothing has changed.</exception>
    public float Step(in TrainingBatch batch, StepRates rates, ISideWork? sideWork = null)
    {
        // A step packs what it updates, so that this finds work only where somebody else has changed a parameter.
        core.PackIfChanged();
        long start = TrainingMeter.Start();
        TrainingBatch complete = batch with { Noise = new DropoutMasks(seed, Steps).Noise, LabelTargets = labelTargets };
        step.Begin(complete, new StepSettings(Steps + 1, rates), sideWork);
        Run(step.Slices, sideWork?.Parts ?? 0);
        if (!float.IsFinite(step.Loss))
        {
            throw new NonFiniteLossException(Steps + 1, step.Loss, NonFiniteOrigin.Find(core, batch));
        }

        Steps++;
        TrainingMeter.Count(batch.Samples, step.Loss, start);
        return step.Loss;
    }

    private void Run(int slices, int sideParts)
    {
        int joining = (int)Math.Min((long)slices + sideParts, Team.Workers);
        if (joining == 1)
        {
            Team.Run(step, parts: 1);
            return;
        }

        TeamTrial trial = trials[slices] ??= new TeamTrial();
        long start = Stopwatch.GetTimestamp();
        Team.Run(step, trial.UsesTeam ? joining : 1);
        trial.Took(start, Stopwatch.GetTimestamp());
    }

    /// <summary>Ends the threads and frees the memory. No step may be running.</summary>
    public void Dispose()
    {
        Team.Dispose();
        optimizer.Dispose();
        step.Dispose();
    }
}
