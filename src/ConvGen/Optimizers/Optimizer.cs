using ConvGen.CompilerServices;
using ConvGen.Internal;
using ConvGen.Optimizers;

namespace ConvGen;

/// <summary>How a training step changes the parameters. An optimizer holds settings; what it remembers between steps, such as
/// velocities, belongs to the <see cref="Trainer{TNetwork}"/>, so that one optimizer may serve several trainers.</summary>
public abstract class Optimizer
{
    private protected Optimizer(float learningRate) => LearningRate = learningRate;

    /// <summary>The length of a step; may be changed between steps. In a <c>Fit</c> with a
    /// <see cref="TrainerOptions.Schedule"/> it is multiplied by the schedule's factor.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public float LearningRate
    {
        get;
        set => field = Check.FiniteAndNotNegative(value, nameof(LearningRate));
    }

    /// <summary>Pulls every parameter towards zero: each optimizer says how. Default: 0, and 0.01 for
    /// <see cref="AdamW"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public float WeightDecay
    {
        get;
        init => field = Check.FiniteAndNotNegative(value, nameof(WeightDecay));
    }

    /// <summary>Whether <see cref="WeightDecay"/> pulls biases too, as in PyTorch, or weights alone, as in most books. Default:
    /// true.</summary>
    public bool DecaysBiases { get; init; } = true;

    /// <summary>Whether there is a momentum that a schedule may change.</summary>
    internal abstract bool HasMomentum { get; }

    /// <summary>The settings that stay as they are during a training, in words, numbers to their last digit.</summary>
    internal abstract string Settings { get; }

    /// <summary>The end of <see cref="Settings"/>, which all optimizers share.</summary>
    private protected string DecaySettings =>
        FormattableString.Invariant($"weight decay {WeightDecay:R}, of biases too: {DecaysBiases}");

    /// <summary>Makes the memory of one training run.</summary>
    /// <param name="program">Whose parameters will be trained.</param>
    internal abstract OptimizerState CreateState(NetworkProgram program);
}
