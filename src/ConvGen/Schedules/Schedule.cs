using ConvGen.Internal;
using ConvGen.Schedules;

namespace ConvGen;

/// <summary>How the learning rate changes during a call of <c>Fit</c>: a factor of <see cref="Optimizer.LearningRate"/> for each
/// step, which depends on nothing but how far the call is. A resumed call therefore goes on as one that was never
/// interrupted.</summary>
/// <example>
/// <code>
/// var options = new TrainerOptions { Schedule = Schedule.Cosine().WithWarmUp(epochs: 1) };
/// </code>
/// A schedule of one's own:
/// <code>
/// sealed class InverseRoot : Schedule
/// {
///     public override double FactorAt(in SchedulePoint point) => 1 / Math.Sqrt(1 + point.Epoch);
/// }
/// </code>
/// </example>
public abstract class Schedule
{
    /// <summary>The factor of the learning rate for the step that follows.</summary>
    /// <param name="point">How far <c>Fit</c> is.</param>
    /// <returns>A factor that makes a finite learning rate of at least zero: <c>Fit</c> throws otherwise.</returns>
    public abstract double FactorAt(in SchedulePoint point);

    /// <summary>The momentum of the step that follows, in the place of the optimizer's own: <see cref="Sgd.Momentum"/>,
    /// <see cref="RmsProp.Momentum"/>, or the <see cref="AdamBase.Beta1"/> of Adam.</summary>
    /// <param name="point">How far <c>Fit</c> is.</param>
    /// <returns>0 to below 1, or null, which leaves the optimizer's own: <c>Fit</c> throws for another number, and where the optimizer
    /// has no momentum.</returns>
    public virtual double? MomentumAt(in SchedulePoint point) => null;

    /// <summary>Multiplies the learning rate after every so many epochs, as PyTorch's
    /// <see href="https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.StepLR.html">StepLR</see>.</summary>
    /// <param name="epochs">After how many epochs, at least 1.</param>
    /// <param name="factor">By what, finite and not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is not in its range.</exception>
    public static Schedule Steps(int epochs, double factor = 0.1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(epochs, 1);
        return new StepSchedule(epochs, Check.FiniteAndNotNegative(factor));
    }

    /// <summary>Multiplies the learning rate after every epoch, as PyTorch's
    /// <see href="https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.ExponentialLR.html">ExponentialLR</see>.</summary>
    /// <param name="factor">By what, finite and not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">The factor is not in its range.</exception>
    public static Schedule Exponential(double factor) => new StepSchedule(1, Check.FiniteAndNotNegative(factor));

    /// <summary>Lowers the learning rate after every epoch along half a cosine (Loshchilov and Hutter, "SGDR", 2017, without the
    /// restarts), as PyTorch's
    /// <see href="https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.CosineAnnealingLR.html">CosineAnnealingLR</see>
    /// with <c>T_max</c> epochs.</summary>
    /// <param name="last">What would be reached behind the last epoch, as a factor, finite and not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">The factor is not in its range.</exception>
    public static Schedule Cosine(double last = 0) => new CosineSchedule(Check.FiniteAndNotNegative(last));

    /// <summary>Raises the learning rate step by step to the optimizer's, and lowers it to nearly nothing, both along half a
    /// cosine (Smith and Topin, "Super-Convergence", 2019), as PyTorch's
    /// <see href="https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.OneCycleLR.html">OneCycleLR</see>; the momentum
    /// goes the other way, if wanted.</summary>
    /// <param name="rise">The share of all steps that it rises, above 0 and below 1.</param>
    /// <param name="first">The factor of the first step, finite and not negative.</param>
    /// <param name="last">The factor of the last step, finite and not negative. PyTorch's default, a ten-thousandth of the
    /// first.</param>
    /// <param name="momentum">The momentum at the highest learning rate, and that of the first step and the last, 0 to below 1: in
    /// PyTorch 0.85 and 0.95. Null leaves the optimizer's own, as <c>cycle_momentum=False</c> does.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is not in its range.</exception>
    public static Schedule OneCycle(
        double rise = 0.3, double first = 1.0 / 25, double last = 1.0 / 250_000, (double AtTop, double AtEnds)? momentum = null)
    {
        if (rise is not (> 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(rise), rise, "rise must be above 0 and below 1.");
        }

        if (momentum is var (atTop, atEnds))
        {
            Check.Share(atTop, nameof(momentum));
            Check.Share(atEnds, nameof(momentum));
        }

        return new OneCycleSchedule(rise, Check.FiniteAndNotNegative(first), Check.FiniteAndNotNegative(last), momentum);
    }

    /// <summary>Multiplies the learning rate when the loss has stopped to fall, as PyTorch's
    /// <see href="https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.ReduceLROnPlateau.html">ReduceLROnPlateau</see>.
    /// The loss is that on the validation images where <c>Fit</c> has some, otherwise that of training.</summary>
    /// <param name="factor">By what, finite and not negative.</param>
    /// <param name="patience">For how many epochs in a row it may fail to fall, not negative.</param>
    /// <param name="threshold">By which share of the best loss it must be below that to count as fallen: 0 to below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is not in its range.</exception>
    public static Schedule Plateau(double factor = 0.1, int patience = 10, double threshold = 1e-4)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(patience);
        return new PlateauSchedule(Check.FiniteAndNotNegative(factor), patience, Check.Share(threshold));
    }

    /// <summary>This schedule with a factor more, which rises from the first to 1 in equal amounts per step and stays there, as
    /// PyTorch's
    /// <see href="https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.LinearLR.html">LinearLR</see>.</summary>
    /// <param name="epochs">For how many epochs it rises; need not be whole. Finite and above zero.</param>
    /// <param name="first">The factor of the first step, finite and not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is not in its range.</exception>
    public Schedule WithWarmUp(double epochs = 1, double first = 0) =>
        new WarmUpSchedule(this, Check.FiniteAndPositive(epochs), Check.FiniteAndNotNegative(first));

    /// <summary>A learning rate that stays as it is; the beginning of <c>Schedule.Constant.WithWarmUp()</c>.</summary>
    public static Schedule Constant { get; } = new StepSchedule(1, 1);

    /// <summary>What a checkpoint compares: the schedule in words, numbers to their last digit.</summary>
    internal virtual string Settings => GetType().FullName!;
}
