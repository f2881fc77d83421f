using ConvGen.CompilerServices;
using ConvGen.Internal;
using ConvGen.Optimizers;

namespace ConvGen;

/// <summary>Stochastic gradient descent with momentum and weight decay, as PyTorch's
/// <see href="https://pytorch.org/docs/stable/generated/torch.optim.SGD.html">SGD</see> (without dampening).</summary>
/// <remarks>
/// <para>For every parameter w with gradient g, and velocity v, which starts at zero:
/// <c>v = Momentum * v + g + WeightDecay * w</c>, then <c>w = w - LearningRate * v</c>. With <see cref="Nesterov"/> the last step
/// is
/// <c>w = w - LearningRate * (g + WeightDecay * w + Momentum * v)</c>.</para>
/// <para>The L2 regularisation of Nielsen's "Neural Networks and Deep Learning" with parameter lambda is a weight decay of
/// lambda / n over n training images in chapter 3, and of lambda / (n / batch size) in the program of chapter 6, both with
/// <see cref="Optimizer.DecaysBiases"/> false.</para>
/// </remarks>
/// <example>
/// <code>
/// var trainer = new Trainer&lt;BookNet&gt;(net, new Sgd(0.03f) { Momentum = 0.9f }, new TrainerOptions { BatchSize = 10 });
/// </code>
/// </example>
/// <param name="learningRate">The learning rate, finite and not negative.</param>
public sealed class Sgd(float learningRate) : Optimizer(learningRate)
{
    /// <summary>The share of the velocity that the next step keeps. Default: 0, no momentum.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public float Momentum
    {
        get;
        init => field = Check.FiniteAndNotNegative(value, nameof(Momentum));
    }

    /// <summary>Whether to use Nesterov's momentum, which anticipates the next step (Nesterov, 1983; Sutskever et al., 2013).
    /// Has no effect without <see cref="Momentum"/>. Default: false.</summary>
    public bool Nesterov { get; init; }

    internal override bool HasMomentum => Momentum != 0;

    internal override string Settings => FormattableString.Invariant(
        $"Sgd, momentum {Momentum:R}, Nesterov's: {Nesterov}, {DecaySettings}");

    internal override OptimizerState CreateState(NetworkProgram program) => new RuleState<SgdRule, Sgd>(this, program);
}
