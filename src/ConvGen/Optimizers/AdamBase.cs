using ConvGen.CompilerServices;
using ConvGen.Internal;
using ConvGen.Optimizers;

namespace ConvGen;

/// <summary>What <see cref="Adam"/> and <see cref="AdamW"/> have in common.</summary>
public abstract class AdamBase : Optimizer
{
    private protected AdamBase(float learningRate)
        : base(learningRate)
    {
    }

    /// <summary>The share of the mean of gradients that the next step keeps: 0 to below 1. Default: 0.9.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not in that range.</exception>
    public float Beta1
    {
        get;
        init => field = Check.Share(value, nameof(Beta1));
    } = 0.9f;

    /// <summary>The share of the mean of squared gradients that the next step keeps: 0 to below 1. Default: 0.999.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not in that range.</exception>
    public float Beta2
    {
        get;
        init => field = Check.Share(value, nameof(Beta2));
    } = 0.999f;

    /// <summary>Added to the divisor, which may be nearly zero. Default: 1e-8.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive or not finite.</exception>
    public float Epsilon
    {
        get;
        init => field = Check.FiniteAndPositive(value, nameof(Epsilon));
    } = 1e-8f;

    /// <summary>Whether decay shrinks the parameters beside the step, and is no part of the gradient.</summary>
    internal abstract bool DecouplesDecay { get; }

    internal override bool HasMomentum => true;

    internal override string Settings => FormattableString.Invariant(
        $"{GetType().Name}, betas {Beta1:R} and {Beta2:R}, epsilon {Epsilon:R}, {DecaySettings}");

    internal override OptimizerState CreateState(NetworkProgram program) => new RuleState<AdamRule, AdamBase>(this, program);
}
