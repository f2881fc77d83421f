namespace ConvGen;

/// <summary>The squared difference between output and target: PyTorch's
/// <see href="https://pytorch.org/docs/stable/generated/torch.nn.MSELoss.html">MSELoss</see>.</summary>
/// <remarks>
/// <para>The loss is the mean over samples and outputs of <c>(output[k] - target[k])^2</c>.</para>
/// <para>
/// Shapes: n values in, the same n values out. A label stands for the target 1 at its index and 0 elsewhere; with a single
/// output it is the target itself, 0 or 1. Must be the last attribute of a network.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// [Dense(1), MeanSquaredError]
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class MeanSquaredErrorAttribute : Attribute;
