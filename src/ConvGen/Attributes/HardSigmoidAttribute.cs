namespace ConvGen;

/// <summary>Applies <c>min(max(x + 3, 0), 6) / 6</c>, a sigmoid made of three lines, element-wise: PyTorch's
/// <see href="https://pytorch.org/docs/stable/generated/torch.nn.Hardsigmoid.html">Hardsigmoid</see>.</summary>
/// <remarks>Keeps the shape and has no parameters. The derivative is 1/6 where x is above -3 and below 3, and 0 elsewhere, for NaN
/// too, as in PyTorch.</remarks>
/// <example>
/// <code>
/// [Dense(100), HardSigmoid]
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class HardSigmoidAttribute : LayerAttribute;
