using System.Globalization;
using ConvGen.CompilerServices;
using ConvGen.Internal;
using ConvGen.Optimizers;

namespace ConvGen;

/// <summary>Stochastic gradient descent with momentum and weight decay, as PyTorch's
/// <see href="https://pytorch.org/docs/stable/generated/torch.optim.SGD.html">SGD</see> (no dampening, no Nesterov).</summary>
/// <remarks>
/// For every parameter w with gradient g and velocity v, which is zero at first:
/// <c>v = Momentum * v + g + WeightDecay * w</c>, then <c>w = w - LearningRate * v</c>.
/// </remarks>
/// <example>
/// <code>
/// var trainer = new Trainer&lt;BookNet&gt;(net, new Sgd(0.03f) { Momentum = 0.9f }, new TrainerOptions { BatchSize = 10 });
/// </code>
/// </example>
/// <param name="learningRate">The length of a step, finite and not negative.</param>
public sealed class Sgd(float learningRate) : Optimizer(learningRate)
{
    /// <summary>The share of the velocity that the next step keeps. Default: 0, no memory.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public float Momentum
    {
        get;
        init => field = Check.FiniteAndNotNegative(value, nameof(Momentum));
    }

    /// <summary>Pulls every parameter towards zero: the factor of w in its gradient. Default: 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    /// <remarks>The L2 regularisation of Nielsen's "Neural Networks and Deep Learning" with parameter lambda is a weight decay of
    /// lambda / n over n training images in chapter 3, and of lambda / (n / batch size) in the program of chapter 6, both with
    /// <see cref="DecaysBiases"/> false.</remarks>
    public float WeightDecay
    {
        get;
        init => field = Check.FiniteAndNotNegative(value, nameof(WeightDecay));
    }

    /// <summary>Whether <see cref="WeightDecay"/> pulls biases too, as in PyTorch, or weights alone, as in most books. Default:
    /// true.</summary>
    public bool DecaysBiases { get; init; } = true;

    internal override string Settings => string.Create(
        CultureInfo.InvariantCulture, $"Sgd, momentum {Momentum:R}, weight decay {WeightDecay:R}, of biases too: {DecaysBiases}");

    internal override OptimizerState CreateState(NetworkProgram program) => new SgdState(this, program);
}
