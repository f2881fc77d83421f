namespace ConvGen;

/// <summary>Applies the parametric rectifier: <c>x</c> if x is above 0, otherwise <c>slope * x</c>, with a learned slope for each
/// channel. PyTorch's <see href="https://pytorch.org/docs/stable/generated/torch.nn.PReLU.html">PReLU</see> with as many parameters as
/// channels.</summary>
/// <remarks>
/// <para>
/// Keeps the shape. Parameters: <c>weight [channels]</c>, the slopes, which start at 0.25; over a vector every value is a channel
/// of its own. The derivative at 0 is the slope, and NaN stays NaN, as in PyTorch.
/// </para>
/// <para>
/// Weight decay pulls the slopes towards 0, and so the layer towards a <see cref="ReLUAttribute">ReLU</see>. PyTorch advises against
/// it: set <see cref="Optimizer.DecaysBiases"/> to false, which leaves out the slopes as well as the biases.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// [Conv(20, 5), MaxPool(2), PReLU]
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class PReLUAttribute : LayerAttribute;
