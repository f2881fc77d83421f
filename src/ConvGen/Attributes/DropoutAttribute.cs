namespace ConvGen;

/// <summary>Sets random values to zero while the network trains, so that no unit can rely on another: PyTorch's
/// <see href="https://pytorch.org/docs/stable/generated/torch.nn.Dropout.html">Dropout</see>, and with
/// <c>Inverted = false</c> the dropout of Nielsen's book.</summary>
/// <remarks>
/// <para>
/// With inverted dropout, the default, training computes <c>y = x * mask / (1 - rate)</c> and prediction <c>y = x</c>, which costs
/// nothing. With the book's dropout, training computes <c>y = x * mask</c> and prediction <c>y = x * (1 - rate)</c>. In both
/// cases a mask value is 0 with probability <see cref="Rate"/> and 1 otherwise, and is drawn anew for every value, sample and step.
/// </para>
/// <para>
/// Keeps the shape and has no parameters. A mask value depends on the trainer's seed, the step, the sample's position in the
/// mini-batch, the number of the dropout in the network and the position of the value in the layer, never on threads; see
/// <see cref="DropoutMasks"/>.
/// </para>
/// </remarks>
/// <example>
/// The book drops half of the inputs of its dense layers:
/// <code>
/// [Conv(40, 5), MaxPool(2), ReLU]
/// [Dropout(0.5, Inverted = false), Dense(1000), ReLU]
/// [Dropout(0.5, Inverted = false), Dense(10), SoftmaxCrossEntropy]
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class DropoutAttribute : LayerAttribute
{
    /// <summary>Drops values.</summary>
    /// <param name="rate">The probability that a value becomes zero: at least 0, below 1.</param>
    public DropoutAttribute(double rate) => Rate = rate;

    /// <summary>The probability that a value becomes zero.</summary>
    public double Rate { get; }

    /// <summary>Whether training scales the kept values up, so that prediction needs no scaling. Default: true.</summary>
    public bool Inverted { get; set; } = true;
}
