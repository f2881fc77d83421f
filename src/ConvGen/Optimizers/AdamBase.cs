using ConvGen.CompilerServices;
using ConvGen.Internal;
using ConvGen.Optimizers;

namespace ConvGen;

/// <summary>The settings common to <see cref="Adam"/> and <see cref="AdamW"/>.</summary>
public abstract class AdamBase : Optimizer
{
    private protected AdamBase(float learningRate)
        : base(learningRate)
    {
    }

    /// <summary>The decay factor of the mean of gradients: 0 to below 1. Default: 0.9.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not in that range.</exception>
    public float Beta1
    {
        get;
        init => field = Check.Share(value, nameof(Beta1));
    } = 0.9f;

    /// <summary>The decay factor of the mean of squared gradients: 0 to below 1. Default: 0.999.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not in that range.</exception>
    public float Beta2
    {
        get;
        init => field = Check.Share(value, nameof(Beta2));
    } = 0.999f;

    /// <summary>Added to the divisor to avoid division by zero. Default: 1e-8.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive or not finite.</exception>
    public float Epsilon
    {
        get;
        init => field = Check.FiniteAndPositive(value, nameof(Epsilon));
    } = 1e-8f;

    /// <summary>Whether weight decay shrinks the parameters directly instead of being added to the gradient.</summary>
    internal abstract bool DecouplesDecay { get; }

    internal override bool HasMomentum => true;

    internal override string Settings => FormattableString.Invariant(
        $"{GetType().Name}, betas {Beta1:R} and {Beta2:R}, epsilon {Epsilon:R}, {DecaySettings}");

    internal override OptimizerState CreateState(NetworkProgram program) => new RuleState<AdamRule, AdamBase>(this, program);
}
