namespace ConvGen;

/// <summary>Thrown by a training step whose loss is infinite or not a number: the learning rate is too large, or the data hold
/// such values. The parameters and the optimizer's memory are as before the step.</summary>
public sealed class NonFiniteLossException : ArithmeticException
{
    /// <summary>Says at which step it happened, and where.</summary>
    /// <param name="step">The number of the step, counted from 1.</param>
    /// <param name="loss">Its loss.</param>
    /// <param name="layer">The first layer behind which a value is not finite; or the input, the targets, the loss.</param>
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

    /// <summary>Where values ceased to be finite: <c>Input</c> or <c>Targets</c> where the data hold such values; else the name
    /// of the first layer behind which there is one, such as <c>Conv1</c>; else the network's loss, such as
    /// <c>MeanSquaredError</c>, which alone has grown too large.</summary>
    public string Layer { get; }
}
