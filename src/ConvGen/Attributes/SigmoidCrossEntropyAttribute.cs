namespace ConvGen;

/// <summary>The loss for independent yes-or-no answers: sigmoid followed by the binary cross-entropy, PyTorch's
/// <see href="https://pytorch.org/docs/stable/generated/torch.nn.BCEWithLogitsLoss.html">BCEWithLogitsLoss</see>.</summary>
/// <remarks>
/// <para>
/// With the last layer's values z, predictions are the probabilities <c>p[k] = 1 / (1 + exp(-z[k]))</c>. The loss is the mean
/// over samples and outputs of <c>-(t[k] * ln p[k] + (1 - t[k]) * ln(1 - p[k]))</c>, with targets t between 0 and 1.
/// </para>
/// <para>
/// Shapes: n values in, n probabilities out. A label stands for the target 1 at its index and 0 elsewhere; with a single output
/// it is the target itself, 0 or 1. Must be the last attribute of a network.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// [Dense(1), SigmoidCrossEntropy]
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class SigmoidCrossEntropyAttribute : Attribute;
