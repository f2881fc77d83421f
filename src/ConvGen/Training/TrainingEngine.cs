using System.Diagnostics;
using ConvGen.CompilerServices;
using ConvGen.Optimizers;
using ConvGen.Threading;

namespace ConvGen.Training;

/// <summary>Runs the steps of a training on a team of threads.</summary>
internal sealed class TrainingEngine : IDisposable
{
    private readonly NetworkCore _core;
    private readonly OptimizerState _optimizer;
    private readonly TrainingStep _step;
    private readonly LabelTargets? _labelTargets;
    private readonly int _seed;
    private readonly int _batchesPerUpdate;

    // One trial for each number of slices: whether the team pays off depends on the length of a step.
    private readonly TeamTrial?[] _trials = new TeamTrial?[BatchSlices.Most + 1];

    public TrainingEngine(NetworkCore core, Optimizer optimizer, TrainerOptions options)
    {
        _core = core;
        (_seed, _batchesPerUpdate) = (options.Seed, options.BatchesPerUpdate);
        _labelTargets = LabelTargets.Of(core.Program, options);
        var frozen = new FrozenParameters(core.Program, options);
        _optimizer = optimizer.CreateState(core.Program);
        Average = options.WeightAverage is { } average ? new ParameterAverage(core, average, frozen) : null;
        _step = new TrainingStep(core, _optimizer, options, frozen, Average);
        Team = new WorkerTeam(options.Threads);
    }

    /// <summary>The threads, which may do other work between steps.</summary>
    public WorkerTeam Team { get; }

    /// <summary>The number of steps that have changed the parameters.</summary>
    public long Steps { get; set; }

    /// <summary>The state of the optimizer.</summary>
    public OptimizerState Optimizer => _optimizer;

    /// <summary>The average of the parameters; null without one.</summary>
    public ParameterAverage? Average { get; }

    /// <summary>The sum of the gradients of an incomplete update; null if every mini-batch makes one.</summary>
    public GradientAccumulator? Accumulator => _step.Accumulator;

    /// <summary>Sets the recorder of the time per part of a step; null records nothing.</summary>
    public StepLaps? Laps { set => _step.Laps = value; }

    /// <summary>Performs a training step over a checked mini-batch: forward pass, backward pass and, if it completes one,
    /// update.</summary>
    /// <param name="batch">The samples to learn from.</param>
    /// <param name="rates">The learning rate and the momentum of the step.</param>
    /// <param name="isLast">Whether to update even if fewer mini-batches than usual have been accumulated.</param>
    /// <param name="sideWork">Additional work to do during the step, or null.</param>
    /// <returns>The mean loss before the update.</returns>
    /// <exception cref="NonFiniteLossException">The loss is not finite; nothing has changed.</exception>
    public float Step(in TrainingBatch batch, StepRates rates, bool isLast = false, ISideWork? sideWork = null)
    {
        // A step packs the parameters that it updates, so this call does nothing unless other code has changed a parameter.
        _core.PackIfChanged();
        long start = TrainingMeter.Start();
        TrainingBatch complete = batch with { Noise = Noise(), LabelTargets = _labelTargets };
        bool completes = isLast || Accumulator is null || Accumulator.Batches.Count + 1 >= _batchesPerUpdate;
        _step.Begin(complete, new StepSettings(Steps + 1, rates), completes, sideWork);
        Run(_step.Slices, sideWork?.Parts ?? 0);
        if (!float.IsFinite(_step.Loss))
        {
            throw new NonFiniteLossException(Steps + 1, _step.Loss, NonFiniteOrigin.Find(_core, batch));
        }

        Steps += completes ? 1 : 0;
        TrainingMeter.Count(batch.Samples, _step.Loss, start);
        return _step.Loss;
    }

    // The mini-batches of an update are masked as one that contains them all would be.
    private TrainingNoise Noise()
    {
        TrainingNoise noise = new DropoutMasks(_seed, Steps).Noise;
        return new()
        {
            IsOn = noise.IsOn,
            Seed = noise.Seed,
            Step = noise.Step,
            FirstSample = unchecked((int)(Accumulator?.Batches.Samples ?? 0)),
        };
    }

    private void Run(int slices, int sideParts)
    {
        int joining = (int)Math.Min((long)slices + sideParts, Team.Workers);
        if (joining == 1)
        {
            Team.Run(_step, parts: 1);
            return;
        }

        TeamTrial trial = _trials[slices] ??= new TeamTrial();
        long start = Stopwatch.GetTimestamp();
        Team.Run(_step, trial.UsesTeam ? joining : 1);
        trial.Record(start, Stopwatch.GetTimestamp());
    }

    /// <summary>Stops the threads and frees the memory. Must not be called while a step is running.</summary>
    public void Dispose()
    {
        Team.Dispose();
        _optimizer.Dispose();
        Average?.Dispose();
        _step.Dispose();
    }
}
