using ConvGen.CompilerServices;
using ConvGen.Internal;
using ConvGen.Optimizers;

namespace ConvGen;

/// <summary>Defines how a training step changes the parameters. An optimizer holds only settings; its state, such as
/// velocities, belongs to the <see cref="Trainer{TNetwork}"/>, so one optimizer may serve several trainers.</summary>
public abstract class Optimizer
{
    private protected Optimizer(float learningRate) => LearningRate = learningRate;

    /// <summary>The learning rate; may be changed between steps. In a <c>Fit</c> with a
    /// <see cref="TrainerOptions.Schedule"/> it is multiplied by the schedule's factor.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public float LearningRate
    {
        get;
        set => field = Check.FiniteAndNotNegative(value, nameof(LearningRate));
    }

    /// <summary>The strength of weight decay, which pulls parameters towards zero; each optimizer documents its formula.
    /// Default: 0, and 0.01 for <see cref="AdamW"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public float WeightDecay
    {
        get;
        init => field = Check.FiniteAndNotNegative(value, nameof(WeightDecay));
    }

    /// <summary>Whether <see cref="WeightDecay"/> applies to biases too, as in PyTorch, or only to weights, as in most books. Every
    /// parameter with one value for each channel or unit counts as a bias. Default: true.</summary>
    public bool DecaysBiases { get; init; } = true;

    /// <summary>Whether the optimizer has a momentum that a schedule may change.</summary>
    internal abstract bool HasMomentum { get; }

    /// <summary>The settings that are fixed during training, as text with exact numbers.</summary>
    internal abstract string Settings { get; }

    /// <summary>The end of <see cref="Settings"/>, which all optimizers share.</summary>
    private protected string DecaySettings =>
        FormattableString.Invariant($"weight decay {WeightDecay:R}, of biases too: {DecaysBiases}");

    /// <summary>Creates the state of a training run.</summary>
    /// <param name="program">The program of the network.</param>
    internal abstract OptimizerState CreateState(NetworkProgram program);
}
