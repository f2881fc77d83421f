namespace ConvGen;

/// <summary>Thrown by a training step whose loss is infinite or not a number: the learning rate is too large, or the data hold
/// such values. The parameters and the optimizer's memory are as before the step.</summary>
public sealed class NonFiniteLossException : ArithmeticException
{
    /// <summary>Says at which step it happened.</summary>
    /// <param name="step">The number of the step, counted from 1.</param>
    /// <param name="loss">Its loss.</param>
    public NonFiniteLossException(long step, float loss)
        : base(FormattableString.Invariant(
            $"The loss of step {step} is {loss}. The parameters are unchanged; try a smaller learning rate, or check the data."))
    {
        Step = step;
        Loss = loss;
    }

    /// <summary>The number of the step, counted from 1.</summary>
    public long Step { get; }

    /// <summary>The loss: infinite or NaN.</summary>
    public float Loss { get; }
}
