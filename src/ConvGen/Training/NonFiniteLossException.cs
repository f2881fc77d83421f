namespace ConvGen;

/// <summary>Thrown by a training step whose loss is infinite or NaN: the learning rate is too large, or the data contain such
/// values. The parameters and the optimizer's state are unchanged.</summary>
public sealed class NonFiniteLossException : ArithmeticException
{
    /// <summary>Creates the exception for a step and the origin of the non-finite values.</summary>
    /// <param name="step">The number of the step, counted from 1.</param>
    /// <param name="loss">The loss of the step.</param>
    /// <param name="layer">The first layer whose output has a value that is not finite; or the input, the targets or the loss.</param>
    /// <exception cref="ArgumentNullException"><paramref name="layer"/> is null.</exception>
    public NonFiniteLossException(long step, float loss, string layer)
        : base(FormattableString.Invariant(
                $"The loss of step {step} is {loss}; the first values that are not finite are those of {layer}. ")
            + "The parameters are unchanged; try a smaller learning rate, or check the data.")
    {
        ArgumentNullException.ThrowIfNull(layer);
        Step = step;
        Loss = loss;
        Layer = layer;
    }

    /// <summary>The number of the step, counted from 1.</summary>
    public long Step { get; }

    /// <summary>The loss: infinite or NaN.</summary>
    public float Loss { get; }

    /// <summary>The origin of the non-finite values: <c>Input</c> or <c>Targets</c> if the data contain them; otherwise the
    /// name of the first layer whose output does, such as <c>Conv1</c>; otherwise the network's loss, such as
    /// <c>MeanSquaredError</c>, if only the loss has overflowed.</summary>
    public string Layer { get; }
}
