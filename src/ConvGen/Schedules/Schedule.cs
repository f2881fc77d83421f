using ConvGen.Internal;
using ConvGen.Schedules;

namespace ConvGen;

/// <summary>Defines how the learning rate changes during a call of <c>Fit</c>: a factor of <see cref="Optimizer.LearningRate"/>
/// for each step. The factor depends only on the progress of the call, so a resumed call continues exactly like an
/// uninterrupted one.</summary>
/// <example>
/// <code>
/// var options = new TrainerOptions { Schedule = Schedule.Cosine().WithWarmUp(epochs: 1) };
/// </code>
/// A custom schedule:
/// <code>
/// sealed class InverseRoot : Schedule
/// {
///     public override double FactorAt(in SchedulePoint point) => 1 / Math.Sqrt(1 + point.Epoch);
/// }
/// </code>
/// </example>
public abstract class Schedule
{
    /// <summary>Returns the factor of the learning rate for the next step.</summary>
    /// <param name="point">The progress of <c>Fit</c>.</param>
    /// <returns>A factor that gives a finite learning rate of at least zero; <c>Fit</c> throws otherwise.</returns>
    public abstract double FactorAt(in SchedulePoint point);

    /// <summary>Returns the momentum of the next step, which replaces the optimizer's own: <see cref="Sgd.Momentum"/>,
    /// <see cref="RmsProp.Momentum"/>, or the <see cref="AdamBase.Beta1"/> of Adam.</summary>
    /// <param name="point">The progress of <c>Fit</c>.</param>
    /// <returns>A number from 0 to below 1, or null to use the optimizer's own. <c>Fit</c> throws for any other number, and for
    /// any number if the optimizer has no momentum.</returns>
    public virtual double? MomentumAt(in SchedulePoint point) => null;

    /// <summary>Multiplies the learning rate after every <paramref name="epochs"/> epochs, as PyTorch's
    /// <see href="https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.StepLR.html">StepLR</see>.</summary>
    /// <param name="epochs">The number of epochs between two changes, at least 1.</param>
    /// <param name="factor">The factor, finite and not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range.</exception>
    public static Schedule Steps(int epochs, double factor = 0.1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(epochs, 1);
        return new StepSchedule(epochs, Check.FiniteAndNotNegative(factor));
    }

    /// <summary>Multiplies the learning rate after every epoch, as PyTorch's
    /// <see href="https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.ExponentialLR.html">ExponentialLR</see>.</summary>
    /// <param name="factor">The factor, finite and not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">The factor is out of range.</exception>
    public static Schedule Exponential(double factor) => new StepSchedule(1, Check.FiniteAndNotNegative(factor));

    /// <summary>Lowers the learning rate after every epoch along half a cosine (Loshchilov and Hutter, "SGDR", 2017, without the
    /// restarts), as PyTorch's
    /// <see href="https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.CosineAnnealingLR.html">CosineAnnealingLR</see>
    /// with <c>T_max</c> epochs.</summary>
    /// <param name="last">The factor that would be reached after the last epoch, finite and not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">The factor is out of range.</exception>
    public static Schedule Cosine(double last = 0) => new CosineSchedule(Check.FiniteAndNotNegative(last));

    /// <summary>Raises the learning rate step by step to the optimizer's, then lowers it to nearly zero, both along half a
    /// cosine (Smith and Topin, "Super-Convergence", 2019), as PyTorch's
    /// <see href="https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.OneCycleLR.html">OneCycleLR</see>; the
    /// momentum can change in the opposite direction.</summary>
    /// <param name="rise">The share of the steps in which the learning rate rises, above 0 and below 1.</param>
    /// <param name="first">The factor of the first step, finite and not negative.</param>
    /// <param name="last">The factor of the last step, finite and not negative. PyTorch's default is a ten-thousandth of the first.</param>
    /// <param name="momentum">The momentum at the highest learning rate, and at the first and the last step, 0 to below 1;
    /// PyTorch uses 0.85 and 0.95. Null keeps the optimizer's own, like <c>cycle_momentum=False</c>.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range.</exception>
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

    /// <summary>Multiplies the learning rate when the loss has stopped falling, as PyTorch's
    /// <see href="https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.ReduceLROnPlateau.html">ReduceLROnPlateau</see>.
    /// The loss is the validation loss if <c>Fit</c> has validation images, otherwise the training loss.</summary>
    /// <param name="factor">The factor, finite and not negative.</param>
    /// <param name="patience">The number of consecutive epochs without a fall that are tolerated, not negative.</param>
    /// <param name="threshold">The relative improvement over the best loss that counts as a fall: 0 to below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range.</exception>
    public static Schedule Plateau(double factor = 0.1, int patience = 10, double threshold = 1e-4)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(patience);
        return new PlateauSchedule(Check.FiniteAndNotNegative(factor), patience, Check.Share(threshold));
    }

    /// <summary>Returns this schedule multiplied by a factor that rises linearly to 1 and stays there, as PyTorch's
    /// <see href="https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.LinearLR.html">LinearLR</see>.</summary>
    /// <param name="epochs">The length of the rise in epochs, finite and above zero; may be fractional.</param>
    /// <param name="first">The factor of the first step, finite and not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range.</exception>
    public Schedule WithWarmUp(double epochs = 1, double first = 0) =>
        new WarmUpSchedule(this, Check.FiniteAndPositive(epochs), Check.FiniteAndNotNegative(first));

    /// <summary>A constant learning rate; the base of <c>Schedule.Constant.WithWarmUp()</c>.</summary>
    public static Schedule Constant { get; } = new StepSchedule(1, 1);

    /// <summary>The settings that a checkpoint compares, as text with exact numbers.</summary>
    internal virtual string Settings => GetType().FullName!;
}
