using ConvGen.CompilerServices;
using ConvGen.Internal;
using ConvGen.Optimizers;

namespace ConvGen;

/// <summary>Gradients divided by the root of the mean of their squares (Hinton, "Neural Networks for Machine Learning", lecture
/// 6, 2012), as PyTorch's <see href="https://pytorch.org/docs/stable/generated/torch.optim.RMSprop.html">RMSprop</see>.</summary>
/// <remarks>
/// For every parameter w with gradient g, and square s, mean m and velocity v, which start at zero:
/// <c>g = g + WeightDecay * w</c>, <c>s = Smoothing * s + (1 - Smoothing) * g * g</c>, <c>d = sqrt(s) + Epsilon</c>, with
/// <see cref="Centered"/> <c>m = Smoothing * m + (1 - Smoothing) * g</c> and <c>d = sqrt(s - m * m) + Epsilon</c>; then
/// <c>v = Momentum * v + g / d</c> and <c>w = w - LearningRate * v</c>.
/// </remarks>
/// <param name="learningRate">The learning rate, finite and not negative.</param>
public sealed class RmsProp(float learningRate = 0.01f) : Optimizer(learningRate)
{
    /// <summary>The decay factor of the mean of squared gradients, PyTorch's alpha: 0 to below 1. Default:
    /// 0.99.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not in that range.</exception>
    public float Smoothing
    {
        get;
        init => field = Check.Share(value, nameof(Smoothing));
    } = 0.99f;

    /// <summary>Added to the divisor to avoid division by zero. Default: 1e-8.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive or not finite.</exception>
    public float Epsilon
    {
        get;
        init => field = Check.FiniteAndPositive(value, nameof(Epsilon));
    } = 1e-8f;

    /// <summary>The share of the velocity that the next step keeps. Default: 0, no momentum.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public float Momentum
    {
        get;
        init => field = Check.FiniteAndNotNegative(value, nameof(Momentum));
    }

    /// <summary>Whether the divisor uses the variance of the gradient instead of its mean square. Default: false.</summary>
    public bool Centered { get; init; }

    internal override bool HasMomentum => Momentum != 0;

    internal override string Settings => FormattableString.Invariant(
        $"RmsProp, smoothing {Smoothing:R}, epsilon {Epsilon:R}, momentum {Momentum:R}, centered: {Centered}, {DecaySettings}");

    internal override OptimizerState CreateState(NetworkProgram program) => new RuleState<RmsPropRule, RmsProp>(this, program);
}
