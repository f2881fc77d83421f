using ConvGen.CompilerServices;
using ConvGen.Internal;
using ConvGen.Optimizers;

namespace ConvGen;

/// <summary>How a training step changes the parameters. An optimizer holds settings; what it remembers between steps, such as
/// velocities, belongs to the <see cref="Trainer{TNetwork}"/>, so that one optimizer may serve several trainers.</summary>
public abstract class Optimizer
{
    private protected Optimizer(float learningRate) => LearningRate = learningRate;

    /// <summary>The length of a step; may be changed between steps.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public float LearningRate
    {
        get;
        set => field = Check.FiniteAndNotNegative(value, nameof(LearningRate));
    }

    /// <summary>The settings that stay as they are during a training, in words, numbers to their last digit.</summary>
    internal abstract string Settings { get; }

    /// <summary>Makes the memory of one training run.</summary>
    /// <param name="program">Whose parameters will be trained.</param>
    internal abstract OptimizerState CreateState(NetworkProgram program);
}
